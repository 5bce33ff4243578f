/** Making the index anew from the object store, and looking at every byte that is kept. */
package org.radhub.storage.recovery;
