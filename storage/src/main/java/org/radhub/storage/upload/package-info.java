/** Packs on their way from the spool to the object store. */
package org.radhub.storage.upload;
