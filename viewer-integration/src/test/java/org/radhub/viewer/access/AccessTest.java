package org.radhub.viewer.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditEntry;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.GrantKind;
import org.radhub.registry.Grants;
import org.radhub.registry.Role;
import org.radhub.registry.StudyKey;
import org.radhub.viewer.HubTest;
import org.radhub.viewer.SharedData;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class AccessTest extends HubTest {
    private static final String CT = "ct/pydicom__CT_small.dcm";
    private static final String MR = "mr/pydicom__MR_small.dcm";

    @Autowired
    private AuditTrail trail;

    @Autowired
    private Grants grants;

    @Autowired
    private JdbcClient jdbc;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dicom-web/studies",
                "/dicom-web/studies/1.2.3",
                "/dicom-web/studies/1.2.3/metadata",
                "/dicom-web/studies/1.2.3/series/1.2/instances/1/frames/1",
                "/wado?requestType=WADO&studyUID=1.2.3"
            })
    void nobody_gets_anywhere_without_a_sign_in_or_a_token(String address) throws Exception {
        var answer = get(address);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer ");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(text(answer)).contains("\"status\":401").doesNotContain("viewer.sign-in");
    }

    @Test
    void a_token_that_was_never_given_is_refused_without_asking_for_a_password() throws Exception {
        var answer = get("/dicom-web/studies", "Authorization", "Bearer rhv_" + "A".repeat(43));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                .startsWith("Bearer ")
                .contains("invalid_token");
    }

    @Test
    void a_token_that_has_expired_opens_nothing() throws Exception {
        var stored = store(newSite(), SharedData.file(CT));
        var person = newPerson(stored.study().site(), Role.DOCTOR);
        var me = token(person, stored.study().key());
        assertThat(get(stored.address(), me).statusCode()).isEqualTo(200);

        jdbc.sql("update viewer.token set expires_at = now() where person = :person")
                .param("person", person.id())
                .update();

        assertThat(get(stored.address(), me).statusCode()).isEqualTo(401);
    }

    @Test
    void a_token_opens_its_study_and_no_other_of_the_same_person() throws Exception {
        var site = newSite();
        var stored = store(site, List.of(SharedData.file(CT), SharedData.file(MR)));
        var me = token(newPerson(site, Role.DOCTOR), stored.get(0).study().key());

        assertThat(get(stored.get(0).address(), me).statusCode()).isEqualTo(200);
        assertThat(get(stored.get(1).address(), me).statusCode()).isEqualTo(404);
        assertThat(text(get("/dicom-web/studies", me)))
                .contains(stored.get(0).study().studyInstanceUid())
                .doesNotContain(stored.get(1).study().studyInstanceUid());
    }

    @Test
    void a_token_ends_with_the_grant_behind_it() throws Exception {
        var stored = store(newSite(), SharedData.file(CT));
        var study = stored.study().key();
        var reader = newPerson(newSite(), Role.READER);
        var me = token(reader, study);
        assertThat(get(stored.address(), me).statusCode()).isEqualTo(404);

        grants.give(
                reader.id(),
                study.site(),
                study.studyInstanceUid(),
                GrantKind.ASSIGNMENT,
                "assigned",
                Instant.now().minusSeconds(1),
                Optional.empty());
        assertThat(get(stored.address(), me).statusCode()).isEqualTo(200);

        grants.revoke(reader.id(), study.site(), study.studyInstanceUid(), GrantKind.ASSIGNMENT, "done", Instant.now());
        assertThat(get(stored.address(), me).statusCode()).isEqualTo(404);
    }

    @Test
    void only_the_digest_of_a_token_is_kept() throws Exception {
        var stored = store(newSite(), SharedData.file(CT));
        var person = newPerson(stored.study().site(), Role.DOCTOR);
        var secret = token(person, stored.study().key())[1].substring("Bearer ".length());

        var kept = jdbc.sql("select t::text from viewer.token t where person = :person")
                .param("person", person.id())
                .query(String.class)
                .list();

        assertThat(kept).hasSize(1);
        assertThat(kept.get(0)).doesNotContain(secret).doesNotContain(secret.substring(4));
    }

    @Test
    void a_signed_in_doctor_sees_the_own_site_and_a_look_elsewhere_is_on_the_record() throws Exception {
        var own = store(newSite(), SharedData.file(CT));
        var other = store(newSite(), SharedData.file(MR));
        var doctor = newPerson(own.study().site(), Role.DOCTOR);
        var me = signedIn(doctor);

        assertThat(get(own.address(), me).statusCode()).isEqualTo(200);
        assertThat(get(other.address(), me).statusCode()).isEqualTo(404);

        assertThat(linesOf(doctor.id(), other.study().key())).singleElement().satisfies(line -> {
            assertThat(line.access().success()).isFalse();
            assertThat(line.access().action()).isEqualTo(AuditAction.STUDY_ACCESSED);
        });
    }

    @Test
    void a_disabled_person_sees_nothing_more() throws Exception {
        var stored = store(newSite(), SharedData.file(CT));
        var doctor = newPerson(stored.study().site(), Role.DOCTOR);
        var me = token(doctor, stored.study().key());
        assertThat(get(stored.address(), me).statusCode()).isEqualTo(200);

        people.setEnabled(doctor.id(), false);

        assertThat(get(stored.address(), me).statusCode()).isEqualTo(404);
    }

    @Test
    void many_requests_for_one_study_leave_one_line_and_it_is_there_when_the_first_bytes_are() throws Exception {
        var stored = store(newSite(), SharedData.file(CT));
        var doctor = newPerson(stored.study().site(), Role.DOCTOR);
        var me = token(doctor, stored.study().key());
        Callable<Integer> request = () -> {
            var status = get(stored.address() + "/frames/1", and(me, "Accept", "*/*"))
                    .statusCode();
            assertThat(linesOf(doctor.id(), stored.study().key())).isNotEmpty();
            return status;
        };

        var pool = Executors.newFixedThreadPool(8);
        try {
            for (var answer :
                    pool.invokeAll(IntStream.range(0, 24).mapToObj(i -> request).toList())) {
                assertThat(answer.get()).isEqualTo(200);
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(linesOf(doctor.id(), stored.study().key())).singleElement().satisfies(line -> {
            assertThat(line.access().success()).isTrue();
            assertThat(line.access().action()).isEqualTo(AuditAction.STUDY_ACCESSED);
            assertThat(line.access().site()).isEqualTo(stored.study().site());
            assertThat(line.access().detail()).contains("token ");
        });
    }

    @Test
    void each_search_leaves_a_line_with_its_keys() throws Exception {
        var doctor = newPerson(newSite(), Role.DOCTOR);

        get("/dicom-web/studies?PatientID=needle-4711&StudyDate=20240101-", signedIn(doctor));

        assertThat(trail.latest(0, 100).stream()
                        .filter(line -> line.access().actor().equals(doctor.id())))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.access().action()).isEqualTo(AuditAction.QUERY);
                    assertThat(line.access().object()).contains("00100020=needle-4711", "00080020=20240101-");
                });
    }

    @Test
    void the_same_study_of_two_sites_is_not_mixed_up() throws Exception {
        var one = store(newSite(), SharedData.file(CT));
        var two = store(newSite(), SharedData.file(CT));
        var coordinator = signedIn(newPerson(newSite(), Role.COORDINATOR));

        var unclear = get(one.address(), coordinator);
        var clear = get(one.address() + "?site=" + two.study().site(), coordinator);

        assertThat(unclear.statusCode()).isEqualTo(409);
        assertThat(clear.statusCode()).isEqualTo(200);
    }

    @Test
    void errors_speak_the_language_of_whoever_asks() throws Exception {
        var chinese = get("/dicom-web/studies", "Accept-Language", "zh-CN");

        assertThat(text(chinese)).contains("请先登录");
    }

    private List<AuditEntry> linesOf(String person, StudyKey study) {
        return trail.about(study.studyInstanceUid(), 1000).stream()
                .filter(line -> line.access().actor().equals(person))
                .toList();
    }
}
