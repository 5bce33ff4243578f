package org.radhub.report.writing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.radhub.report.ReportTemplate;

class TemplateTest {
    private final TemplateShelf templates = new TemplateShelf();

    private List<String> keys(String modality, String bodyPart) {
        return templates.suiting(modality, bodyPart).stream()
                .map(ReportTemplate::key)
                .toList();
    }

    @Test
    void those_for_the_body_part_come_first() {
        assertThat(keys("CT", "CHEST")).startsWith("ct-chest").contains("ct-head", "ct-abdomen");
        assertThat(keys("MR", "L-spine")).startsWith("mr-lumbar-spine");
        assertThat(keys("CR", "CHEST")).isEqualTo(keys("DX", "CHEST")).startsWith("dx-chest");
        assertThat(keys("CT", "")).hasSize(3);
        assertThat(keys("XA", "HEART")).isEmpty();
    }

    @Test
    void each_says_the_same_in_both_languages_line_by_line() {
        for (var modality : List.of("CT", "DX", "MR", "US")) {
            assertThat(templates.suiting(modality, "")).isNotEmpty().allSatisfy(template -> {
                for (var text : List.of(template.title(), template.findings(), template.impression())) {
                    assertThat(text.in(Locale.CHINA)).as(template.key()).matches("(?s).*\\p{IsHan}.*");
                    assertThat(text.in(Locale.ENGLISH))
                            .as(template.key())
                            .isNotBlank()
                            .doesNotContainPattern("\\p{IsHan}");
                    assertThat(text.zh().lines().count())
                            .isEqualTo(text.en().lines().count());
                }
            });
        }
    }
}
