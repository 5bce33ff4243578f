package org.radhub.app.language;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.radhub.audit.AuditAction;
import org.radhub.registry.Role;
import org.radhub.registry.SiteKind;
import org.radhub.report.DeliveryState;
import org.radhub.report.ReportKind;
import org.radhub.router.SendingProblem;
import org.radhub.router.SendingState;
import org.radhub.storage.Conflict;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.LedgerStep;
import org.radhub.workflow.Priority;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Every module says everything in both languages. */
class BundlesTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Pattern KEY_IN_TEMPLATE = Pattern.compile("#\\{([A-Za-z0-9.-]+)[(}]");
    private static final Pattern HAN_THEN_ASCII_POINT = Pattern.compile("\\p{IsHan}[,;:?!(]");

    @Test
    void both_languages_say_the_same_things_with_the_same_arguments() throws IOException {
        for (var bundle : englishBundles()) {
            var name = bundle.getFilename();
            var chinese = bundle.createRelative(name.replace(".properties", "_zh.properties"));
            assertThat(chinese.exists()).as("a Chinese bundle beside " + name).isTrue();
            var inEnglish = read(bundle);
            var inChinese = read(chinese);
            assertThat(new TreeSet<>(inChinese.stringPropertyNames()))
                    .as("keys of " + name)
                    .isEqualTo(new TreeSet<>(inEnglish.stringPropertyNames()));
            for (var key : inEnglish.stringPropertyNames()) {
                assertThat(arguments(inChinese.getProperty(key)))
                        .as("arguments of " + key)
                        .isEqualTo(arguments(inEnglish.getProperty(key)));
            }
        }
    }

    @Test
    void no_text_is_empty_or_has_a_quote_that_MessageFormat_would_swallow() throws IOException {
        for (var bundle : allBundles()) {
            var texts = read(bundle);
            for (var key : texts.stringPropertyNames()) {
                var text = texts.getProperty(key);
                assertThat(text).as(key).isNotBlank();
                assertThat(text.replace("''", ""))
                        .as(key + " in " + bundle.getFilename())
                        .doesNotContain("'");
            }
        }
    }

    @Test
    void chinese_texts_use_chinese_punctuation() throws IOException {
        for (var bundle : allBundles()) {
            if (!bundle.getFilename().endsWith("_zh.properties")) {
                continue;
            }
            var texts = read(bundle);
            for (var key : texts.stringPropertyNames()) {
                assertThat(HAN_THEN_ASCII_POINT.matcher(texts.getProperty(key)).find())
                        .as(key + "=" + texts.getProperty(key))
                        .isFalse();
            }
        }
    }

    @Test
    void every_key_that_a_template_names_has_a_text() throws IOException {
        var texts = new Properties();
        for (var bundle : englishBundles()) {
            texts.putAll(read(bundle));
        }
        try (var templates = Files.walk(TEMPLATES)) {
            for (var template : templates.filter(Files::isRegularFile).toList()) {
                assertThat(texts.stringPropertyNames())
                        .as("texts for " + template)
                        .containsAll(keysIn(template));
            }
        }
    }

    @Test
    void every_state_and_kind_that_pages_name_has_a_text() throws IOException {
        var texts = new Properties();
        for (var bundle : englishBundles()) {
            texts.putAll(read(bundle));
        }
        Map<String, Enum<?>[]> named = Map.ofEntries(
                entry("app.role.", Role.values()),
                entry("app.site.", SiteKind.values()),
                entry("app.priority.", Priority.values()),
                entry("app.state.", CaseState.values()),
                entry("app.here.", CaseState.values()),
                entry("app.stage.", CaseState.values()),
                entry("app.step.", LedgerStep.values()),
                entry("app.delivery.", DeliveryState.values()),
                entry("app.report.kind.", ReportKind.values()),
                entry("app.action.", AuditAction.values()),
                entry("app.conflicts.differs.", Conflict.Difference.values()),
                entry("app.sending.state.", SendingState.values()),
                entry("app.sending.kind.", SendingProblem.Kind.values()));
        named.forEach((prefix, constants) -> {
            for (var constant : constants) {
                assertThat(texts).containsKey(prefix + constant.name());
            }
        });
    }

    private static List<String> keysIn(Path template) throws IOException {
        var keys = new ArrayList<String>();
        var found = KEY_IN_TEMPLATE.matcher(Files.readString(template));
        while (found.find()) {
            keys.add(found.group(1));
        }
        return keys;
    }

    private static int arguments(String text) {
        return new MessageFormat(text, Locale.ROOT).getFormatsByArgumentIndex().length;
    }

    private static List<Resource> englishBundles() throws IOException {
        return allBundles().stream()
                .filter(bundle -> !bundle.getFilename().endsWith("_zh.properties"))
                .toList();
    }

    private static List<Resource> allBundles() throws IOException {
        var found = new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*.properties");
        assertThat(found).isNotEmpty();
        return Stream.of(found).toList();
    }

    private static Properties read(Resource bundle) throws IOException {
        var texts = new Properties();
        try (var in = new InputStreamReader(bundle.getInputStream(), StandardCharsets.UTF_8)) {
            texts.load(in);
        }
        return texts;
    }
}
