package org.radhub.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhrasesTest {
    @Test
    void every_phrase_is_there_in_both_languages() throws IOException {
        assertThat(keys("registry_zh")).isNotEmpty().containsExactlyInAnyOrderElementsOf(keys("registry"));
    }

    private static Set<String> keys(String bundle) throws IOException {
        var texts = new Properties();
        try (var in = PhrasesTest.class.getResourceAsStream("/messages/" + bundle + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts.stringPropertyNames();
    }
}
