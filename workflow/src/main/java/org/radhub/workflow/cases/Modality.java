package org.radhub.workflow.cases;

import java.util.Comparator;
import java.util.List;

/** What a study of several modalities is read as. */
final class Modality {
    /** The one whose reader has to be found decides: a PET with its CT is read as PET, a CT with its dose report as CT. */
    private static final List<String> DECISIVE = List.of(
            "PT", "NM", "MR", "CT", "XA", "MG", "RF", "US", "IVUS", "DX", "CR", "DR", "RG", "PX", "IO", "ES", "OP",
            "SM");

    /** Documents and marks about images, (0008,0060) of PS3.3 C.7.3.1.1.1. */
    private static final List<String> ABOUT_IMAGES =
            List.of("SR", "PR", "KO", "DOC", "SEG", "REG", "RTSTRUCT", "RTPLAN", "RTDOSE", "RTRECORD", "OT");

    private Modality() {}

    /** One of them; empty if there is none. */
    static String readAs(List<String> modalities) {
        return modalities.stream()
                .filter(modality -> !modality.isBlank())
                .min(Comparator.comparingInt(Modality::place).thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }

    private static int place(String modality) {
        var decisive = DECISIVE.indexOf(modality);
        if (decisive >= 0) {
            return decisive;
        }
        return ABOUT_IMAGES.contains(modality) ? DECISIVE.size() + 1 : DECISIVE.size();
    }
}
