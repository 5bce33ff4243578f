package org.radhub.app.demo;

import java.util.Random;

/** Made-up images: ellipses in a noisy field, enough to window, scroll and measure. */
final class Phantom {
    private final int size;
    private final Random noise;

    Phantom(int size, long seed) {
        this.size = size;
        this.noise = new Random(seed);
    }

    /**
     * One slice through an ellipsoid with a shell, two ventricles and one bright lesion.
     *
     * @param depth position of the slice, -1 to 1 from end to end
     * @param air value outside
     * @param shell value of the rim
     * @param tissue value inside
     * @param fluid value of the ventricles
     */
    short[] head(double depth, int air, int shell, int tissue, int fluid) {
        var pixels = new short[size * size];
        var girth = Math.sqrt(Math.max(0, 1 - depth * depth));
        for (var y = 0; y < size; y++) {
            for (var x = 0; x < size; x++) {
                var u = 2.0 * x / size - 1;
                var v = 2.0 * y / size - 1;
                var value = air;
                var outer = ellipse(u, v, 0, 0, 0.72 * girth, 0.88 * girth);
                if (outer < 1) {
                    value = outer > 0.86 ? shell : tissue;
                    if (ellipse(u, v, -0.14, -0.05, 0.08 * girth, 0.28 * girth) < 1
                            || ellipse(u, v, 0.14, -0.05, 0.08 * girth, 0.28 * girth) < 1) {
                        value = fluid;
                    } else if (Math.abs(depth - 0.1) < 0.25 && ellipse(u, v, 0.36, 0.22, 0.1, 0.08) < 1) {
                        value = tissue + (shell - tissue) / 20 + 30;
                    }
                }
                pixels[y * size + x] = (short) Math.max(0, value + noise.nextGaussian() * 6);
            }
        }
        return pixels;
    }

    /** A chest, front to back: two dark lungs, a bright heart and spine, and ribs. */
    short[] chest() {
        var pixels = new short[size * size];
        for (var y = 0; y < size; y++) {
            for (var x = 0; x < size; x++) {
                var u = 2.0 * x / size - 1;
                var v = 2.0 * y / size - 1;
                double value = 2600 - 300 * v;
                var lung = Math.min(ellipse(u, v, -0.42, -0.05, 0.3, 0.62), ellipse(u, v, 0.42, -0.05, 0.3, 0.62));
                if (lung < 1) {
                    value = 1000 + 700 * lung + 180 * Math.max(0, Math.sin((v + 0.3 * u * u) * 32));
                }
                if (ellipse(u, v, 0.12, 0.2, 0.28, 0.32) < 1) {
                    value = 2700;
                }
                value += 500 * Math.exp(-u * u / 0.004);
                pixels[y * size + x] = (short) Math.min(4095, Math.max(0, value + noise.nextGaussian() * 25));
            }
        }
        return pixels;
    }

    private static double ellipse(double u, double v, double x, double y, double a, double b) {
        return a <= 0 || b <= 0 ? 2 : square((u - x) / a) + square((v - y) / b);
    }

    private static double square(double value) {
        return value * value;
    }
}
