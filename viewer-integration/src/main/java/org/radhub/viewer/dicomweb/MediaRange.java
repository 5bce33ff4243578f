package org.radhub.viewer.dicomweb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.radhub.viewer.answer.Problem;

/**
 * One of the media types that a client accepts (RFC 9110 12.5.1, PS3.18 8.7.4). Reads also what viewers really send: {@code
 * type=application/dicom} without the quotes that the slash needs.
 *
 * @param name lower case, like {@code multipart/related}
 * @param parameters names in lower case, values without quotes
 */
record MediaRange(String name, Map<String, String> parameters) {
    static final MediaRange ANY = new MediaRange("*/*", Map.of());

    private static final int LONGEST = 4096;

    /** What is accepted, the most wanted first; anything if nothing is said. */
    static List<MediaRange> accepted(Optional<String> header) {
        if (header.isEmpty() || header.get().isBlank()) {
            return List.of(ANY);
        }
        if (header.get().length() > LONGEST) {
            throw Problem.notAcceptable("viewer.not-acceptable", "Accept");
        }
        var ranges = split(header.get(), ',').stream()
                .map(MediaRange::parse)
                .sorted(Comparator.comparingDouble(MediaRange::quality).reversed())
                .filter(range -> range.quality() > 0)
                .toList();
        return ranges.isEmpty() ? List.of(ANY) : ranges;
    }

    static MediaRange parse(String text) {
        var parts = split(text, ';');
        var parameters = new LinkedHashMap<String, String>();
        for (var part : parts.subList(1, parts.size())) {
            var equals = part.indexOf('=');
            if (equals > 0) {
                var name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                parameters.put(name, unquoted(part.substring(equals + 1).strip()));
            }
        }
        return new MediaRange(parts.get(0).toLowerCase(Locale.ROOT), Map.copyOf(parameters));
    }

    /** Whether this range covers the media type. */
    boolean covers(String mediaType) {
        return name.equals("*/*")
                || name.equals(mediaType)
                || name.endsWith("/*") && mediaType.startsWith(name.substring(0, name.length() - 1));
    }

    boolean isMultipart() {
        return name.equals("multipart/related");
    }

    /** The type of the parts asked for; of a single part, its own. */
    MediaRange part() {
        return isMultipart()
                ? new MediaRange(parameters.getOrDefault("type", "*/*").toLowerCase(Locale.ROOT), parameters)
                : this;
    }

    /** The transfer syntax asked for; {@code *} is any. */
    Optional<String> transferSyntax() {
        return Optional.ofNullable(parameters.get("transfer-syntax"));
    }

    private double quality() {
        try {
            return Double.parseDouble(parameters.getOrDefault("q", "1"));
        } catch (NumberFormatException unreadable) {
            return 1;
        }
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    private static List<String> split(String text, char divider) {
        var parts = new ArrayList<String>();
        var quoted = false;
        var from = 0;
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '"') {
                quoted = !quoted;
            } else if (text.charAt(i) == divider && !quoted) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(text.substring(from).strip());
        return parts;
    }
}
