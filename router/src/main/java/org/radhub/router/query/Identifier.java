package org.radhub.router.query;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.radhub.router.association.Exchange;
import org.radhub.router.association.SopClasses;
import org.radhub.storage.Attributes;

/**
 * What a query or retrieval is about (PS3.4 C.4.1.1.3, C.4.2.1.4): a level of an information model, with a single value of the unique key of
 * each level above it.
 */
public record Identifier(InformationModel model, Level level, Attributes keys) {
    private static final int QUERY_RETRIEVE_LEVEL = 0x00080052;
    private static final int MOST_UIDS = 10_000;
    private static final int LONGEST_KEY = 1000;

    /** @throws Rejected if it is none: A900 where it does not fit its model, C000 where it cannot be read */
    public static Identifier of(Exchange exchange) throws Rejected {
        var model = InformationModel.of(exchange.abstractSyntaxUid());
        Attributes keys;
        try {
            keys = Attributes.read(exchange.dataSet(), exchange.transferSyntaxUid());
        } catch (Attributes.Malformed e) {
            throw Rejected.notUnderstood("Identifier: " + e.getMessage());
        }
        var identifier = new Identifier(model, level(model, keys), keys);
        identifier.check();
        return identifier;
    }

    private static Level level(InformationModel model, Attributes keys) throws Rejected {
        var text = keys.text(QUERY_RETRIEVE_LEVEL);
        for (var level : Level.values()) {
            if (level.name().equals(text)) {
                if (model.has(level)) {
                    return level;
                }
                throw Rejected.mismatch("This information model has no " + level + " level");
            }
        }
        throw Rejected.mismatch(
                text.isEmpty()
                        ? "Query/Retrieve Level (0008,0052) is missing"
                        : "Query/Retrieve Level (0008,0052) is none of the four");
    }

    private void check() throws Rejected {
        for (var above : Level.values()) {
            if (model.has(above) && above.compareTo(level) < 0) {
                single(above);
            }
        }
        for (var attribute : keys.attributes()) {
            var key = Keys.find(attribute.tag());
            if (key.isPresent() && !key.get().maybe(attribute.vr())) {
                throw Rejected.mismatch(Keys.name(attribute.tag()) + " cannot have VR " + attribute.vr());
            }
            if (key.isPresent() && key.get().kind() == Keys.Kind.UID) {
                checkUids(attribute);
            } else if (attribute.values().stream().anyMatch(value -> value.length() > LONGEST_KEY)) {
                throw Rejected.notUnderstood(Keys.name(attribute.tag()) + " is too long to look for");
            }
        }
    }

    private void single(Level above) throws Rejected {
        var values = keys.values(above.uniqueKey());
        if (values.size() != 1 || values.get(0).contains("*") || values.get(0).contains("?")) {
            throw Rejected.mismatch("At " + level + " level " + Keys.name(above.uniqueKey()) + " needs a single value");
        }
    }

    private static void checkUids(Attributes.Attribute attribute) throws Rejected {
        if (attribute.values().size() > MOST_UIDS) {
            throw Rejected.notUnderstood(Keys.name(attribute.tag()) + " has more than " + MOST_UIDS + " values");
        }
        var universal = attribute.values().equals(List.of("*"));
        if (!universal && !attribute.values().stream().allMatch(SopClasses::isUid)) {
            throw Rejected.mismatch(Keys.name(attribute.tag()) + " holds something that is not a UID");
        }
    }

    /** For a retrieval: it has to name what it wants. */
    public void requireUnique() throws Rejected {
        if (level == Level.PATIENT) {
            single(level);
        } else if (unique(level).isEmpty()) {
            throw Rejected.mismatch(Keys.name(level.uniqueKey()) + " has to say what is wanted");
        }
    }

    /** Whether it names the patient beside the study. */
    public boolean isBelowPatient() {
        return model.highest() == Level.PATIENT && level != Level.PATIENT;
    }

    /** Values of the level's unique key; none where it matches all. */
    public List<String> unique(Level of) {
        var values = keys.values(of.uniqueKey());
        return values.equals(List.of("*")) ? List.of() : values;
    }

    /** Character set of the other side, as it declares it. */
    public String characterSet() {
        return keys.text(Attributes.SPECIFIC_CHARACTER_SET);
    }

    /** Its matching keys as one line, for the trail. */
    public String line() {
        return level + " "
                + StreamSupport.stream(keys.attributes().spliterator(), false)
                        .filter(attribute -> !attribute.values().isEmpty()
                                && attribute.tag() != QUERY_RETRIEVE_LEVEL
                                && attribute.tag() != Attributes.SPECIFIC_CHARACTER_SET)
                        .map(attribute -> "%08X=".formatted(attribute.tag())
                                + String.join(
                                        "\\",
                                        attribute
                                                .values()
                                                .subList(
                                                        0,
                                                        Math.min(
                                                                20,
                                                                attribute
                                                                        .values()
                                                                        .size()))))
                        .collect(Collectors.joining("&"));
    }
}
