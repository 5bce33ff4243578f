package org.radhub.app.process;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radhub.workflow.ProcessDiagram;
import org.springframework.stereotype.Component;
import org.w3c.dom.Element;

/** Reads the decision tables as they are deployed (DMN 1.3, chapter 8). */
@Component
public class DecisionTables {
    private static final Pattern CONTAINS = Pattern.compile("contains\\(\\?, \"([^\"]*)\"\\)");
    private static final Pattern ONLY_CONTAINS = Pattern.compile(CONTAINS + "( or " + CONTAINS + ")*");

    private final ProcessDiagram models;

    DecisionTables(ProcessDiagram models) {
        this.models = models;
    }

    public List<DecisionTable> all(Locale locale) {
        var names = locale.getLanguage().equals("zh") ? models.chineseNames() : Map.<String, String>of();
        return models.tables().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(table -> table(table.getKey(), Xml.root(table.getValue()), names))
                .toList();
    }

    private static DecisionTable table(String id, Element root, Map<String, String> names) {
        var decision = Xml.below(root, "decision").stream()
                .filter(one -> one.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow();
        var table = Xml.below(decision, "decisionTable").get(0);
        return new DecisionTable(
                id,
                names.getOrDefault(id, decision.getAttribute("name")),
                Xml.children(table, "input").stream()
                        .map(input -> names.getOrDefault(text(input).strip(), input.getAttribute("label")))
                        .toList(),
                Xml.children(table, "output").stream()
                        .map(output -> names.getOrDefault(output.getAttribute("id"), output.getAttribute("label")))
                        .toList(),
                Xml.children(table, "rule").stream()
                        .map(rule -> rule(rule, names))
                        .toList());
    }

    private static DecisionTable.Rule rule(Element rule, Map<String, String> names) {
        var note = Xml.children(rule, "description").stream()
                .map(Element::getTextContent)
                .findFirst()
                .orElse("");
        return new DecisionTable.Rule(
                entries(rule, "inputEntry"),
                entries(rule, "outputEntry"),
                names.getOrDefault(rule.getAttribute("id"), note));
    }

    private static List<String> entries(Element rule, String kind) {
        return Xml.children(rule, kind).stream()
                .map(DecisionTables::text)
                .map(DecisionTables::readable)
                .toList();
    }

    private static String text(Element entry) {
        return Xml.below(entry, "text").stream()
                .map(Element::getTextContent)
                .findFirst()
                .orElse("");
    }

    /** FEEL as people would write it: words without quotes; a list of what may be contained as that list. */
    private static String readable(String feel) {
        var text = feel.strip();
        if (ONLY_CONTAINS.matcher(text).matches()) {
            return CONTAINS.matcher(text)
                    .results()
                    .map(found -> "…" + found.group(1) + "…")
                    .collect(Collectors.joining(", "));
        }
        if (Stream.of(text.split(", ")).allMatch(word -> word.matches("\"[^\"]*\""))) {
            return text.replace("\"", "");
        }
        return text;
    }
}
