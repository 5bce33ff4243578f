package org.radhub.viewer.pixels;

import java.util.Optional;

/**
 * How a frame is to be drawn.
 *
 * @param format of the picture
 * @param largestWidth it is made smaller to fit, never larger; pixels
 * @param largestHeight likewise
 * @param quality of a JPEG, 1 to 100
 * @param window instead of the one the instance names
 */
public record Wish(Format format, int largestWidth, int largestHeight, int quality, Optional<Window> window) {
    public static final int UNLIMITED = Integer.MAX_VALUE;
    public static final int USUAL_QUALITY = 90;

    /** What a picture is written as. */
    public enum Format {
        JPEG("image/jpeg"),
        PNG("image/png");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    /** Window Center (0028,1050) and Width (0028,1051), in the units behind the modality transformation. */
    public record Window(float center, float width) {}

    /** As the instance says it is to be shown, in full size. */
    public static Wish whole(Format format) {
        return new Wish(format, UNLIMITED, UNLIMITED, USUAL_QUALITY, Optional.empty());
    }
}
