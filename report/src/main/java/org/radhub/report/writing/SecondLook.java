package org.radhub.report.writing;

import java.sql.Array;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.People;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The second look at the password, at the moment of signing. After so many wrong ones within the window nothing is looked at any more
 * until the oldest of them has left it; the count is in the database, so it holds on every process and over a restart. A person's tries are
 * looked at one after the other: a hundred at once are no way round the count.
 */
@Component
class SecondLook {
    private final JdbcClient jdbc;
    private final People people;
    private final AuditTrail audit;
    private final Clock clock;
    private final int tries;
    private final Duration window;
    private final TransactionTemplate own;

    SecondLook(
            JdbcClient jdbc,
            People people,
            AuditTrail audit,
            Clock clock,
            PlatformTransactionManager transactions,
            @Value("${radhub.report.signing.tries:5}") int tries,
            @Value("${radhub.report.signing.window:PT10M}") Duration window) {
        this.jdbc = jdbc;
        this.people = people;
        this.audit = audit;
        this.clock = clock;
        this.tries = tries;
        this.window = window;
        this.own = new TransactionTemplate(transactions);
        // A wrong try stays counted, whatever becomes of the caller's transaction.
        this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Returns if this is the person's password; NOT_ALLOWED if it is not, or if too many were wrong lately. */
    void at(String person, String password) {
        var refusal = own.execute(status -> look(person, password));
        if (refusal.isPresent()) {
            var key = refusal.get().key();
            audit.record(Access.refused(AuditAction.USER_AUTHENTICATION, person, "", "", key));
            throw new Refused(Refused.Kind.NOT_ALLOWED, refusal.get());
        }
    }

    private Optional<Phrase> look(String person, String password) {
        var wrong = lockedTries(person);
        if (wrong.size() >= tries) {
            return Optional.of(Phrase.of("report.password-locked", openAgain(wrong)));
        }
        if (people.passwordMatches(person, password)) {
            keep(person, List.of());
            return Optional.empty();
        }
        var now = new java.util.ArrayList<>(wrong);
        now.add(clock.instant());
        keep(person, now);
        return Optional.of(
                now.size() >= tries
                        ? Phrase.of("report.password-locked", openAgain(now))
                        : Phrase.of("report.password-wrong"));
    }

    private Instant openAgain(List<Instant> wrong) {
        return wrong.get(wrong.size() - tries).plus(window);
    }

    /** The wrong tries within the window, oldest first; the person's row is locked until the transaction ends. */
    private List<Instant> lockedTries(String person) {
        jdbc.sql("insert into report.signing_guard (person) values (:person) on conflict do nothing")
                .param("person", person)
                .update();
        var since = clock.instant().minus(window);
        return jdbc
                .sql("select wrong_at from report.signing_guard where person = :person for update")
                .param("person", person)
                .query((row, n) -> instants(row.getArray(1)))
                .single()
                .stream()
                .filter(at -> at.isAfter(since))
                .toList();
    }

    private void keep(String person, List<Instant> wrong) {
        var texts = wrong.stream().map(Instant::toString).toArray(String[]::new);
        jdbc.sql("update report.signing_guard set wrong_at = cast(:wrong as timestamptz[]) where person = :person")
                .param("wrong", "{" + String.join(",", texts) + "}")
                .param("person", person)
                .update();
    }

    private static List<Instant> instants(Array array) throws java.sql.SQLException {
        return Arrays.stream((Timestamp[]) array.getArray())
                .map(Timestamp::toInstant)
                .toList();
    }
}
