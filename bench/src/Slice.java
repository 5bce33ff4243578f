package org.radhub.bench;

/** One image of a study of the {@link Region}, with about the header that a scanner writes. */
final class Slice {
    /** Multi-frame Grayscale Word Secondary Capture Image Storage (PS3.6 A). */
    static final String MULTI_FRAME = "1.2.840.10008.5.1.4.1.1.7.3";

    private final String sopClassUid;
    private final String sopInstanceUid;
    private final byte[] dataSet;

    private Slice(String sopClassUid, String sopInstanceUid, byte[] dataSet) {
        this.sopClassUid = sopClassUid;
        this.sopInstanceUid = sopInstanceUid;
        this.dataSet = dataSet;
    }

    String sopClassUid() {
        return sopClassUid;
    }

    String sopInstanceUid() {
        return sopInstanceUid;
    }

    byte[] dataSet() {
        return dataSet;
    }

    byte[] partTen() {
        return DataSet.partTen(sopClassUid, sopInstanceUid, dataSet);
    }

    /**
     * @param token ten digits that make the UIDs new
     * @param instance from 1
     * @param edge rows and columns; the pixel data are edge × edge × 2 bytes
     */
    static Slice of(Region.Exam study, String token, int series, int instance, int edge) {
        var dataSet = header(study, token, series, instance, edge, 1)
                .bytes(0x7FE00010, "OW", pixels(study.number(), instance, edge));
        var uid = Region.instanceUid(token, study.number(), series, instance);
        return new Slice(sopClassUid(study, 1), uid, dataSet.toBytes());
    }

    /** A multi-frame image without its pixels: {@code frames × edge × edge × 2} bytes are to be sent after the data set. */
    static Slice announcing(Region.Exam study, String token, int frames, int edge) {
        var dataSet = header(study, token, 1, 1, edge, frames).announce(0x7FE00010, "OW", 2L * frames * edge * edge);
        var uid = Region.instanceUid(token, study.number(), 1, 1);
        return new Slice(sopClassUid(study, frames), uid, dataSet.toBytes());
    }

    private static String sopClassUid(Region.Exam study, int frames) {
        return frames > 1 ? MULTI_FRAME : Region.sopClassUid(study.modality());
    }

    private static DataSet header(Region.Exam study, String token, int series, int instance, int edge, int frames) {
        var z = "%.2f".formatted(-250 + 1.25 * instance);
        var set = new DataSet()
                .text(0x00080005, "CS", "ISO_IR 192")
                .text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL")
                .text(0x00080012, "DA", study.studyDate())
                .text(0x00080013, "TM", study.studyTime())
                .text(0x00080016, "UI", sopClassUid(study, frames))
                .text(0x00080018, "UI", Region.instanceUid(token, study.number(), series, instance))
                .text(0x00080020, "DA", study.studyDate())
                .text(0x00080021, "DA", study.studyDate())
                .text(0x00080022, "DA", study.studyDate())
                .text(0x00080030, "TM", study.studyTime())
                .text(0x00080031, "TM", study.studyTime())
                .text(0x00080032, "TM", study.studyTime())
                .text(0x00080050, "SH", study.accessionNumber())
                .text(0x00080060, "CS", study.modality())
                .text(0x00080070, "LO", "Bench")
                .text(0x00080080, "LO", "County Hospital A")
                .text(0x00080090, "PN", "Sun^Li=孙^丽")
                .text(0x00081030, "LO", study.description())
                .text(0x0008103E, "LO", "Axial " + series)
                .text(0x00081090, "LO", "Model 64")
                .text(0x00100010, "PN", study.patientName())
                .text(0x00100020, "LO", study.patientId())
                .text(0x00100030, "DA", study.birthDate())
                .text(0x00100040, "CS", study.sex())
                .text(0x00101010, "AS", "056Y")
                .text(0x00180015, "CS", study.bodyPart())
                .text(0x00180050, "DS", "1.25")
                .text(0x00180060, "DS", "120")
                .text(0x00181020, "LO", "4.2")
                .text(0x00181030, "LO", "Routine " + study.bodyPart())
                .text(0x00181100, "DS", "360")
                .text(0x00181151, "IS", "250")
                .text(0x00181210, "SH", "STANDARD")
                .text(0x00185100, "CS", "HFS")
                .text(0x0020000D, "UI", Region.studyUid(token, study.number()))
                .text(0x0020000E, "UI", Region.seriesUid(token, study.number(), series))
                .text(0x00200010, "SH", Integer.toString(study.number()))
                .text(0x00200011, "IS", Integer.toString(series))
                .text(0x00200012, "IS", "1")
                .text(0x00200013, "IS", Integer.toString(instance))
                .text(0x00200032, "DS", "-180.00\\-180.00\\" + z)
                .text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
                .text(0x00200052, "UI", Region.seriesUid(token, study.number(), 99))
                .text(0x00201040, "LO", "")
                .text(0x00201041, "DS", z)
                .unsignedShort(0x00280002, 1)
                .text(0x00280004, "CS", "MONOCHROME2");
        if (frames > 1) {
            set.text(0x00280008, "IS", Integer.toString(frames));
        }
        return set.unsignedShort(0x00280010, edge)
                .unsignedShort(0x00280011, edge)
                .text(0x00280030, "DS", "0.703125\\0.703125")
                .unsignedShort(0x00280100, 16)
                .unsignedShort(0x00280101, 16)
                .unsignedShort(0x00280102, 15)
                .unsignedShort(0x00280103, 0)
                .text(0x00281050, "DS", "40")
                .text(0x00281051, "DS", "400")
                .text(0x00281052, "DS", "-1024")
                .text(0x00281053, "DS", "1")
                .sequence(
                        0x00400275,
                        new DataSet()
                                .text(0x00400007, "LO", study.description())
                                .text(0x00400009, "SH", "SPS" + study.number()));
    }

    /** A disc with noise on it, other in every image. */
    private static byte[] pixels(int study, int instance, int edge) {
        var pixels = new byte[2 * edge * edge];
        var noise = 0x9E3779B97F4A7C15L * (study * 10_000L + instance + 1);
        for (int row = 0, at = 0; row < edge; row++) {
            for (var column = 0; column < edge; column++, at += 2) {
                noise ^= noise << 13;
                noise ^= noise >>> 7;
                noise ^= noise << 17;
                var dx = 2 * column - edge;
                var dy = 2 * row - edge;
                var value = (int) (noise & 63) + (dx * dx + dy * dy < edge * edge * 3 / 4 ? 1050 : 20);
                pixels[at] = (byte) value;
                pixels[at + 1] = (byte) (value >>> 8);
            }
        }
        return pixels;
    }
}
