/** Tells the devices of a hospital what its doctors wait for. */
package org.radhub.app.worklist;
