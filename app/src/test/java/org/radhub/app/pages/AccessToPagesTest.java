package org.radhub.app.pages;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radhub.app.gallery.Gallery;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditEntry;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Devices;
import org.radhub.registry.People;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** Who may see which page, and what the trail says of it. The check by path is not in the way here: the pages hold on their own. */
@SpringBootTest(
        classes = Gallery.class,
        properties = {
            "radhub.demo=true",
            "spring.flyway.enabled=false",
            "management.endpoint.health.validate-group-membership=false"
        })
@AutoConfigureMockMvc
class AccessToPagesTest {
    private static final String CASE_OF_COUNTYA = "/cases/00000000-0000-0011-0000-000000000008";
    private static final String CONFLICT = "/conflicts/00000000-0000-0031-0000-000000000001";
    private static final Map<String, List<String>> OWN = Map.ofEntries(
            entry("/worklist", List.of("reader1", "senior1")),
            entry("/studies", List.of("countya", "towna1")),
            entry("/board", List.of("coordinator")),
            entry("/board/cases", List.of("coordinator")),
            entry("/board/roster", List.of("coordinator")),
            entry("/board/rules", List.of("coordinator")),
            entry("/devices", List.of("admin")),
            entry("/sending", List.of("admin", "coordinator")),
            entry("/audit", List.of("auditor")),
            entry("/arrivals", List.of("admin", "coordinator", "countya", "towna1")),
            entry("/conflicts", List.of("admin", "coordinator", "countya", "towna1", "reader1", "senior1")),
            entry(CONFLICT, List.of("coordinator", "countya", "reader1", "senior1")),
            entry("/start", List.of("admin", "coordinator")));
    private static final List<String> PEOPLE =
            List.of("reader1", "senior1", "countya", "towna1", "coordinator", "admin", "auditor");

    @Autowired
    private MockMvc hub;

    @Autowired
    private AuditTrail trail;

    @Autowired
    private Devices devices;

    @Autowired
    private People people;

    static Stream<Arguments> everybodyEverywhere() {
        return OWN.keySet().stream().flatMap(path -> PEOPLE.stream().map(who -> Arguments.of(path, who)));
    }

    @ParameterizedTest(name = "{0} for {1}")
    @MethodSource("everybodyEverywhere")
    void a_page_opens_to_its_own_role_and_to_nobody_else(String path, String who) throws Exception {
        // Of another hospital's nothing is said, not even that it is there.
        var elsewhere = path.equals(CONFLICT) && who.equals("towna1");
        var expected = OWN.get(path).contains(who) ? 200 : elsewhere ? 404 : 403;

        assertThat(answer(get(path).param("as", who)).getStatus()).isEqualTo(expected);
    }

    @Test
    void a_page_closes_to_who_is_disabled_while_signed_in() throws Exception {
        people.setEnabled("auditor", false);
        try {
            assertThat(answer(get("/audit").param("as", "auditor")).getStatus()).isEqualTo(403);
        } finally {
            people.setEnabled("auditor", true);
        }
    }

    @Test
    void a_case_of_another_hospital_is_not_there_and_the_try_is_on_the_record() throws Exception {
        assertThat(answer(get(CASE_OF_COUNTYA).param("as", "countya")).getStatus())
                .isEqualTo(200);

        assertThat(answer(get(CASE_OF_COUNTYA).param("as", "countyb")).getStatus())
                .isEqualTo(404);
        var last = trail.latest(0, 1).get(0).access();
        assertThat(last.actor()).isEqualTo("countyb");
        assertThat(last.success()).isFalse();
    }

    @Test
    void looking_at_a_case_with_a_report_is_on_the_record_as_both() throws Exception {
        answer(get(CASE_OF_COUNTYA).param("as", "countya"));

        assertThat(trail.latest(0, 2))
                .extracting(entry -> entry.access().action())
                .containsExactly(AuditAction.REPORT_READ, AuditAction.PATIENT_RECORD_VIEWED);
    }

