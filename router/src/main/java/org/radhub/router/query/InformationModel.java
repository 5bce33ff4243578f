package org.radhub.router.query;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The query/retrieve information models (PS3.4 C.6), each with its SOP classes. */
public enum InformationModel {
    PATIENT_ROOT("1.2.840.10008.5.1.4.1.2.1", Level.PATIENT, Level.IMAGE),
    STUDY_ROOT("1.2.840.10008.5.1.4.1.2.2", Level.STUDY, Level.IMAGE),
    /** Retired, and still asked for. */
    PATIENT_STUDY_ONLY("1.2.840.10008.5.1.4.1.2.3", Level.PATIENT, Level.STUDY);

    private final String root;
    private final Level highest;
    private final Level lowest;

    InformationModel(String root, Level highest, Level lowest) {
        this.root = root;
        this.highest = highest;
        this.lowest = lowest;
    }

    public String find() {
        return root + ".1";
    }

    public String move() {
        return root + ".2";
    }

    public String get() {
        return root + ".3";
    }

    boolean has(Level level) {
        return level.compareTo(highest) >= 0 && level.compareTo(lowest) <= 0;
    }

    Level highest() {
        return highest;
    }

    /** The SOP Class UIDs of one operation in all models. */
    public static Set<String> all(Function<InformationModel, String> operation) {
        return Arrays.stream(values()).map(operation).collect(Collectors.toUnmodifiableSet());
    }

    /** The model that this SOP class belongs to. */
    public static InformationModel of(String sopClassUid) {
        return Arrays.stream(values())
                .filter(model -> sopClassUid.startsWith(model.root + "."))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(sopClassUid));
    }
}
