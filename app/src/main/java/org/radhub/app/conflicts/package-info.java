/** Instances that were kept aside because another one has their identifier: who may look at them, and what people make of them. */
package org.radhub.app.conflicts;
