package org.radhub.app.language;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;
import org.radhub.registry.Phrase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.context.NoSuchMessageException;
import org.springframework.stereotype.Component;

/**
 * Turns a {@link Phrase} into text. Arguments that are ISO 8601 instants become local time, ISO 8601 durations become spans, ids of people
 * and codes of sites become names; all others are shown as they are.
 */
@Component
public class Phrases {
    private static final Logger LOG = LoggerFactory.getLogger(Phrases.class);
    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern DURATION = Pattern.compile("-?P(\\d+D)?T(-?\\d+H)?(-?\\d+M)?(-?\\d+(\\.\\d{1,9})?S)?");

    private final MessageSource messages;
    private final Times times;
    private final Names names;

    Phrases(MessageSource messages, Times times, Names names) {
        this.messages = messages;
        this.times = times;
        this.names = names;
    }

    public String say(Phrase phrase, Locale locale) {
        var args = phrase.args().stream().map(arg -> shown(arg, locale)).toArray();
        try {
            return messages.getMessage(phrase.key(), args, locale);
        } catch (NoSuchMessageException e) {
            LOG.warn("no text for phrase key '{}'", phrase.key());
            return phrase.args().isEmpty() ? phrase.key() : phrase.key() + " " + phrase.args();
        }
    }

    private String shown(String arg, Locale locale) {
        try {
            if (INSTANT.matcher(arg).matches()) {
                return times.brief(instant(arg));
            }
            if (DURATION.matcher(arg).matches()) {
                return times.span(Duration.parse(arg), locale);
            }
        } catch (DateTimeException e) {
            LOG.debug("looks like a time and is none: {}", arg, e);
        }
        return names.ofAny(arg, locale).orElse(arg);
    }

    private static Instant instant(String arg) {
        return OffsetDateTime.parse(arg).toInstant();
    }
}
