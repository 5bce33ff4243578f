package org.radhub.router;

import org.radhub.storage.Attributes;

/** Tells devices of events in associations that the hub opens, in which it keeps the role of SCP (PS3.7 D.3.3.4). Safe for many threads. */
public interface EventReports {
    /**
     * An event of a SOP instance.
     *
     * @param eventTypeId (0000,1002)
     * @param information the event's data set
     */
    record Event(String sopClassUid, String sopInstanceUid, int eventTypeId, Attributes information) {}

    /**
     * N-EVENT-REPORT (PS3.7 10.1.1); returns when the peer has answered it with success.
     *
     * @throws PeerFailed if the association did not come about or broke, if the peer would not be told in it, or answered with a failure
     */
    void report(Peer peer, Event event) throws PeerFailed;
}
