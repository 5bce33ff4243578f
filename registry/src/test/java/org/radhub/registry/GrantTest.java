package org.radhub.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class GrantTest {
    /** With nanoseconds, which the database does not keep. */
    private static final Instant NOON = Instant.parse("2026-11-03T12:00:00.123456789Z");

    private static final StudyKey STUDY = new StudyKey("COUNTYA", "1.2.840.1");

    private Region region;

    @BeforeEach
    void buildRegion() {
        region = new Region();
    }

    @Test
    void a_grant_holds_from_its_first_instant_until_just_before_its_last() {
        var end = NOON.plusSeconds(3600);
        give(NOON, Optional.of(end));
        assertThat(region.grants.heldBy("reader1", NOON.minusMillis(1))).isEmpty();
        assertThat(region.grants.heldBy("reader1", NOON)).hasSize(1);
        assertThat(region.grants.heldBy("reader1", end.minusMillis(1))).hasSize(1);
        assertThat(region.grants.heldBy("reader1", end)).isEmpty();
    }

    @Test
    void giving_what_is_held_already_returns_the_grant_as_it_is() {
        var first = give(NOON, Optional.empty());
        var again = give(NOON.plusSeconds(60), Optional.of(NOON.plusSeconds(120)));
        assertThat(again).isEqualTo(first);
        assertThat(region.grants.ofStudy(STUDY.site(), STUDY.studyInstanceUid()))
                .containsExactly(first);
    }

    @Test
    void a_revoked_grant_stays_on_the_record_and_can_be_given_anew() {
        var first = give(NOON, Optional.empty());
        var revokedAt = Instant.parse("2026-11-03T13:00:00Z");
        revoke(revokedAt);
        assertThat(region.grants.heldBy("reader1", revokedAt)).isEmpty();
        var second = give(revokedAt.plusSeconds(1), Optional.empty());
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(region.grants.ofStudy(STUDY.site(), STUDY.studyInstanceUid()))
                .extracting(Grant::id, Grant::until)
                .containsExactly(tuple(first.id(), Optional.of(revokedAt)), tuple(second.id(), Optional.empty()));
    }

    @Test
    void a_grant_that_ended_by_itself_does_not_stand_in_the_way_of_a_new_one() {
        var first = give(NOON, Optional.of(NOON.plusSeconds(60)));
        var second = give(NOON.plusSeconds(61), Optional.empty());
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(region.grants.heldBy("reader1", NOON.plusSeconds(30)))
                .extracting(Grant::id)
                .containsExactly(first.id());
        assertThat(region.grants.heldBy("reader1", NOON.plusSeconds(62))).containsExactly(second);
    }

    @Test
    void two_who_give_the_same_grant_at_once_give_one() throws Exception {
        var transactions = new TransactionTemplate(new DataSourceTransactionManager(region.database));
        var start = new CyclicBarrier(8);
        var pool = Executors.newFixedThreadPool(8);
        try {
            var tasks = new ArrayList<Callable<Grant>>();
            for (var i = 0; i < 8; i++) {
                tasks.add(() -> {
                    start.await();
                    return transactions.execute(status -> give(NOON, Optional.empty()));
                });
            }
            var ids = new HashSet<>();
            for (var given : pool.invokeAll(tasks)) {
                ids.add(given.get().id());
            }
            assertThat(ids).hasSize(1);
        } finally {
            pool.shutdownNow();
        }
        assertThat(region.grants.ofStudy(STUDY.site(), STUDY.studyInstanceUid()))
                .hasSize(1);
    }

    @Test
    void a_grant_to_somebody_unknown_or_backwards_in_time_is_refused() {
        assertThatThrownBy(() -> region.grants.give(
                        "nobody", "COUNTYA", "1.2", GrantKind.ASSIGNMENT, "", NOON, Optional.empty()))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> region.grants.give(
                        "reader1", "NOWHERE", "1.2", GrantKind.ASSIGNMENT, "", NOON, Optional.empty()))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> region.grants.give(
                        "reader1", "COUNTYA", "1.2;drop", GrantKind.ASSIGNMENT, "", NOON, Optional.empty()))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> give(NOON, Optional.of(NOON))).isInstanceOf(Refused.class);
    }

    @Test
    void a_reader_sees_what_is_granted_while_it_is_granted() {
        give(NOON, Optional.empty());
        var reader = region.people.find("reader1").orElseThrow();
        assertThat(scope(reader, NOON)).isEqualTo(new Scope(false, Set.of(), Set.of(STUDY)));
        revoke(NOON.plusSeconds(60));
        assertThat(scope(reader, NOON.plusSeconds(59)).includes(STUDY)).isTrue();
        assertThat(scope(reader, NOON.plusSeconds(60))).isEqualTo(Scope.NOTHING);
    }

    @Test
    void a_doctor_sees_the_own_site_and_no_site_below_or_beside_it() {
        var scope = scope(region.people.find("countya").orElseThrow(), NOON);
        assertThat(scope).isEqualTo(Scope.ofSite("COUNTYA"));
        assertThat(scope.includes(new StudyKey("TOWNA1", STUDY.studyInstanceUid())))
                .isFalse();
    }

    @Test
    void several_roles_add_up() {
        var both = known(Region.person("both", "COUNTYA", Role.DOCTOR, Role.READER, Role.ADMIN));
        var abroad = new StudyKey("TOWNA1", "1.2.3");
        region.grants.give("both", "TOWNA1", "1.2.3", GrantKind.CONSULTATION, "asked", NOON, Optional.empty());
        assertThat(scope(both, NOON)).isEqualTo(new Scope(false, Set.of("COUNTYA"), Set.of(abroad)));
        assertThat(scope(known(Region.person("all", "CITY1", Role.COORDINATOR, Role.READER)), NOON))
                .isEqualTo(Scope.EVERYTHING);
    }

    @Test
    void administrators_auditors_and_people_who_are_unknown_or_switched_off_see_nothing() {
        assertThat(scope(known(Region.person("admin", "CITY1", Role.ADMIN)), NOON))
                .isEqualTo(Scope.NOTHING);
        assertThat(scope(known(Region.person("auditor", "CITY1", Role.AUDITOR)), NOON))
                .isEqualTo(Scope.NOTHING);
        region.people.setEnabled("countya", false);
        assertThat(scope(region.people.find("countya").orElseThrow(), NOON)).isEqualTo(Scope.NOTHING);
    }

    private Grant give(Instant from, Optional<Instant> until) {
        return region.grants.give(
                "reader1",
                STUDY.site(),
                STUDY.studyInstanceUid(),
                GrantKind.ASSIGNMENT,
                Phrase.of("workflow.assigned", "a", "b").encoded(),
                from,
                until);
    }

    private void revoke(Instant at) {
        region.grants.revoke("reader1", STUDY.site(), STUDY.studyInstanceUid(), GrantKind.ASSIGNMENT, "reassigned", at);
    }

    private Person known(Person person) {
        region.people.put(person);
        return person;
    }

    private Scope scope(Person person, Instant at) {
        return new Visibility(region.grants, Clock.fixed(at, ZoneOffset.UTC)).scopeOf(person);
    }
}
