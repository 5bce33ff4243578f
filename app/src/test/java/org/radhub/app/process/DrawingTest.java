package org.radhub.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.radhub.workflow.ProcessDiagram;
import org.springframework.core.io.ClassPathResource;

/** The shipped models, as people see them. */
class DrawingTest {
    private final ProcessDrawing drawing = new ProcessDrawing(new Shipped());
    private final DecisionTables tables = new DecisionTables(new Shipped());

    @Test
    void the_token_is_where_the_case_is() {
        var diagram = drawing.draw(List.of("getItRead", "read"), Locale.ENGLISH);

        assertThat(diagram.where()).containsExactly("Read and report");
        assertThat(diagram.shapes().stream().filter(Diagram.Shape::active).map(Diagram.Shape::id))
                .containsExactly("getItRead", "read");
        assertThat(drawing.draw(List.of(), Locale.ENGLISH).where()).isEmpty();
        assertThat(drawing.draw(List.of("somethingElse"), Locale.ENGLISH).where())
                .isEmpty();
    }

    @Test
    void the_diagram_speaks_the_language_of_its_page() {
        assertThat(drawing.draw(List.of("read"), Locale.CHINESE).where()).containsExactly("阅片并撰写报告");
    }

    @Test
    void every_name_is_drawn_whole_and_within_its_box() {
        for (var locale : List.of(Locale.ENGLISH, Locale.CHINESE)) {
            for (var shape : drawing.draw(List.of(), locale).shapes()) {
                if (shape.outline() == Diagram.Outline.TASK) {
                    assertThat(shape.label()).as(shape.id()).isNotEmpty().hasSizeLessThanOrEqualTo(4);
                    assertThat(shape.label()).allSatisfy(line -> {
                        assertThat(line.y()).isBetween(shape.y(), shape.y() + shape.height());
                        assertThat(line.text()).isNotBlank();
                    });
                }
            }
        }
    }

    @Test
    void a_name_is_broken_into_lines_of_much_the_same_length() {
        assertThat(Label.balanced("阅片并撰写报告", 90)).hasSize(2).allMatch(line -> line.length() >= 3);
        assertThat(Label.balanced("Decide priority and deadline", 90)).hasSize(3);
        assertThat(Label.balanced("", 90)).isEmpty();
    }

    @Test
    void the_tables_are_read_as_deployed_and_told_in_words() {
        var english = tables.all(Locale.ENGLISH);

        assertThat(english).extracting(DecisionTable::id).containsExactly("priority", "skill");
        for (var table : english) {
            assertThat(table.rules()).isNotEmpty().allSatisfy(rule -> {
                assertThat(rule.inputs()).hasSameSizeAs(table.inputs());
                assertThat(rule.outputs()).hasSameSizeAs(table.outputs()).doesNotContain("");
                assertThat(rule.note()).isNotBlank();
                assertThat(String.join(" ", rule.inputs()))
                        .doesNotContain("contains(")
                        .doesNotContain("\"");
            });
        }
        assertThat(tables.all(Locale.CHINESE)).extracting(DecisionTable::name).containsExactly("优先级与时限", "所需资质");
    }

    private static final class Shipped implements ProcessDiagram {
        @Override
        public String process() {
            return text("bpmn/remote-read.bpmn");
        }

        @Override
        public Map<String, String> tables() {
            return Map.of("priority", text("bpmn/priority.dmn"), "skill", text("bpmn/skill.dmn"));
        }

        @Override
        public Map<String, String> chineseNames() {
            var names = new Properties();
            try {
                names.load(new StringReader(text("bpmn/remote-read_zh.properties")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            var byId = new HashMap<String, String>();
            names.stringPropertyNames().forEach(id -> byId.put(id, names.getProperty(id)));
            return byId;
        }

        private static String text(String path) {
            try {
                return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