    @Test
    void a_button_leaves_the_record_to_what_it_calls_and_to_the_page_that_follows() throws Exception {
        answer(get(CASE_OF_COUNTYA).param("as", "reader1"));
        var before = newest();

        var answer = answer(withToken(post(CASE_OF_COUNTYA + "/open").param("as", "reader1")));

        assertThat(answer.getStatus()).isEqualTo(303);
        assertThat(newest()).isEqualTo(before);
    }

    @Test
    void who_runs_the_hub_sees_that_a_study_comes_in_and_only_who_may_see_patients_sees_whose() throws Exception {
        assertThat(body("/arrivals", "coordinator")).contains("钱多多").contains("TOWNA2_DR", "COUNTYA_CT");
        assertThat(newest().access().object() + newest().access().detail()).contains("1.2.3.4.5");

        assertThat(body("/arrivals", "admin")).doesNotContain("钱多多").contains("Patient not shown", "COUNTYA_CT");
        assertThat(body("/arrivals", "countya"))
                .contains("钱多多", "COUNTYA_CT")
                .doesNotContain("TOWNA2_DR", "10.12.4.17");
        assertThat(body("/arrivals", "countyb")).doesNotContain("钱多多", "COUNTYA_CT", "10.12.4.17");
        assertThat(answer(get("/arrivals/refused").param("as", "countya")).getStatus())
                .isEqualTo(403);
    }

    @Test
    void who_runs_the_hub_sees_in_their_language_that_a_disk_has_damaged_images() throws Exception {
        assertThat(body("/arrivals", "admin")).contains("Images: 3, in files: 1.");
        assertThat(answer(get("/arrivals").param("as", "coordinator").param("lang", "zh"))
                        .getContentAsString())
                .contains("1 个文件中有 3 幅图像已无法读取");
        assertThat(body("/arrivals", "countya")).doesNotContain("Lost images");
    }

    @Test
    void an_administrator_learns_of_conflicts_and_not_whose_they_are() throws Exception {
        assertThat(body("/conflicts", "countya")).contains("钱多多", "孙小小", "1.2.3.4.9");
        assertThat(newest().access().detail()).startsWith("conflicts: ").contains("1.2.840.113619.2.55.3.604688127");

        assertThat(body("/conflicts?state=all", "admin"))
                .contains("Patient not shown", "COUNTYA_CT2")
                .doesNotContain("钱多多", "孙小小", "1.2.3.4.9", "phantom");
        assertThat(newest().access().detail()).isEqualTo("conflicts: nothing");
        assertThat(body("/conflicts", "countyb")).doesNotContain("COUNTYA_CT2");
    }

    @Test
    void what_to_make_of_a_conflict_is_written_down_by_who_may_and_comes_back_to_its_page() throws Exception {
        assertThat(decide("reader1", "mine").getStatus()).isEqualTo(403);
        assertThat(decide("countyb", "mine").getStatus()).isEqualTo(404);
        assertThat(decide("countya", " ").getStatus()).isEqualTo(422);

        var answer = decide("countya", "of the same patient");

        assertThat(answer.getHeader("HX-Redirect")).isEqualTo(CONFLICT);
        assertThat(newest().access().action()).isEqualTo(AuditAction.PROCEDURE_RECORD);
        assertThat(newest().access().actor()).isEqualTo("countya");
    }

    private MockHttpServletResponse decide(String who, String note) throws Exception {
        return answer(withToken(
                post(CONFLICT + "/decide").param("as", who).param("note", note).header("HX-Request", "true")));
    }

