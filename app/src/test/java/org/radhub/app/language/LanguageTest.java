package org.radhub.app.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Phrase;
import org.radhub.registry.Role;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.registry.testing.TestDatabase;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

class LanguageTest {
    private static final Instant NOW = Instant.parse("2026-11-22T06:30:00Z");

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneId.of("UTC"));

    private final MessageSource messages = new Languages().messageSource();
    private final Times times = new Times(CLOCK, ZoneId.of("Asia/Shanghai"), messages);
    private static AnnotationConfigApplicationContext registry;
    private Phrases phrases;

    @BeforeAll
    static void openRegistry() {
        registry = new AnnotationConfigApplicationContext();
        registry.registerBean(DataSource.class, TestDatabase::fresh);
        registry.registerBean(JdbcClient.class, () -> JdbcClient.create(registry.getBean(DataSource.class)));
        registry.registerBean(
                PlatformTransactionManager.class,
                () -> new DataSourceTransactionManager(registry.getBean(DataSource.class)));
        registry.registerBean(Clock.class, () -> CLOCK);
        registry.scan("org.radhub.registry");
        registry.refresh();
        registry.getBean(Sites.class)
                .put(new Site("CITY1", "City First Hospital", "市第一医院", SiteKind.TERTIARY, Optional.empty()));
        registry.getBean(People.class)
                .put(new Person("reader1", "Chen Jing", "陈静", "CITY1", Set.of(Role.READER), Set.of("CT"), 1.0));
    }

    @AfterAll
    static void closeRegistry() {
        registry.close();
    }

    @BeforeEach
    void takeNames() {
        var names = new Names(registry.getBean(People.class), registry.getBean(Sites.class), CLOCK);
        phrases = new Phrases(messages, times, names);
    }

    @Test
    void people_and_hospitals_in_a_phrase_are_called_by_their_names() {
        assertThat(said("reader1")).contains("“Chen Jing”");
        assertThat(said("CITY1")).contains("“City First Hospital”");
        assertThat(phrases.say(Phrase.of("app.input.missing", "reader1"), Locale.CHINESE))
                .contains("陈静");
        assertThat(said("reader1 and CITY1")).contains("“reader1 and CITY1”");
    }

    @Test
    void a_phrase_is_said_in_the_language_of_the_one_who_reads_it() {
        var phrase = Phrase.of("app.input.long", "history", 4000);

        assertThat(phrases.say(phrase, Locale.ENGLISH)).isEqualTo("“history” is too long: at most 4000 characters.");
        assertThat(phrases.say(phrase, Locale.CHINESE)).startsWith("“history”").contains("最多 4000 个字符");
        assertThat(phrases.say(phrase, Locale.SIMPLIFIED_CHINESE)).isEqualTo(phrases.say(phrase, Locale.CHINESE));
    }

    @Test
    void an_instant_in_a_phrase_is_shown_as_local_time_and_a_duration_as_a_span() {
        assertThat(said("2026-11-22T06:05:59.123456Z")).contains("“14:05”");
        assertThat(said("2026-11-21T16:00:00+00:00")).contains("“00:00”");
        assertThat(said("2026-11-20T06:05:00Z")).contains("“11-20 14:05”");
        assertThat(said("2025-01-20T06:05:00Z")).contains("“2025-01-20 14:05”");
        assertThat(said("PT1H5M")).contains("“1 h 05 min”");
    }

    @Test
    void what_only_looks_like_a_time_is_shown_as_it_is() {
        assertThat(said("2026-13-45T99:99:99Z")).contains("“2026-13-45T99:99:99Z”");
        assertThat(said("PT")).contains("“PT”");
        assertThat(said("{0} <b>it's</b>")).contains("“{0} <b>it's</b>”");
    }

    @Test
    void a_phrase_without_a_text_still_tells_what_was_meant() {
        assertThat(phrases.say(Phrase.of("nowhere.said", "CT"), Locale.CHINESE)).isEqualTo("nowhere.said [CT]");
    }

    @Test
    void spans_grow_from_minutes_to_days() {
        assertThat(times.span(Duration.ofSeconds(59), Locale.ENGLISH)).isEqualTo("0 min");
        assertThat(times.span(Duration.ofMinutes(-12), Locale.ENGLISH)).isEqualTo("12 min");
        assertThat(times.span(Duration.ofMinutes(65), Locale.CHINESE)).isEqualTo("1 小时 05 分");
        assertThat(times.span(Duration.ofHours(52), Locale.ENGLISH)).isEqualTo("2 d 4 h");
    }

    private String said(String arg) {
        return phrases.say(Phrase.of("app.input.missing", arg), Locale.ENGLISH);
    }
}
