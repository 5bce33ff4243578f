package org.radhub.storage;

import java.util.List;
import java.util.Set;

/** What a device may delete, because the hub has it: the storage's part in storage commitment (PS3.4 annex J). */
public interface Safekeeping {
    enum State {
        /** On stable storage and in the index; a restart finds it, and so does everybody who may see it. */
        SAFE,
        /** Not there, or not there yet: what was acknowledged a moment ago may be about to be indexed. */
        NOT_THERE,
        /** There, as an instance of another SOP class. */
        OF_ANOTHER_CLASS
    }

    /** How it stands with instances of this site, in the order of the references. */
    List<State> of(String site, List<SopReference> references);

    /**
     * Whether something that was acknowledged a while ago may be there and yet not be found: after a crash, or a time without the database,
     * until it has been read from the spool.
     */
    boolean mayLack();

    /** The Study Instance UIDs that those of these belong to which are there, in no order. */
    Set<String> studiesOf(String site, List<SopReference> references);

    /**
     * A device of the site asked the hub to be responsible for these: it believes that it sent them all. Evidence towards completeness of
     * the studies that they belong to. May be told more than once, and joins the caller's transaction.
     */
    void commitmentAsked(String site, String callingAeTitle, List<SopReference> references);
}