    @Test
    void a_device_that_was_turned_away_is_registered_with_one_click_by_an_administrator_alone() throws Exception {
        assertThat(admit("coordinator").getStatus()).isEqualTo(403);

        assertThat(admit("admin").getRedirectedUrl()).isEqualTo("/arrivals");

        assertThat(devices.find("NEWCOMER")).hasValueSatisfying(device -> {
            assertThat(device.site()).isEqualTo("COUNTYB");
            assertThat(device.addresses()).containsExactly("10.7.7.7");
        });
        var line = newest().access();
        assertThat(line.actor()).isEqualTo("admin");
        assertThat(line.action()).isEqualTo(AuditAction.SECURITY_ALERT);
        assertThat(line.site()).isEqualTo("COUNTYB");
        assertThat(line.object()).isEqualTo("NEWCOMER");
        assertThat(line.detail()).contains("admitted", "10.7.7.7");
    }

    @Test
    void a_web_token_is_shown_once_to_an_administrator_and_each_step_is_on_the_record() throws Exception {
        var form = Map.of("ae", "COUNTYA_CT");
        assertThat(tokens("coordinator", "", form).getStatus()).isEqualTo(403);

        var issued = tokens("admin", "", form).getContentAsString();
        assertThat(issued).containsPattern("rhd_[A-Za-z0-9_-]{43}");
        assertThat(newest().access().detail()).startsWith("web token").endsWith("was issued");
        assertThat(body("/devices/tokens?ae=COUNTYA_CT", "admin"))
                .contains("Web tokens of COUNTYA_CT")
                .doesNotContain("rhd_");

        var name = newest().access().detail().split(" ")[2];
        tokens("admin", "/revoke", Map.of("ae", "COUNTYA_CT", "name", name));
        assertThat(newest().access().detail()).isEqualTo("web token " + name + " was revoked");
        assertThat(body("/devices/tokens?ae=COUNTYA_CT", "admin")).doesNotContain(name);
    }

    private MockHttpServletResponse tokens(String who, String verb, Map<String, String> form) throws Exception {
        var request = withToken(post("/devices/tokens" + verb).param("as", who));
        form.forEach(request::param);
        return answer(request);
    }

    private MockHttpServletResponse admit(String who) throws Exception {
        return answer(withToken(post("/arrivals/admit")
                .param("as", who)
                .param("ae", "NEWCOMER")
                .param("address", "10.7.7.7")
                .param("site", "COUNTYB")));
    }

    private String body(String path, String who) throws Exception {
        return answer(get(path).param("as", who).param("lang", "en")).getContentAsString();
    }

    @Test
    void a_list_that_renews_itself_writes_down_only_what_is_new_on_it() throws Exception {
        var session = new MockHttpSession();
        answer(get("/worklist").param("as", "reader3").session(session));
        var afterOpening = newest();
        assertThat(afterOpening.access().actor()).isEqualTo("reader3");

        answer(get("/worklist/rows").param("as", "reader3").session(session));
        assertThat(newest()).isEqualTo(afterOpening);

        answer(get("/worklist").param("as", "reader3").session(session));
        assertThat(newest().number()).isGreaterThan(afterOpening.number());
    }

    @Test
    void a_form_without_the_token_of_its_page_changes_nothing() throws Exception {
        var form = post(CASE_OF_COUNTYA + "/release").param("as", "reader1");

        assertThat(answer(form).getStatus()).isEqualTo(403);
    }

    @Test
    void the_coordinator_looks_at_the_queue_and_changes_nothing_of_it() throws Exception {
        var dead = "/sending/00000000-0000-0021-0000-000000000001";
        for (var change : List.of(dead + "/replay", dead + "/discard", "/sending/destinations/CITY-PACS/replay")) {
            var form = withToken(post(change).param("as", "coordinator"));
            assertThat(answer(form).getStatus()).as(change).isEqualTo(403);
        }
        assertThat(answer(get("/sending").param("as", "coordinator")).getContentAsString())
                .contains("/sending/00000000-0000-0021-0000-000000000001")
                .doesNotContain("/replay")
                .doesNotContain("/sending/destinations/edit");
    }

