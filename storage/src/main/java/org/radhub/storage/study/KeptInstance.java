package org.radhub.storage.study;

import org.radhub.storage.dataset.Header;
import org.radhub.storage.pack.PackEntry;

/**
 * An instance that lies in a pack, and what its header says.
 *
 * @param recovered whether it was found in the spool, so that the association that brought it is gone
 */
public record KeptInstance(PackEntry entry, Header header, boolean recovered) {}
