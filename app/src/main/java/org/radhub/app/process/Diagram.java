package org.radhub.app.process;

import java.util.List;

/**
 * A process diagram, ready to be drawn. Lengths are in the model's own units (pixels at scale 1).
 *
 * @param viewBox as SVG's attribute of this name
 * @param where names of the activities that the token is on
 */
public record Diagram(String viewBox, List<Shape> shapes, List<Edge> edges, List<String> where) {

    /** What is drawn: a rounded box, a large box around others, a circle or a diamond. */
    public enum Outline {
        TASK,
        SUBPROCESS,
        START,
        END,
        CATCH,
        GATEWAY
    }

    /**
     * @param mark what is drawn inside: {@code user}, {@code service}, {@code rule}, {@code receive}, {@code timer}, {@code message},
     *     {@code exclusive}, {@code event}, or nothing
     * @param dashed an event that does not end what it is attached to
     * @param active whether the token is here
     */
    public record Shape(
            String id,
            Outline outline,
            String mark,
            boolean dashed,
            boolean active,
            double x,
            double y,
            double width,
            double height,
            List<Line> label) {
        public double centreX() {
            return x + width / 2;
        }

        public double centreY() {
            return y + height / 2;
        }

        public String diamond() {
            return "%s,%s %s,%s %s,%s %s,%s"
                    .formatted(centreX(), y, x + width, centreY(), centreX(), y + height, x, centreY());
        }
    }

    /** @param points as SVG's polyline wants them */
    public record Edge(String points, List<Line> label) {}

    /** A line of text, centred on x, with its base line on y. */
    public record Line(double x, double y, String text) {}
}
