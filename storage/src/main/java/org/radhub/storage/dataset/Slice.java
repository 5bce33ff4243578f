package org.radhub.storage.dataset;

import java.util.Optional;

/**
 * Where a slice lies in the patient (PS3.3 C.7.6.2.1.1).
 *
 * @param normal the direction that it is looked at from: the cross product of row and column direction, its three components in
 *     thousandths, divided by commas; equal for parallel slices
 * @param position millimetres along the normal
 */
public record Slice(String normal, double position) {
    private static final double SHORTEST = 0.1;

    /** Of Image Position (0020,0032) and Image Orientation (0020,0037); empty where they say no plane. */
    static Optional<Slice> of(String imagePosition, String imageOrientation) {
        var at = numbers(imagePosition, 3);
        var along = numbers(imageOrientation, 6);
        if (at.length == 0 || along.length == 0) {
            return Optional.empty();
        }
        double x = along[1] * along[5] - along[2] * along[4];
        double y = along[2] * along[3] - along[0] * along[5];
        double z = along[0] * along[4] - along[1] * along[3];
        double length = Math.sqrt(x * x + y * y + z * z);
        double position = (x * at[0] + y * at[1] + z * at[2]) / length;
        if (!(length > SHORTEST) || !Double.isFinite(position)) {
            return Optional.empty();
        }
        var normal = thousandths(x / length) + "," + thousandths(y / length) + "," + thousandths(z / length);
        return Optional.of(new Slice(normal, thousandths(position) / 1000.0));
    }

    private static long thousandths(double number) {
        return Math.round(number * 1000);
    }

    /** As many decimal strings as are wanted, or none. */
    private static double[] numbers(String text, int wanted) {
        var parts = text.split("\\\\", -1);
        if (parts.length != wanted) {
            return new double[0];
        }
        var numbers = new double[wanted];
        try {
            for (int i = 0; i < wanted; i++) {
                numbers[i] = Double.parseDouble(parts[i].strip());
            }
        } catch (NumberFormatException e) {
            return new double[0];
        }
        return numbers;
    }
}
