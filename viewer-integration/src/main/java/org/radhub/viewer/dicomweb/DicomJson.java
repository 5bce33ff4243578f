package org.radhub.viewer.dicomweb;

import java.util.List;
import org.radhub.viewer.answer.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The DICOM JSON model (PS3.18 F.2). */
final class DicomJson {
    static final String MEDIA_TYPE = "application/dicom+json";

    private static final List<String> PERSON_NAME_GROUPS = List.of("Alphabetic", "Ideographic", "Phonetic");

    private DicomJson() {}

    /** @throws Problem 406 if the client wants no JSON */
    static void mustBeAccepted(Asked asked) {
        var ok = asked.accepted().stream()
                .anyMatch(range -> range.covers(MEDIA_TYPE) || range.covers("application/json"));
        if (!ok) {
            throw Problem.notAcceptable("viewer.not-acceptable", MEDIA_TYPE);
        }
    }

    /** Puts the attribute; without a value when there are none, or only empty ones. */
    static void put(ObjectNode object, String tag, String vr, List<String> values) {
        var attribute = object.putObject(tag);
        attribute.put("vr", vr);
        var filled = values.stream().filter(value -> !value.isEmpty()).toList();
        if (!filled.isEmpty()) {
            var array = attribute.putArray("Value");
            filled.forEach(value -> array.add(value(vr, value)));
        }
    }

    /** The first value as text; empty if there is none. */
    static String text(JsonNode object, String tag) {
        return object.path(tag).path("Value").path(0).asString("");
    }

    private static JsonNode value(String vr, String value) {
        return switch (vr) {
            case "PN" -> personName(value);
            case "IS", "US", "UL" -> number(value);
            default -> JsonNodeFactory.instance.stringNode(value);
        };
    }

    private static JsonNode personName(String value) {
        var name = JsonNodeFactory.instance.objectNode();
        var groups = value.split("=", -1);
        for (var i = 0; i < Math.min(groups.length, PERSON_NAME_GROUPS.size()); i++) {
            if (!groups[i].isEmpty()) {
                name.put(PERSON_NAME_GROUPS.get(i), groups[i]);
            }
        }
        return name;
    }

    /** Integer strings that are none stay text, as PS3.18 F.2.3 allows. */
    private static JsonNode number(String value) {
        return value.strip().matches("[+-]?\\d{1,18}")
                ? JsonNodeFactory.instance.numberNode(
                        Long.parseLong(value.strip().replace("+", "")))
                : JsonNodeFactory.instance.stringNode(value);
    }
}
