package org.radhub.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts can be read in both themes (WCAG 2.2, 1.4.3 and 1.4.11, level AA). */
class ColoursTest {
    private static final Path STYLES = Path.of("src/main/resources/static/css");
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});");

    @ParameterizedTest
    @CsvSource({
        "text, page",
        "text, surface",
        "text, raised",
        "text, hover",
        "text, selected",
        "muted, page",
        "muted, surface",
        "muted, raised",
        "muted, hover",
        "muted, selected",
        "accent, page",
        "accent, surface",
        "on-accent, accent",
        "on-accent, accent-hover",
        "on-stat, stat",
        "late, surface",
        "late, late-back",
        "late, hover",
        "late, selected",
        "warn, surface",
        "warn, warn-back",
        "warn, selected",
        "good, good-back",
        "info, info-back",
        "bar-text, bar",
        "bar-muted, bar"
    })
    void texts_stand_out_from_what_is_behind_them(String text, String behind) throws IOException {
        for (var theme : new String[] {"light", "dark"}) {
            assertThat(contrast(theme, text, behind)).as(theme).isGreaterThanOrEqualTo(4.5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"line-strong", "focus", "stat", "warn-line"})
    void edges_of_what_can_be_used_are_seen(String edge) throws IOException {
        for (var theme : new String[] {"light", "dark"}) {
            assertThat(contrast(theme, edge, "surface")).as(theme).isGreaterThanOrEqualTo(3.0);
        }
    }

    private static double contrast(String theme, String one, String other) throws IOException {
        var colours = new HashMap<>(colours("light"));
        colours.putAll(colours(theme));
        var first = luminance(colours.get(one));
        var second = luminance(colours.get(other));
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static Map<String, String> colours(String theme) throws IOException {
        var colours = new HashMap<String, String>();
        var found = COLOUR.matcher(Files.readString(STYLES.resolve(theme + ".css")));
        while (found.find()) {
            colours.put(found.group(1), found.group(2));
        }
        return colours;
    }

    private static double luminance(String colour) {
        var rgb = Integer.parseInt(colour.substring(1), 16);
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int component) {
        var share = (component & 0xff) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
