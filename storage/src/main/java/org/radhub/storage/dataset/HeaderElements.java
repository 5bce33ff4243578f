package org.radhub.storage.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the raw elements that the index needs, from the data set's own level. The first of equal tags counts. */
final class HeaderElements implements ElementVisitor {
    static final int CHARACTER_SET = 0x00080005;
    static final int IMAGE_TYPE = 0x00080008;
    static final int SOP_CLASS_UID = 0x00080016;
    static final int SOP_INSTANCE_UID = 0x00080018;
    static final int STUDY_DATE = 0x00080020;
    static final int SERIES_DATE = 0x00080021;
    static final int STUDY_TIME = 0x00080030;
    static final int SERIES_TIME = 0x00080031;
    static final int ACCESSION_NUMBER = 0x00080050;
    static final int MODALITY = 0x00080060;
    static final int REFERRING_PHYSICIAN = 0x00080090;
    static final int STUDY_DESCRIPTION = 0x00081030;
    static final int SERIES_DESCRIPTION = 0x0008103e;
    static final int PATIENT_NAME = 0x00100010;
    static final int PATIENT_ID = 0x00100020;
    static final int ISSUER_OF_PATIENT_ID = 0x00100021;
    static final int BIRTH_DATE = 0x00100030;
    static final int SEX = 0x00100040;
    static final int BODY_PART = 0x00180015;
    static final int STUDY_INSTANCE_UID = 0x0020000d;
    static final int SERIES_INSTANCE_UID = 0x0020000e;
    static final int STUDY_ID = 0x00200010;
    static final int SERIES_NUMBER = 0x00200011;
    static final int INSTANCE_NUMBER = 0x00200013;
    static final int IMAGE_POSITION_PATIENT = 0x00200032;
    static final int IMAGE_ORIENTATION_PATIENT = 0x00200037;
    static final int IMAGES_IN_ACQUISITION = 0x00201002;
    static final int STUDY_RELATED_SERIES = 0x00201206;
    static final int STUDY_RELATED_INSTANCES = 0x00201208;
    static final int SERIES_RELATED_INSTANCES = 0x00201209;
    static final int FRAMES = 0x00280008;
    static final int ROWS = 0x00280010;
    static final int COLUMNS = 0x00280011;

    private static final int MAX_VALUE = 4 << 10;
    private static final Set<Integer> WANTED = Set.of(
            CHARACTER_SET,
            IMAGE_TYPE,
            SOP_CLASS_UID,
            SOP_INSTANCE_UID,
            STUDY_DATE,
            SERIES_DATE,
            STUDY_TIME,
            SERIES_TIME,
            ACCESSION_NUMBER,
            MODALITY,
            REFERRING_PHYSICIAN,
            STUDY_DESCRIPTION,
            SERIES_DESCRIPTION,
            PATIENT_NAME,
            PATIENT_ID,
            ISSUER_OF_PATIENT_ID,
            BIRTH_DATE,
            SEX,
            BODY_PART,
            STUDY_INSTANCE_UID,
            SERIES_INSTANCE_UID,
            STUDY_ID,
            SERIES_NUMBER,
            INSTANCE_NUMBER,
            IMAGE_POSITION_PATIENT,
            IMAGE_ORIENTATION_PATIENT,
            IMAGES_IN_ACQUISITION,
            STUDY_RELATED_SERIES,
            STUDY_RELATED_INSTANCES,
            SERIES_RELATED_INSTANCES,
            FRAMES,
            ROWS,
            COLUMNS);
    private static final Map<Integer, ForeignTexts.Kind> TEXTS = Map.of(
            PATIENT_NAME, ForeignTexts.Kind.PATIENT_NAME,
            PATIENT_ID, ForeignTexts.Kind.OTHER,
            ISSUER_OF_PATIENT_ID, ForeignTexts.Kind.OTHER,
            STUDY_DESCRIPTION, ForeignTexts.Kind.OTHER,
            SERIES_DESCRIPTION, ForeignTexts.Kind.OTHER,
            REFERRING_PHYSICIAN, ForeignTexts.Kind.PERSON_NAME,
            ACCESSION_NUMBER, ForeignTexts.Kind.OTHER,
            STUDY_ID, ForeignTexts.Kind.OTHER);

