package org.radhub.storage;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Page;
import org.radhub.registry.Refused;
import org.radhub.registry.Scope;

/** Instances that were kept aside, and what people make of them. None ever goes. */
public interface Conflicts {
    /** Newest first. Nothing outside the scope is ever returned or counted: see {@link Conflict#isWithin}. */
    Page<Conflict> search(ConflictQuery query, Scope scope);

    /** Whoever asks checks whether it is {@link Conflict#isWithin within the scope}. */
    Optional<Conflict> find(UUID id);

    /** How many of those within the scope nobody has decided. */
    long open(Scope scope);

    /**
     * What the file of one of the two says of itself. Read up to its pixels.
     *
     * @throws Unavailable if it is not to be had now
     * @throws BytesLost if it was damaged and has to be sent again
     */
    InstanceHeader header(Conflict.Side side) throws IOException;

    /**
     * Writes down, for ever, what a person made of it.
     *
     * @param person id
     * @throws Refused NOT_FOUND if there is no such conflict; CONFLICT if somebody has decided it already
     */
    Conflict decide(UUID id, String person, String note);
}
