package org.radhub.app.demo;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * One generated study of the demo set.
 *
 * @param aeTitle the demo device that sends it
 * @param modality (0008,0060): CT, MR or DX
 * @param slices number of instances
 */
record DemoStudy(
        String aeTitle,
        String modality,
        String patientId,
        String patientName,
        String birthDate,
        String sex,
        String bodyPart,
        String description,
        int slices) {

    /** A data set in Explicit VR Little Endian, and what its sender says of it. */
    record Image(String sopClassUid, String sopInstanceUid, byte[] dataSet) {}

    static List<DemoStudy> all() {
        return List.of(
                new DemoStudy(
                        "COUNTYA_CT", "CT", "A10234", "Zhang^Wei=张^伟", "19580412", "M", "HEAD", "CT head 头颅平扫", 24),
                new DemoStudy(
                        "COUNTYC_MR", "MR", "C00871", "Ouyang^Min=欧阳^敏", "19760923", "F", "BRAIN", "MR brain 颅脑平扫", 20),
                new DemoStudy("COUNTYB_DR", "DX", "B55120", "Li^Na=李^娜", "19910130", "F", "CHEST", "Chest PA 胸部正位", 1),
                new DemoStudy(
                        "TOWNA1_DR", "DX", "T100045", "Wang^Fang=王^芳", "19490705", "F", "CHEST", "Chest PA 胸部正位", 1));
    }

    /** The study's images, new ones each time: nothing that was read yet is sent again. */
    List<Image> images(LocalDateTime now, Random random) {
        var study = uid(random);
        var series = uid(random);
        var frame = uid(random);
        var accession = modality + String.format(Locale.ROOT, "%09d", random.nextInt(1_000_000_000));
        var images = new ArrayList<Image>();
        for (var number = 1; number <= slices; number++) {
            var instance = uid(random);
            images.add(
                    new Image(sopClass(), instance, dataSet(now, study, series, frame, instance, accession, number)));
        }
        return images;
    }

    private byte[] dataSet(
            LocalDateTime now,
            String study,
            String series,
            String frame,
            String instance,
            String accession,
            int number) {
        var date = now.format(DateTimeFormatter.BASIC_ISO_DATE);
        var time = now.format(DateTimeFormatter.ofPattern("HHmmss"));
        var writer = new DataSetWriter(StandardCharsets.UTF_8)
                .text(0x00080005, "CS", "ISO_IR 192")
                .text(0x00080016, "UI", sopClass())
                .text(0x00080018, "UI", instance)
                .text(0x00080020, "DA", date)
                .text(0x00080021, "DA", date)
                .text(0x00080023, "DA", date)
                .text(0x00080030, "TM", time)
                .text(0x00080031, "TM", time)
                .text(0x00080033, "TM", time)
                .text(0x00080050, "SH", accession)
                .text(0x00080060, "CS", modality)
                .text(0x00080070, "LO", "Radhub demo")
                .text(0x00080090, "PN", "")
                .text(0x00081030, "LO", description)
                .text(0x0008103E, "LO", description)
                .text(0x00100010, "PN", patientName)
                .text(0x00100020, "LO", patientId)
                .text(0x00100030, "DA", birthDate)
                .text(0x00100040, "CS", sex)
                .text(0x00180015, "CS", bodyPart)
                .text(0x0020000D, "UI", study)
                .text(0x0020000E, "UI", series)
                .text(0x00200010, "SH", "1")
                .text(0x00200011, "IS", "1")
                .text(0x00200013, "IS", String.valueOf(number));
        switch (modality) {
            case "CT" -> computedTomography(slice(writer, frame, number));
            case "MR" -> magneticResonance(slice(writer, frame, number));
            default -> digitalRadiography(writer);
        }
        return image(writer, number).bytes();
    }

    private DataSetWriter image(DataSetWriter writer, int number) {
        var size = modality.equals("DX") ? 1024 : 256;
        return writer.unsignedShort(0x00280002, 1)
                .text(0x00280004, "CS", "MONOCHROME2")
                .unsignedShort(0x00280010, size)
                .unsignedShort(0x00280011, size)
                .unsignedShort(0x00280100, 16)
                .unsignedShort(0x00280101, 12)
                .unsignedShort(0x00280102, 11)
                .unsignedShort(0x00280103, 0)
                .text(0x00281050, "DS", window()[0])
                .text(0x00281051, "DS", window()[1])
                .words(0x7FE00010, pixels(size, number));
    }

    private static DataSetWriter slice(DataSetWriter writer, String frame, int number) {
        return writer.text(0x00180050, "DS", "4")
                .text(0x00185100, "CS", "HFS")
                .text(0x00200012, "IS", "1")
                .text(0x00200032, "DS", "-115\\-115\\" + 4 * (number - 1))
                .text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
                .text(0x00200052, "UI", frame)
                .text(0x00201040, "LO", "")
                .text(0x00280030, "DS", "0.9\\0.9");
    }

    /** PS3.3 C.8.2.1. */
    private static void computedTomography(DataSetWriter writer) {
        writer.text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL")
                .text(0x00180060, "DS", "120")
                .text(0x00281052, "DS", "-1024")
                .text(0x00281053, "DS", "1")
                .text(0x00281054, "LO", "HU");
    }

    /** PS3.3 C.8.3.1: a spin echo. */
    private static void magneticResonance(DataSetWriter writer) {
        writer.text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\OTHER")
                .text(0x00180020, "CS", "SE")
                .text(0x00180021, "CS", "NONE")
                .text(0x00180022, "CS", "")
                .text(0x00180023, "CS", "2D")
                .text(0x00180080, "DS", "500")
                .text(0x00180081, "DS", "15")
                .text(0x00180087, "DS", "1.5")
                .text(0x00180091, "IS", "1");
    }

    /** PS3.3 C.8.11, seen from the back of the patient to the front. */
    private static void digitalRadiography(DataSetWriter writer) {
        writer.text(0x00080008, "CS", "ORIGINAL\\PRIMARY")
                .text(0x00080068, "CS", "FOR PRESENTATION")
                .sequence(0x00082218, code("51185008", "Chest"))
                .text(0x00181164, "DS", "0.35\\0.35")
                .text(0x00185101, "CS", "PA")
                .text(0x00181508, "CS", "NONE")
                .text(0x00187004, "CS", "SCINTILLATOR")
                .text(0x00200020, "CS", "L\\F")
                .text(0x00200062, "CS", "U")
                .sequence(0x00540220, code("399348003", "postero-anterior").emptySequence(0x00540222))
                .text(0x00280301, "CS", "NO")
                .text(0x00281040, "CS", "LOG")
                .signedShort(0x00281041, -1)
                .text(0x00281052, "DS", "0")
                .text(0x00281053, "DS", "1")
                .text(0x00281054, "LO", "US")
                .text(0x00282110, "CS", "00")
                .emptySequence(0x00400555)
                .text(0x20500020, "CS", "IDENTITY");
    }

    /** Of SNOMED CT (PS3.3 8.8). */
    private static DataSetWriter code(String value, String meaning) {
        return new DataSetWriter(StandardCharsets.UTF_8)
                .text(0x00080100, "SH", value)
                .text(0x00080102, "SH", "SCT")
                .text(0x00080104, "LO", meaning);
    }

    private short[] pixels(int size, int number) {
        var phantom = new Phantom(size, number);
        var depth = slices == 1 ? 0 : 1.8 * (number - 1) / (slices - 1) - 0.9;
        return switch (modality) {
            case "CT" -> phantom.head(depth, 24, 1900, 1060, 1030);
            case "MR" -> phantom.head(depth, 20, 300, 900, 1500);
            default -> phantom.chest();
        };
    }

    private String[] window() {
        return switch (modality) {
            case "CT" -> new String[] {"40", "90"};
            case "MR" -> new String[] {"800", "1600"};
            default -> new String[] {"2048", "3200"};
        };
    }

    private String sopClass() {
        return switch (modality) {
            case "CT" -> "1.2.840.10008.5.1.4.1.1.2";
            case "MR" -> "1.2.840.10008.5.1.4.1.1.4";
            default -> "1.2.840.10008.5.1.4.1.1.1.1";
        };
    }

    // PS3.5 B.2: a UUID as a decimal number under 2.25.
    private static String uid(Random random) {
        var uuid = new UUID(random.nextLong(), random.nextLong());
        var bytes =
                ByteBuffer.allocate(16).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        return "2.25." + new BigInteger(1, bytes.array());
    }
}
