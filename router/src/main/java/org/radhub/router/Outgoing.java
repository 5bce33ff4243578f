package org.radhub.router;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.radhub.registry.Page;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;

/**
 * What the hub sends on: destinations, the rules by which studies go there, and the queue. Who may ask is for the caller to check; what people
 * change is written into the access trail with the person's id.
 *
 * <p>Methods that change something throw {@link Refused}: INVALID for what cannot be, NOT_FOUND for what is not there, CONFLICT for what
 * the state of things does not allow.
 */
public interface Outgoing {
    /** By name. */
    List<Destination> destinations();

    /** Adds the destination, or replaces the one of the same name. What is queued for it goes by what is put here, at once. */
    void put(Destination destination, String person);

    /** Removes a destination that nothing was ever queued for and no rule names; others can be switched off. */
    void removeDestination(String name, String person);

    /** For each destination, by name. */
    List<DestinationHealth> health();

    /**
     * Calls the destination, by C-ECHO or by a search for one study; why it did not answer well, if it did not. One that answers well is no
     * longer paused.
     */
    Optional<Phrase> verify(String destination);

    /** By name. */
    List<RoutingRule> rules();

    /** Adds the rule, or replaces the one of the same id. It holds for studies that arrive from now on. */
    void put(RoutingRule rule, String person);

    void removeRule(UUID id, String person);

    /** Newest first; dead ones oldest first. */
    Page<Sending> sendings(SendingQuery query);

    Optional<Sending> sending(UUID id);

    /** Newest first. */
    List<Sending> ofStudy(UUID studyId);

    /** What the destination said of single instances, what is gravest first; the first hundred of them. */
    List<SendingProblem> problems(UUID sendingId);

    /**
     * Sends the whole study, whatever was confirmed before. What waits of it for the same destination goes first, and in this lane if that is the
     * earlier one.
     *
     * @return id of the sending
     */
    UUID send(UUID studyId, String destination, Lane lane, String person);

    /** Puts a dead sending into the queue again, with all its tries before it. What was confirmed is not sent again. */
    void replay(UUID id, String person);

    /**
     * Replays every dead sending of the destination.
     *
     * @return how many
     */
    int replayAll(String destination, String person);

    /** The sending is not to be tried again. One that is on its way just now cannot be discarded. */
    void discard(UUID id, String person);

    /**
     * Somebody knows how urgent the study is. Its sendings, which went as {@link Lane#ROUTINE} ones until then, go in this lane from now on, those
     * that were given up as well if they are replayed, and rules that hold for this lane are applied; where nobody says it for some minutes, those
     * for routine studies are. The same again changes nothing.
     *
     * @param lane is asked while nobody else says it of this study, so that what was known before never replaces what is known since
     */
    void hasten(UUID studyId, Supplier<Lane> lane);
}