    @Test
    void the_administrator_fills_in_destinations_and_rules() throws Exception {
        var destination = withToken(post("/sending/destinations")
                .param("as", "admin")
                .param("name", "NEW-PACS")
                .param("road", "DICOM")
                .param("host", "10.0.0.1")
                .param("port", "104")
                .param("called", "PACS")
                .param("calling", "RADHUB")
                .param("concurrency", "2"));
        assertThat(answer(destination).getRedirectedUrl()).isEqualTo("/sending");
        var rule = withToken(post("/sending/rules")
                .param("as", "admin")
                .param("name", "everything")
                .param("destinations", "CITY-PACS", "CLOUD"));
        assertThat(answer(rule).getRedirectedUrl()).isEqualTo("/sending");
        var wrong = withToken(post("/sending/destinations")
                .param("as", "admin")
                .param("lang", "en")
                .param("name", "NEW-PACS")
                .param("road", "DICOM")
                .param("port", "one")
                .header("HX-Request", "true"));
        assertThat(URLDecoder.decode(answer(wrong).getHeader(Refusals.PROBLEM), StandardCharsets.UTF_8))
                .contains("1 to 65535");
    }

    @Test
    void the_secret_of_a_destination_is_in_no_page() throws Exception {
        for (var page : List.of("/sending", "/sending/destinations/edit?name=CLOUD")) {
            assertThat(answer(get(page).param("as", "admin")).getContentAsString())
                    .contains("cloud.example")
                    .doesNotContain("top-secret");
        }
    }

    @Test
    void what_cannot_be_done_is_said_beside_the_form_that_asked() throws Exception {
        var answer = answer(withToken(post(CASE_OF_COUNTYA + "/sign")
                .param("as", "reader1")
                .param("revision", "3")
                .param("password", "wrong")
                .param("lang", "zh")
                .header("HX-Request", "true")));

        assertThat(answer.getStatus()).isEqualTo(403);
        assertThat(URLDecoder.decode(answer.getHeader(Refusals.PROBLEM), StandardCharsets.UTF_8))
                .isEqualTo("密码错误，报告未签发。");
    }

    @Test
    void a_refused_form_goes_back_to_its_own_page_and_never_to_another_host() throws Exception {
        var back = answer(withToken(post(CASE_OF_COUNTYA + "/release")
                .param("as", "reader1")
                .header("Host", "hub.example")
                .header("Referer", "http://hub.example/worklist?lang=zh")));
        assertThat(back.getRedirectedUrl()).isEqualTo("/worklist");

        for (var elsewhere :
                List.of("http://evil.example/worklist", "http://hub.example//evil.example", "not an address")) {
            var home = answer(withToken(post(CASE_OF_COUNTYA + "/release")
                    .param("as", "reader1")
                    .header("Host", "hub.example")
                    .header("Referer", elsewhere)));
            assertThat(home.getRedirectedUrl()).as(elsewhere).isEqualTo("/");
        }
    }

    @Test
    void a_dead_link_shows_people_a_page_and_programs_a_problem() throws Exception {
        var forPeople = answer(
                get("/nothing").param("as", "reader1").param("lang", "en").header("Accept", "text/html"));
        assertThat(forPeople.getStatus()).isEqualTo(404);
        assertThat(forPeople.getContentAsString()).contains("This page is not here");

        assertThat(answer(get("/nothing").param("as", "reader1").header("Accept", "application/json"))
                        .getStatus())
                .isEqualTo(404);
        assertThat(answer(get("/cases/not-an-id").param("as", "reader1").header("Accept", "text/html"))
                        .getStatus())
                .isEqualTo(404);
    }

    private MockHttpServletRequestBuilder withToken(MockHttpServletRequestBuilder form) throws Exception {
        var session = new MockHttpSession();
        var page = hub.perform(get("/login").session(session))
                .andReturn()
                .getResponse()
                .getContentAsString();
        var token = page.replaceAll("(?s).*name=\"csrf\" content=\"([^\"]+)\".*", "$1");
        return form.session(session).header("X-CSRF-TOKEN", token);
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) throws Exception {
        return hub.perform(request).andReturn().getResponse();
    }

    private AuditEntry newest() {
        return trail.latest(0, 1).get(0);
    }
}
