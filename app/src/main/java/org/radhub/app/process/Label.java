package org.radhub.app.process;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;

/** Lays a name out in lines. SVG does not break lines by itself, and the names differ in length from one language to the other. */
final class Label {
    /** Width of a Latin letter and of a Han character in the diagram's type, in pixels. */
    private static final double LATIN = 7.1;

    private static final double HAN = 13.6;

    private Label() {}

    /** Centred in the box. */
    static List<Diagram.Line> inside(Element bounds, double padding, double lineHeight, String name) {
        var lines = balanced(name, Xml.number(bounds, "width") - 2 * padding);
        var middle = Xml.number(bounds, "y") + Xml.number(bounds, "height") / 2;
        return laid(lines, bounds, middle - lines.size() * lineHeight / 2 + lineHeight * 0.78, lineHeight);
    }

    /** From the top of the box downwards. */
    static List<Diagram.Line> below(Element bounds, double lineHeight, String name) {
        var lines = balanced(name, Math.max(72, Xml.number(bounds, "width") + 14));
        return laid(lines, bounds, Xml.number(bounds, "y") + lineHeight * 0.78, lineHeight);
    }

    private static List<Diagram.Line> laid(List<String> lines, Element bounds, double first, double lineHeight) {
        var centre = Xml.number(bounds, "x") + Xml.number(bounds, "width") / 2;
        var laid = new ArrayList<Diagram.Line>();
        for (var line : lines) {
            laid.add(new Diagram.Line(centre, first + laid.size() * lineHeight, line));
        }
        return laid;
    }

    /** As few lines as the width allows, and those of much the same length. */
    static List<String> balanced(String name, double width) {
        var lines = wrapped(name, width);
        for (var narrower = length(name) / lines.size(); narrower < width; narrower += LATIN) {
            var tried = wrapped(name, narrower);
            if (tried.size() == lines.size()) {
                return tried;
            }
        }
        return lines;
    }

    /** Breaks at spaces, and anywhere between Han characters. */
    private static List<String> wrapped(String name, double width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : name.split("(?<= )|(?<=\\p{IsHan})(?=\\p{IsHan})")) {
            if (!line.isEmpty() && length(line + word.stripTrailing()) > width) {
                lines.add(line.toString().strip());
                line.setLength(0);
            }
            line.append(word);
        }
        if (!line.toString().isBlank()) {
            lines.add(line.toString().strip());
        }
        return lines;
    }

    private static double length(String text) {
        return text.codePoints()
                .mapToDouble(character -> Character.isIdeographic(character) ? HAN : LATIN)
                .sum();
    }
}
