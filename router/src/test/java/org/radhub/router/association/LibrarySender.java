package org.radhub.router.association;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.aoju.bus.core.exception.InternalException;
import org.aoju.bus.image.Device;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.io.ImageInputStream;
import org.aoju.bus.image.metric.ApplicationEntity;
import org.aoju.bus.image.metric.Connection;
import org.aoju.bus.image.metric.InputStreamWriter;
import org.aoju.bus.image.metric.internal.pdu.AAssociateRQ;
import org.aoju.bus.image.metric.internal.pdu.Presentation;

/** dcm4che's code line as a sender that proposes exactly a file's transfer syntax, and sends its data set as it lies there. */
final class LibrarySender implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ApplicationEntity entity = new ApplicationEntity(Hub.CT);
    private final Connection here = new Connection();
    private final Connection hub = new Connection();

    LibrarySender(int port) {
        var device = new Device("sender");
        device.setExecutor(threads);
        device.setScheduledExecutor(timer);
        device.addConnection(here);
        device.addApplicationEntity(entity);
        entity.addConnection(here);
        hub.setHostname("127.0.0.1");
        hub.setPort(port);
    }

    /** A Part 10 file, taken apart at the end of its File Meta Information. */
    record Part10(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, byte[] dataSet) {
        /** (0020,000D) of the data set. */
        String studyInstanceUid() {
            try (var in = new ImageInputStream(new ByteArrayInputStream(dataSet), transferSyntaxUid)) {
                return in.readDataset(-1, Tag.StudyInstanceUID + 1).getString(Tag.StudyInstanceUID, "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static Part10 read(Path file) throws IOException {
            try (var in = new ImageInputStream(file.toFile())) {
                var meta = in.readFileMetaInformation();
                return new Part10(
                        meta.getString(Tag.MediaStorageSOPClassUID),
                        meta.getString(Tag.MediaStorageSOPInstanceUID),
                        meta.getString(Tag.TransferSyntaxUID),
                        bytesFrom(file, (int) in.getPosition()));
            }
        }

        private static byte[] bytesFrom(Path file, int position) throws IOException {
            var bytes = Files.readAllBytes(file);
            return Arrays.copyOfRange(bytes, position, bytes.length);
        }
    }

    /** The status of the response. */
    int send(Part10 instance) throws IOException, InterruptedException, InternalException, GeneralSecurityException {
        var request = new AAssociateRQ();
        request.setCallingAET(Hub.CT);
        request.setCalledAET("RADHUB");
        request.addPresentationContext(new Presentation(1, instance.sopClassUid(), instance.transferSyntaxUid()));
        var association = entity.connect(hub, request);
        try {
            var response = association.cstore(
                    instance.sopClassUid(),
                    instance.sopInstanceUid(),
                    0,
                    new InputStreamWriter(new ByteArrayInputStream(instance.dataSet())),
                    instance.transferSyntaxUid());
            response.next();
            return response.getCommand().getInt(Tag.Status, -1);
        } finally {
            association.release();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        timer.shutdownNow();
    }
}
