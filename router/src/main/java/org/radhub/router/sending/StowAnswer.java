package org.radhub.router.sending;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radhub.router.Outcome;
import org.radhub.router.Outcome.Result;
import org.radhub.storage.Instance;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a STOW-RS response says of each instance (PS3.18 10.5.3, I.2): only what it names as kept is kept. */
final class StowAnswer {
    private static final String REFERENCED_SOP_SEQUENCE = "00081199";
    private static final String FAILED_SOP_SEQUENCE = "00081198";
    private static final String REFERENCED_SOP_INSTANCE_UID = "00081155";
    private static final String FAILURE_REASON = "00081197";
    private static final String WARNING_REASON = "00081196";

    /**
     * Duplicate SOP instance (PS3.7 C.5.6), and what the Azure DICOM service says instead (45070). So it is when an answer was lost.
     */
    private static final Set<Integer> ALREADY_THERE = Set.of(0x0111, 0xB00E);

    private static final JsonMapper JSON = new JsonMapper();

    private final Set<String> kept = new HashSet<>();
    private final Map<String, Integer> warnings = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final String otherwise;

    /** @param json the body; one that is no DICOM JSON says nothing of any instance */
    StowAnswer(int status, byte[] json) {
        otherwise = "HTTP status " + status + ", and the answer does not name the instance";
        read(json).forEach(this::module);
    }

    List<Outcome> of(List<Instance> instances) {
        var outcomes = new ArrayList<Outcome>();
        for (var instance : instances) {
            outcomes.add(of(instance.sopInstanceUid()));
        }
        return outcomes;
    }

    private Outcome of(String uid) {
        if (ALREADY_THERE.contains(failures.getOrDefault(uid, 0))) {
            return new Outcome(uid, Result.KEPT_WITH_WARNING, failures.get(uid), "the destination has it already");
        }
        if (failures.containsKey(uid)) {
            return new Outcome(uid, Result.REFUSED, failures.get(uid), "failed, as the destination says");
        }
        if (warnings.containsKey(uid)) {
            return new Outcome(uid, Result.KEPT_WITH_WARNING, warnings.get(uid), "");
        }
        if (kept.contains(uid)) {
            return new Outcome(uid, Result.KEPT, 0, "");
        }
        return new Outcome(uid, Result.REFUSED, 0, otherwise);
    }

    private static List<JsonNode> read(byte[] json) {
        try {
            var root = JSON.readTree(json);
            if (root.isArray()) {
                var all = new ArrayList<JsonNode>();
                root.forEach(all::add);
                return all;
            }
            return List.of(root);
        } catch (JacksonException e) {
            return List.of();
        }
    }

    private void module(JsonNode module) {
        module.path(REFERENCED_SOP_SEQUENCE).path("Value").forEach(item -> {
            kept.add(uid(item));
            if (item.has(WARNING_REASON)) {
                warnings.put(uid(item), first(item, WARNING_REASON).asInt(0));
            }
        });
        module.path(FAILED_SOP_SEQUENCE)
                .path("Value")
                .forEach(item ->
                        failures.put(uid(item), first(item, FAILURE_REASON).asInt(0)));
    }

    private static String uid(JsonNode item) {
        return first(item, REFERENCED_SOP_INSTANCE_UID).asString("");
    }

    private static JsonNode first(JsonNode item, String tag) {
        return item.path(tag).path("Value").path(0);
    }
}
