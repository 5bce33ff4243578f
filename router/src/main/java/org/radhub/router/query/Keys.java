package org.radhub.router.query;

import static org.radhub.router.query.Level.IMAGE;
import static org.radhub.router.query.Level.PATIENT;
import static org.radhub.router.query.Level.SERIES;
import static org.radhub.router.query.Level.STUDY;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The attributes that can be matched or returned (PS3.4 C.6.1.1, C.6.2.1). */
final class Keys {
    static final int STUDY_DATE = 0x00080020;
    static final int STUDY_TIME = 0x00080030;
    static final int ACCESSION_NUMBER = 0x00080050;
    static final int RETRIEVE_AE_TITLE = 0x00080054;
    static final int INSTANCE_AVAILABILITY = 0x00080056;
    static final int MODALITIES_IN_STUDY = 0x00080061;
    static final int REFERRING_PHYSICIAN = 0x00080090;
    static final int STUDY_DESCRIPTION = 0x00081030;
    static final int PATIENT_NAME = 0x00100010;
    static final int PATIENT_ID = 0x00100020;
    static final int ISSUER_OF_PATIENT_ID = 0x00100021;
    static final int BIRTH_DATE = 0x00100030;
    static final int SEX = 0x00100040;
    static final int PATIENT_STUDIES = 0x00201200;
    static final int PATIENT_SERIES = 0x00201202;
    static final int PATIENT_INSTANCES = 0x00201204;
    static final int STUDY_INSTANCE_UID = 0x0020000D;
    static final int STUDY_ID = 0x00200010;
    static final int STUDY_SERIES = 0x00201206;
    static final int STUDY_INSTANCES = 0x00201208;
    static final int MODALITY = 0x00080060;
    static final int SERIES_DATE = 0x00080021;
    static final int SERIES_TIME = 0x00080031;
    static final int SERIES_DESCRIPTION = 0x0008103E;
    static final int BODY_PART = 0x00180015;
    static final int SERIES_INSTANCE_UID = 0x0020000E;
    static final int SERIES_NUMBER = 0x00200011;
    static final int SERIES_INSTANCES = 0x00201209;
    static final int SOP_CLASS_UID = 0x00080016;
    static final int SOP_INSTANCE_UID = 0x00080018;
    static final int AVAILABLE_TRANSFER_SYNTAX_UID = 0x00083002;
    static final int INSTANCE_NUMBER = 0x00200013;
    static final int NUMBER_OF_FRAMES = 0x00280008;
    static final int ROWS = 0x00280010;
    static final int COLUMNS = 0x00280011;

    private static final Set<String> NO_TEXT = Set.of(
            "AT", "FD", "FL", "OB", "OD", "OF", "OL", "OV", "OW", "SL", "SQ", "SS", "SV", "UL", "UN", "US", "UV");

    private Keys() {}

    /** How values of an attribute match (PS3.4 C.2.2.2). */
    enum Kind {
        UID,
        DATE,
        TIME,
        NAME,
        /** Several of them mean any of them. */
        CODE,
        TEXT,
        NUMBER,
        /** Returned, and not looked at for a match. */
        COUNT
    }

    record Key(int tag, Level level, Kind kind) {
        /** Whether its text can come in this value representation. */
        boolean maybe(String vr) {
            return kind == Kind.NUMBER || kind == Kind.COUNT || !NO_TEXT.contains(vr);
        }
    }

    private static final Map<Integer, Key> ALL = Stream.of(
                    new Key(PATIENT_NAME, PATIENT, Kind.NAME),
                    new Key(PATIENT_ID, PATIENT, Kind.TEXT),
                    new Key(ISSUER_OF_PATIENT_ID, PATIENT, Kind.TEXT),
                    new Key(BIRTH_DATE, PATIENT, Kind.DATE),
                    new Key(SEX, PATIENT, Kind.CODE),
                    new Key(PATIENT_STUDIES, PATIENT, Kind.COUNT),
                    new Key(PATIENT_SERIES, PATIENT, Kind.COUNT),
                    new Key(PATIENT_INSTANCES, PATIENT, Kind.COUNT),
                    new Key(STUDY_DATE, STUDY, Kind.DATE),
                    new Key(STUDY_TIME, STUDY, Kind.TIME),
                    new Key(ACCESSION_NUMBER, STUDY, Kind.TEXT),
                    new Key(MODALITIES_IN_STUDY, STUDY, Kind.CODE),
                    new Key(REFERRING_PHYSICIAN, STUDY, Kind.NAME),
                    new Key(STUDY_DESCRIPTION, STUDY, Kind.TEXT),
                    new Key(STUDY_INSTANCE_UID, STUDY, Kind.UID),
                    new Key(STUDY_ID, STUDY, Kind.TEXT),
                    new Key(STUDY_SERIES, STUDY, Kind.COUNT),
                    new Key(STUDY_INSTANCES, STUDY, Kind.COUNT),
                    new Key(MODALITY, SERIES, Kind.CODE),
                    new Key(SERIES_DATE, SERIES, Kind.DATE),
                    new Key(SERIES_TIME, SERIES, Kind.TIME),
                    new Key(SERIES_DESCRIPTION, SERIES, Kind.TEXT),
                    new Key(BODY_PART, SERIES, Kind.CODE),
                    new Key(SERIES_INSTANCE_UID, SERIES, Kind.UID),
                    new Key(SERIES_NUMBER, SERIES, Kind.NUMBER),
                    new Key(SERIES_INSTANCES, SERIES, Kind.COUNT),
                    new Key(SOP_CLASS_UID, IMAGE, Kind.UID),
                    new Key(SOP_INSTANCE_UID, IMAGE, Kind.UID),
                    new Key(AVAILABLE_TRANSFER_SYNTAX_UID, IMAGE, Kind.COUNT),
                    new Key(INSTANCE_NUMBER, IMAGE, Kind.NUMBER),
                    new Key(NUMBER_OF_FRAMES, IMAGE, Kind.NUMBER),
                    new Key(ROWS, IMAGE, Kind.NUMBER),
                    new Key(COLUMNS, IMAGE, Kind.NUMBER))
            .collect(Collectors.toUnmodifiableMap(Key::tag, Function.identity()));

    static Optional<Key> find(int tag) {
        return Optional.ofNullable(ALL.get(tag));
    }

    /** As the standard writes a tag. */
    static String name(int tag) {
        return "(%04X,%04X)".formatted(tag >>> 16, tag & 0xFFFF);
    }
}
