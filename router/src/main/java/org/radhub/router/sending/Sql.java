package org.radhub.router.sending;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.radhub.registry.Phrase;

/** How values stand in columns. */
final class Sql {
    private static final int LONGEST_ERROR = 2000;

    private Sql() {}

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Optional<Instant> maybeInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static String text(Phrase phrase) {
        var encoded = phrase.encoded().replace('\0', ' ');
        if (encoded.length() <= LONGEST_ERROR) {
            return encoded;
        }
        var halved = Character.isHighSurrogate(encoded.charAt(LONGEST_ERROR - 1));
        return encoded.substring(0, halved ? LONGEST_ERROR - 1 : LONGEST_ERROR);
    }

    static Optional<Phrase> maybePhrase(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(Phrase::decode);
    }

    static String[] texts(Collection<?> values) {
        return values.stream().map(Object::toString).sorted().toArray(String[]::new);
    }

    static Set<String> texts(Array array) throws SQLException {
        return Set.of((String[]) array.getArray());
    }
}
