package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.radhub.storage.Attributes;
import org.radhub.storage.dataset.FileMeta;
import org.radhub.storage.testing.DataSetBytes;

/** A study as a device sent it, and whether a hub gives all of it back, byte for byte. */
final class SentStudy {
    private static final String ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1";
    private static final int SOP_INSTANCE_UID = 0x00080018;
    private static final int STUDY_INSTANCE_UID = 0x0020000D;
    private static final int SERIES_INSTANCE_UID = 0x0020000E;

    private final Path folder;
    private final Map<String, byte[]> dataSets = new HashMap<>();
    private String study = "";
    private String series = "";

    private SentStudy(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Of a series of the shared data, written as DCMTK writes, so that its storescu changes nothing of it. */
    static SentStudy series(Path source, Path folder) throws Exception {
        var sent = new SentStudy(folder);
        try (var files = Files.list(source)) {
            for (var file : files.sorted().toList()) {
                var written = folder.resolve(file.getFileName());
                Dcmtk.run("dcmconv", "+te", file.toString(), written.toString());
                sent.add(Files.readAllBytes(written));
            }
        }
        return sent;
    }

    /** One object of so many frames of 512 KiB, all of them noise. */
    static SentStudy multiFrame(String uid, int frames, Path folder) throws Exception {
        var pixels = new byte[frames * 512 * 512 * 2];
        new Random(uid.hashCode()).nextBytes(pixels);
        var dataSet = new DataSetBytes()
                .text(0x00080005, "CS", "ISO_IR 192")
                .text(0x00080016, "UI", ENHANCED_CT)
                .text(SOP_INSTANCE_UID, "UI", uid + ".1.1")
                .text(0x00080020, "DA", "20260102")
                .text(0x00080060, "CS", "CT")
                .text(0x00100010, "PN", "Wang^XiaoDong=王^小东")
                .text(0x00100020, "LO", "P" + uid.hashCode())
                .text(STUDY_INSTANCE_UID, "UI", uid)
                .text(SERIES_INSTANCE_UID, "UI", uid + ".1")
                .text(0x00200013, "IS", "1")
                .value(0x00280002, "US", new byte[] {1, 0})
                .text(0x00280004, "CS", "MONOCHROME2")
                .text(0x00280008, "IS", String.valueOf(frames))
                .value(0x00280010, "US", new byte[] {0, 2})
                .value(0x00280011, "US", new byte[] {0, 2})
                .value(0x00280100, "US", new byte[] {16, 0})
                .value(0x7FE00010, "OW", pixels)
                .bytes();
        var file = Files.createDirectories(folder).resolve("multi-frame.dcm");
        try (var out = Files.newOutputStream(file)) {
            out.write(FileMeta.of(ENHANCED_CT, uid + ".1.1", DataSetBytes.TRANSFER_SYNTAX, "MODALITY"));
            out.write(dataSet);
        }
        var sent = new SentStudy(folder);
        sent.add(Files.readAllBytes(file));
        return sent;
    }

    private void add(byte[] file) throws Attributes.Malformed {
        var dataSet = dataSet(file);
        var header = Attributes.read(dataSet, DataSetBytes.TRANSFER_SYNTAX);
        study = header.text(STUDY_INSTANCE_UID);
        series = header.text(SERIES_INSTANCE_UID);
        dataSets.put(header.text(SOP_INSTANCE_UID), dataSet);
    }

    private static byte[] dataSet(byte[] file) {
        return Arrays.copyOfRange(file, FileMeta.length(file), file.length);
    }

    void send(HubProcess hub, String aeTitle) throws Exception {
        Scanner.send(hub, aeTitle, folder);
    }

    int size() {
        return dataSets.size();
    }

    String uid() {
        return study;
    }

    String seriesPath() {
        return "/dicom-web/studies/" + study + "/series/" + series;
    }

    String instancePath() {
        return seriesPath() + "/instances/" + dataSets.keySet().iterator().next();
    }

    boolean isIndexedAt(HubProcess hub) {
        var found = new HubApi(hub, "coordinator").get("/dicom-web/studies?StudyInstanceUID=" + study);
        return found.size() == 1
                && found.get(0).path("00201208").path("Value").path(0).asInt() == dataSets.size();
    }

    /** By WADO-RS, instance by instance and the metadata of all, and by C-GET, the whole study. */
    void requireReadable(HubProcess hub, String aeTitle, Path scratch) throws Exception {
        var api = new HubApi(hub, "coordinator");
        for (var sent : dataSets.entrySet()) {
            var answer = api.answer(seriesPath() + "/instances/" + sent.getKey(), "application/dicom");
            assertThat(answer.statusCode()).as(answer.toString()).isEqualTo(200);
            same(dataSet(answer.body()), sent.getValue(), "WADO-RS");
        }
        var described = new TreeSet<String>();
        for (var instance : api.get("/dicom-web/studies/" + study + "/metadata")) {
            described.add(instance.path("00080018").path("Value").path(0).asString());
        }
        assertThat(described).isEqualTo(new TreeSet<>(dataSets.keySet()));

        var got = Files.createTempDirectory(scratch, "got");
        var said = get(hub, aeTitle, got);
        try (var files = Files.list(got)) {
            var all = files.toList();
            assertThat(all).as(said).hasSize(dataSets.size());
            for (var file : all) {
                var dataSet = dataSet(Files.readAllBytes(file));
                var uid = Attributes.read(dataSet, DataSetBytes.TRANSFER_SYNTAX).text(SOP_INSTANCE_UID);
                same(dataSet, dataSets.get(uid), "C-GET");
            }
        }
    }

    /** What DCMTK's getscu says of it. */
    String get(HubProcess hub, String aeTitle, Path into) throws Exception {
        return Dcmtk.run(
                "getscu",
                "-d",
                "+B",
                "-S",
                "-aet",
                aeTitle,
                "-aec",
                "RADHUB",
                "-od",
                into.toString(),
                "-k",
                "0008,0052=STUDY",
                "-k",
                "0020,000D=" + study,
                "127.0.0.1",
                String.valueOf(hub.dicomPort()));
    }

    private static void same(byte[] got, byte[] sent, String road) {
        assertThat(Arrays.equals(got, sent))
                .as("%d bytes by %s are the %d that were sent", got.length, road, sent.length)
                .isTrue();
    }
}
