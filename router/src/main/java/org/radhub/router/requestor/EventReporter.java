package org.radhub.router.requestor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.galaxy.io.ImageInputStream;
import org.radhub.router.EventReports;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.springframework.stereotype.Component;

/** Opens an association for each event. */
@Component
class EventReporter implements EventReports {
    private final Switchboard switchboard;

    EventReporter(Switchboard switchboard) {
        this.switchboard = switchboard;
    }

    @Override
    public void report(Peer peer, Event event) throws PeerFailed {
        var kind = Kind.plain(event.sopClassUid());
        try (var call = switchboard.openAsProvider(peer, kind)) {
            var information = forLibrary(event, kind);
            var status = call.exchange(() -> call.association()
                            .neventReport(
                                    event.sopClassUid(),
                                    event.sopInstanceUid(),
                                    event.eventTypeId(),
                                    information,
                                    kind.transferSyntaxUid()))
                    .getInt(Tag.Status, -1);
            call.release();
            if (status != 0) {
                throw new PeerFailed(
                        Reason.REFUSED, peer + " answered N-EVENT-REPORT with status %04X".formatted(status), null);
            }
        }
    }

    private static Attributes forLibrary(Event event, Kind kind) {
        var encoded = event.information().encoded(kind.transferSyntaxUid(), "");
        try (var in = new ImageInputStream(new ByteArrayInputStream(encoded), kind.transferSyntaxUid())) {
            return in.readDataset(-1, -1);
        } catch (IOException e) {
            throw new IllegalStateException("an event's own information cannot be read", e);
        }
    }
}
