package org.radhub.app.process;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.radhub.workflow.ProcessDiagram;
import org.springframework.stereotype.Component;
import org.w3c.dom.Element;

/**
 * Draws the process from its diagram interchange (BPMN 2.0, chapter 12). Drawn by the hub itself, so that the diagram follows the
 * language and the colours of the page and needs no script.
 */
@Component
public class ProcessDrawing {
    private static final double MARGIN = 12;
    private static final double LINE = 15.5;
    private static final double TASK_PADDING = 5;

    private final ProcessDiagram models;
    private volatile Model model;

    ProcessDrawing(ProcessDiagram models) {
        this.models = models;
    }

    /** @param elements by id, those inside of others included */
    private record Model(String xml, Element root, Map<String, Element> elements, Map<String, String> chinese) {
        String name(String id, Locale locale) {
            var inModel = elements.get(id).getAttribute("name");
            return locale.getLanguage().equals("zh") ? chinese.getOrDefault(id, inModel) : inModel;
        }
    }

    /** @param active ids of the activities that the token is on; unknown ones are passed over */
    public Diagram draw(Collection<String> active, Locale locale) {
        var drawn = asDeployed();
        var tokens = Set.copyOf(active);
        var shapes = Xml.below(drawn.root(), "BPMNShape").stream()
                .map(shape -> shape(drawn, shape, tokens, locale))
                .sorted(Comparator.comparing(shape -> shape.outline() != Diagram.Outline.SUBPROCESS))
                .toList();
        var edges = Xml.below(drawn.root(), "BPMNEdge").stream()
                .map(edge -> edge(drawn, edge, locale))
                .toList();
        var where = shapes.stream()
                .filter(shape -> shape.active() && shape.outline() != Diagram.Outline.SUBPROCESS)
                .map(shape -> drawn.name(shape.id(), locale))
                .toList();
        return new Diagram(viewBox(shapes), shapes, edges, where);
    }

    /** The model may be deployed anew at any time; it is read again only then. */
    private Model asDeployed() {
        var xml = models.process();
        var known = model;
        if (known == null || !known.xml().equals(xml)) {
            var root = Xml.root(xml);
            var elements = new HashMap<String, Element>();
            Xml.children(root, "process").forEach(process -> collect(process, elements));
            known = new Model(xml, root, elements, models.chineseNames());
            model = known;
        }
        return known;
    }

    private static void collect(Element parent, Map<String, Element> elements) {
        for (var child : Xml.children(parent)) {
            if (child.hasAttribute("id")) {
                elements.put(child.getAttribute("id"), child);
                collect(child, elements);
            }
        }
    }

    private static Diagram.Shape shape(Model drawn, Element shape, Set<String> active, Locale locale) {
        var id = shape.getAttribute("bpmnElement");
        var element = drawn.elements().get(id);
        var bounds = Xml.children(shape, "Bounds").get(0);
        var outline = outline(element.getLocalName());
        return new Diagram.Shape(
                id,
                outline,
                mark(element),
                element.getAttribute("cancelActivity").equals("false"),
                active.contains(id),
                Xml.number(bounds, "x"),
                Xml.number(bounds, "y"),
                Xml.number(bounds, "width"),
                Xml.number(bounds, "height"),
                label(outline, shape, bounds, drawn.name(id, locale)));
    }

    private static Diagram.Outline outline(String type) {
        return switch (type) {
            case "subProcess" -> Diagram.Outline.SUBPROCESS;
            case "startEvent" -> Diagram.Outline.START;
            case "endEvent" -> Diagram.Outline.END;
            case "intermediateCatchEvent", "boundaryEvent" -> Diagram.Outline.CATCH;
            case "exclusiveGateway", "eventBasedGateway" -> Diagram.Outline.GATEWAY;
            default -> Diagram.Outline.TASK;
        };
    }

    private static String mark(Element element) {
        if (!Xml.children(element, "timerEventDefinition").isEmpty()) {
            return "timer";
        }
        if (!Xml.children(element, "messageEventDefinition").isEmpty()) {
            return "message";
        }
        return switch (element.getLocalName()) {
            case "userTask" -> "user";
            case "serviceTask" -> "service";
            case "businessRuleTask" -> "rule";
            case "receiveTask" -> "receive";
            case "exclusiveGateway" -> "exclusive";
            case "eventBasedGateway" -> "event";
            default -> "";
        };
    }

    private static List<Diagram.Line> label(Diagram.Outline outline, Element shape, Element bounds, String name) {
        if (outline == Diagram.Outline.TASK) {
            return Label.inside(bounds, TASK_PADDING, LINE, name);
        }
        if (outline == Diagram.Outline.SUBPROCESS) {
            return List.of(new Diagram.Line(
                    Xml.number(bounds, "x") + Xml.number(bounds, "width") / 2, Xml.number(bounds, "y") + 20, name));
        }
        return ownLabel(shape, name);
    }

    private static Diagram.Edge edge(Model drawn, Element edge, Locale locale) {
        var points = Xml.children(edge, "waypoint").stream()
                .map(point -> point.getAttribute("x") + "," + point.getAttribute("y"))
                .collect(Collectors.joining(" "));
        return new Diagram.Edge(points, ownLabel(edge, drawn.name(edge.getAttribute("bpmnElement"), locale)));
    }

    private static List<Diagram.Line> ownLabel(Element shapeOrEdge, String name) {
        return Xml.children(shapeOrEdge, "BPMNLabel").stream()
                .flatMap(label -> Xml.children(label, "Bounds").stream())
                .flatMap(bounds -> Label.below(bounds, LINE, name).stream())
                .toList();
    }

    private static String viewBox(List<Diagram.Shape> shapes) {
        var left = shapes.stream().mapToDouble(Diagram.Shape::x).min().orElse(0) - 40;
        var top = shapes.stream().mapToDouble(Diagram.Shape::y).min().orElse(0) - MARGIN;
        var right = shapes.stream()
                        .mapToDouble(shape -> shape.x() + shape.width())
                        .max()
                        .orElse(0)
                + 40;
        var bottom = shapes.stream()
                        .mapToDouble(shape -> shape.y() + shape.height())
                        .max()
                        .orElse(0)
                + MARGIN;
        return left + " " + top + " " + (right - left) + " " + (bottom - top);
    }
}
