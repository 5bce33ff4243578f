package org.radhub.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PhrasesTest {
    private static final Pattern KEY = Pattern.compile("\"(workflow\\.(?:reason|nobody|ledger|refused)\\.[a-z.-]+)\"");

    private final Properties english = bundle("workflow");
    private final Properties chinese = bundle("workflow_zh");

    @Test
    void every_phrase_is_there_in_both_languages_with_the_same_arguments() {
        assertThat(chinese.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
        for (var key : english.stringPropertyNames()) {
            assertThat(arguments(chinese, key)).as(key).isEqualTo(arguments(english, key));
        }
    }

    @Test
    void every_phrase_that_the_code_says_is_in_the_bundle_and_the_other_way_round() throws IOException {
        var said = new TreeSet<String>();
        try (var sources = Files.walk(Path.of("src/main/java"))) {
            for (var source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                KEY.matcher(Files.readString(source)).results().forEach(match -> {
                    if (match.group(1).endsWith(".")) {
                        for (var priority : Priority.values()) {
                            said.add(match.group(1) + priority);
                        }
                    } else {
                        said.add(match.group(1));
                    }
                });
            }
        }
        assertThat(said).hasSizeGreaterThan(40);
        assertThat(english.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(said);
    }

    private static String arguments(Properties bundle, String key) {
        var used = new TreeSet<String>();
        new MessageFormat(bundle.getProperty(key)); // throws if it is none
        Pattern.compile("\\{(\\d)}")
                .matcher(bundle.getProperty(key))
                .results()
                .forEach(match -> used.add(match.group()));
        return used.toString();
    }

    private static Properties bundle(String name) {
        var texts = new Properties();
        try (var in = PhrasesTest.class.getResourceAsStream("/messages/" + name + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
        return texts;
    }
}
