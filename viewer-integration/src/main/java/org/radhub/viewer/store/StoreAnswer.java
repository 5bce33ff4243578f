package org.radhub.viewer.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radhub.storage.Receipt;
import org.springframework.http.HttpStatus;

/** What became of each part, as the Store Instances Response Module says it (PS3.18 10.5.3, I.2) in DICOM JSON. For one thread. */
final class StoreAnswer {
    private static final String RETRIEVE_URL = "00081190";
    private static final String FAILED_SOP_SEQUENCE = "00081198";
    private static final String REFERENCED_SOP_SEQUENCE = "00081199";
    private static final String OTHER_FAILURES_SEQUENCE = "0008119A";
    private static final String REFERENCED_SOP_CLASS_UID = "00081150";
    private static final String REFERENCED_SOP_INSTANCE_UID = "00081155";
    private static final String FAILURE_REASON = "00081197";

    private final String base;
    private final List<Map<String, Object>> kept = new ArrayList<>();
    private final List<Map<String, Object>> failed = new ArrayList<>();
    private final List<Map<String, Object>> others = new ArrayList<>();
    private final Set<String> studies = new LinkedHashSet<>();

    /** @param base address of the studies, without a slash at its end */
    StoreAnswer(String base) {
        this.base = base;
    }

    void kept(Part10 file, Receipt receipt) {
        var study = base + "/" + receipt.studyInstanceUid();
        studies.add(study);
        var item = reference(file);
        item.put(
                RETRIEVE_URL,
                element(
                        "UR",
                        study + "/series/" + receipt.seriesInstanceUid() + "/instances/" + receipt.sopInstanceUid()));
        kept.add(item);
    }

    /** @param reason one of PS3.18 table I.2-2 */
    void failed(Part10 file, int reason) {
        var item = reference(file);
        item.put(FAILURE_REASON, element("US", reason));
        failed.add(item);
    }

    /** A part that names no instance. */
    void failed(int reason) {
        others.add(Map.of(FAILURE_REASON, element("US", reason)));
    }

    boolean isEmpty() {
        return kept.isEmpty() && failed.isEmpty() && others.isEmpty();
    }

    HttpStatus status() {
        if (failed.isEmpty() && others.isEmpty()) {
            return HttpStatus.OK;
        }
        return kept.isEmpty() ? HttpStatus.CONFLICT : HttpStatus.ACCEPTED;
    }

    Map<String, Object> dataSet() {
        var all = new LinkedHashMap<String, Object>();
        if (studies.size() == 1) {
            all.put(RETRIEVE_URL, element("UR", studies.iterator().next()));
        }
        sequence(all, FAILED_SOP_SEQUENCE, failed);
        sequence(all, REFERENCED_SOP_SEQUENCE, kept);
        sequence(all, OTHER_FAILURES_SEQUENCE, others);
        return all;
    }

    private static void sequence(Map<String, Object> all, String tag, List<Map<String, Object>> items) {
        if (!items.isEmpty()) {
            all.put(tag, Map.of("vr", "SQ", "Value", items));
        }
    }

    private static Map<String, Object> reference(Part10 file) {
        var item = new LinkedHashMap<String, Object>();
        item.put(REFERENCED_SOP_CLASS_UID, element("UI", file.sopClassUid()));
        item.put(REFERENCED_SOP_INSTANCE_UID, element("UI", file.sopInstanceUid()));
        return item;
    }

    private static Map<String, Object> element(String vr, Object value) {
        return Map.of("vr", vr, "Value", List.of(value));
    }
}
