/** The index: studies, series, instances, where each of them lies, and the search for them. */
package org.radhub.storage.study;
