package org.radhub.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PhrasesTest {
    private static final Pattern KEY = Pattern.compile("\"(report\\.[a-z0-9.-]+)\"");

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle("messages/report", locale);
    }

    @Test
    void every_phrase_exists_in_both_languages() {
        assertThat(bundle(Locale.CHINESE).getLocale()).isEqualTo(Locale.CHINESE);
        assertThat(new TreeSet<>(bundle(Locale.CHINESE).keySet()))
                .isEqualTo(new TreeSet<>(bundle(Locale.ROOT).keySet()));
        for (var key : bundle(Locale.CHINESE).keySet()) {
            assertThat(bundle(Locale.CHINESE).getString(key)).as(key).matches("(?s).*\\p{IsHan}.*");
        }
    }

    @Test
    void every_key_that_the_code_says_has_a_phrase() throws IOException {
        var said = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                KEY.matcher(Files.readString(file))
                        .results()
                        .map(match -> match.group(1))
                        .filter(key -> !key.endsWith("."))
                        .forEach(said::add);
            }
        }
        assertThat(said).isNotEmpty();
        assertThat(bundle(Locale.ROOT).keySet()).containsAll(said);
    }
}
