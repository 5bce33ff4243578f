package org.radhub.report.writing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.radhub.report.ReportTemplate;
import org.radhub.report.ReportTemplate.Text;
import org.radhub.report.ReportTemplates;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The templates that come with the hub. */
@Component
class TemplateShelf implements ReportTemplates {
    /** @param bodyParts (0018,0015) values that it is for */
    private record Filed(
            String key,
            String modality,
            List<String> bodyParts,
            Text title,
            List<Text> findings,
            List<Text> impression) {
        ReportTemplate template() {
            return new ReportTemplate(key, modality, title, lines(findings), lines(impression));
        }

        private static Text lines(List<Text> lines) {
            return new Text(
                    String.join("\n", lines.stream().map(Text::en).toList()),
                    String.join("\n", lines.stream().map(Text::zh).toList()));
        }
    }

    private final List<Filed> shelf;

    TemplateShelf() {
        try (var in = TemplateShelf.class.getResourceAsStream("templates.json")) {
            shelf = List.of(JsonMapper.builder().build().readValue(in, Filed[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<ReportTemplate> suiting(String modality, String bodyPart) {
        var wanted = modality.equals("CR") ? "DX" : modality;
        var part = bodyPart.strip().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        return shelf.stream()
                .filter(filed -> filed.modality().equals(wanted))
                .sorted(Comparator.comparing(filed -> !filed.bodyParts().contains(part)))
                .map(Filed::template)
                .toList();
    }
}