    /** Two of these with different values leave open whose image it is. */
    private static final Map<Integer, String> IDENTITY = Map.of(
            SOP_INSTANCE_UID, "SOP Instance UID (0008,0018)",
            STUDY_INSTANCE_UID, "Study Instance UID (0020,000D)",
            SERIES_INSTANCE_UID, "Series Instance UID (0020,000E)",
            PATIENT_ID, "Patient ID (0010,0020)");

    private final Map<Integer, byte[]> values = new HashMap<>();
    private final Digest pixels = Digest.begin();
    private boolean hasPixels;
    private boolean bigEndian;

    @Override
    public int wants(int depth, int tag, Vr vr, long length) {
        return depth == 0 && WANTED.contains(tag) ? MAX_VALUE : 0;
    }

    @Override
    public void value(int depth, int tag, Vr vr, byte[] bytes, boolean inBigEndian) throws Malformed {
        if (depth > 0 || !WANTED.contains(tag)) {
            return;
        }
        bigEndian = inBigEndian;
        var earlier = values.putIfAbsent(tag, bytes);
        if (earlier != null && IDENTITY.containsKey(tag) && !Uid.of(earlier).equals(Uid.of(bytes))) {
            throw new Malformed("two different values of " + IDENTITY.get(tag));
        }
        switch (tag) {
            case STUDY_INSTANCE_UID, SERIES_INSTANCE_UID, SOP_INSTANCE_UID -> requireUid(tag);
            default -> {}
        }
    }

    @Override
    public void pixels(byte[] buffer, int offset, int length) {
        hasPixels |= length > 0;
        pixels.update(buffer, offset, length);
    }

    /** Empty if there were no pixels. */
    Optional<String> pixelFingerprint() {
        return hasPixels ? Optional.of(pixels.value()) : Optional.empty();
    }

    /** The UID, which must be there and be one. */
    String requireUid(int tag) throws Malformed {
        var name = IDENTITY.get(tag);
        var bytes = values.get(tag);
        if (bytes == null || Uid.of(bytes).isEmpty()) {
            throw new Malformed("no " + name);
        }
        var uid = Uid.of(bytes);
        if (!Uid.acceptable(uid)) {
            throw new Malformed(name + " is not a UID");
        }
        return uid;
    }

    boolean has(int tag) {
        return values.containsKey(tag);
    }

    byte[] raw(int tag) {
        return values.getOrDefault(tag, new byte[0]);
    }

    String uid(int tag) {
        return Uid.of(raw(tag));
    }

    String ascii(int tag) {
        return new String(raw(tag), StandardCharsets.ISO_8859_1);
    }

    /** To judge the character set by. */
    ForeignTexts texts() {
        return texts(values);
    }

    /** Those of these elements of a data set that its character set is judged by. */
    static ForeignTexts texts(Map<Integer, byte[]> elements) {
        return ForeignTexts.of(TEXTS.entrySet().stream()
                .filter(text -> elements.containsKey(text.getKey()))
                .map(text -> new ForeignTexts.Sample(elements.get(text.getKey()), text.getValue()))
                .toList());
    }

    static boolean isText(int tag) {
        return TEXTS.containsKey(tag);
    }

    /** An unsigned short, or 0. */
    int unsignedShort(int tag) {
        var bytes = raw(tag);
        return bytes.length < 2
                ? 0
                : ByteBuffer.wrap(bytes)
                                .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                                .getShort()
                        & 0xffff;
    }

    /** An integer string, or what else is said where it is none. */
    int integer(int tag, int otherwise) {
        var text = ascii(tag).trim();
        try {
            return text.isEmpty() ? otherwise : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
