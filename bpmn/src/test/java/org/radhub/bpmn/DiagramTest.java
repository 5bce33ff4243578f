package org.radhub.bpmn;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** People look at the models with a case's token on them: so they must be drawn well, and in both languages. */
class DiagramTest {
    private record Line(String flow, Line2D at) {}

    private final Document model = parse("bpmn/remote-read.bpmn");

    @Test
    void every_element_of_the_process_is_drawn() {
        var drawn = new TreeSet<String>();
        elements(model, "BPMNShape").forEach(shape -> drawn.add(shape.getAttribute("bpmnElement")));
        elements(model, "BPMNEdge").forEach(edge -> drawn.add(edge.getAttribute("bpmnElement")));

        var meant = new TreeSet<String>();
        for (var kind : List.of(
                "startEvent",
                "endEvent",
                "intermediateCatchEvent",
                "boundaryEvent",
                "serviceTask",
                "userTask",
                "receiveTask",
                "businessRuleTask",
                "exclusiveGateway",
                "eventBasedGateway",
                "subProcess",
                "sequenceFlow")) {
            elements(model, kind).forEach(element -> meant.add(element.getAttribute("id")));
        }
        assertThat(drawn).isEqualTo(meant);
    }

    @Test
    void no_line_crosses_another_line_or_a_label() {
        var lines = new ArrayList<Line>();
        for (var edge : elements(model, "BPMNEdge")) {
            var points = elements(edge, "waypoint");
            for (int i = 1; i < points.size(); i++) {
                lines.add(new Line(
                        edge.getAttribute("bpmnElement"),
                        new Line2D.Double(
                                number(points.get(i - 1), "x"),
                                number(points.get(i - 1), "y"),
                                number(points.get(i), "x"),
                                number(points.get(i), "y"))));
            }
        }
        assertThat(lines).hasSizeGreaterThan(25);
        for (var one : lines) {
            for (var other : lines) {
                assertThat(!one.flow().equals(other.flow()) && one.at().intersectsLine(other.at()))
                        .as("%s crosses %s", one.flow(), other.flow())
                        .isFalse();
            }
            for (var label : elements(model, "BPMNLabel")) {
                assertThat(bounds(elements(label, "Bounds").get(0)).intersectsLine(one.at()))
                        .as(
                                "%s runs through a label of %s",
                                one.flow(), ((Element) label.getParentNode()).getAttribute("bpmnElement"))
                        .isFalse();
            }
        }
    }

    @Test
    void every_name_is_there_in_chinese_too() throws Exception {
        var chinese = chinese();
        for (var kind : List.of("process", "startEvent", "endEvent", "intermediateCatchEvent", "boundaryEvent")) {
            assertNamed(chinese, kind, "bpmn/remote-read.bpmn");
        }
        for (var kind : List.of("serviceTask", "userTask", "receiveTask", "businessRuleTask", "exclusiveGateway")) {
            assertNamed(chinese, kind, "bpmn/remote-read.bpmn");
        }
        for (var kind : List.of("eventBasedGateway", "subProcess", "sequenceFlow")) {
            assertNamed(chinese, kind, "bpmn/remote-read.bpmn");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpmn/priority.dmn", "bpmn/skill.dmn"})
    void every_rule_and_heading_of_a_table_is_there_in_chinese_too(String file) throws Exception {
        var chinese = chinese();
        for (var kind : List.of("decision", "inputData")) {
            assertNamed(chinese, kind, file);
        }
        for (var kind : List.of("rule", "output")) {
            for (var element : elements(parse(file), kind)) {
                assertThat(chinese.getProperty(element.getAttribute("id"), ""))
                        .as(element.getAttribute("id"))
                        .isNotBlank();
            }
        }
    }

    private void assertNamed(Properties chinese, String kind, String file) {
        for (var element : elements(parse(file), kind)) {
            if (!element.getAttribute("name").isBlank()) {
                assertThat(chinese.getProperty(element.getAttribute("id"), ""))
                        .as(element.getAttribute("name"))
                        .isNotBlank();
            }
        }
    }

    private Properties chinese() throws Exception {
        var names = new Properties();
        try (var in = getClass().getClassLoader().getResourceAsStream("bpmn/remote-read_zh.properties")) {
            names.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return names;
    }

    private static Document parse(String file) {
        try (var in = DiagramTest.class.getClassLoader().getResourceAsStream(file)) {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(in);
        } catch (Exception e) {
            throw new IllegalStateException(file, e);
        }
    }

    private static List<Element> elements(Document in, String name) {
        return elements(in.getDocumentElement(), name);
    }

    private static List<Element> elements(Element in, String name) {
        var found = in.getElementsByTagNameNS("*", name);
        var list = new ArrayList<Element>();
        for (int i = 0; i < found.getLength(); i++) {
            list.add((Element) found.item(i));
        }
        return list;
    }

    private static Rectangle2D bounds(Element element) {
        return new Rectangle2D.Double(
                number(element, "x"), number(element, "y"), number(element, "width"), number(element, "height"));
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
