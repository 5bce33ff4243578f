package org.radhub.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radhub.app.gallery.Gallery;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.MockMvc;

@SpringBootTest(
        classes = Gallery.class,
        properties = {
            "radhub.demo=true",
            "spring.flyway.enabled=false",
            "management.endpoint.health.validate-group-membership=false"
        })
@AutoConfigureMockMvc
class PagesTest {
    private static final String ASSIGNED = "/cases/00000000-0000-0011-0000-000000000000";
    private static final String READING = "/cases/00000000-0000-0011-0000-000000000001";
    private static final String DELIVERED = "/cases/00000000-0000-0011-0000-000000000008";

    private static final String CONFLICT = "/conflicts/00000000-0000-0031-0000-000000000001";
    private static final String DECIDED = "/conflicts/00000000-0000-0031-0000-000000000003";

    @Autowired
    private MockMvc hub;

    static Stream<Arguments> everyPage() {
        return Stream.of(
                        List.of("reader1", "/worklist"),
                        List.of("reader1", "/worklist/rows"),
                        List.of("reader1", ASSIGNED),
                        List.of("reader2", READING),
                        List.of("reader2", READING + "/now?seen=ASSIGNED&writing=true"),
                        List.of("countya", DELIVERED),
                        List.of("countya", "/studies"),
                        List.of("countya", "/studies/rows?q=zhang&state=DELIVERED&page=2"),
                        List.of("countya", "/studies/ask"),
                        List.of("coordinator", ASSIGNED),
                        List.of("coordinator", "/board"),
                        List.of("coordinator", "/board/now"),
                        List.of("coordinator", "/board/cases"),
                        List.of("coordinator", "/board" + ASSIGNED + "/reassign"),
                        List.of("coordinator", "/board/roster"),
                        List.of("coordinator", "/board/rules"),
                        List.of("coordinator", "/start"),
                        List.of("admin", "/start"),
                        List.of("admin", "/devices"),
                        List.of("admin", "/devices/edit?ae=COUNTYA_CT"),
                        List.of("admin", "/arrivals"),
                        List.of("coordinator", "/arrivals"),
                        List.of("countya", "/arrivals/now"),
                        List.of("admin", "/arrivals/refused"),
                        List.of("admin", "/sending"),
                        List.of("admin", "/sending/now"),
                        List.of("coordinator", "/sending"),
                        List.of("coordinator", "/sending/all?state=DEAD&destination=CITY-PACS&page=1"),
                        List.of("admin", "/sending/all/rows"),
                        List.of("coordinator", "/sending/00000000-0000-0021-0000-000000000001"),
                        List.of("admin", "/sending/destinations/edit"),
                        List.of("admin", "/sending/destinations/edit?name=CITY-PACS"),
                        List.of("admin", "/sending/destinations/edit?name=CLOUD"),
                        List.of("admin", "/sending/rules/edit"),
                        List.of("admin", "/sending/rules/edit?id=00000000-0000-0022-0000-000000000001"),
                        List.of("countya", "/conflicts"),
                        List.of("coordinator", "/conflicts?state=all&page=1"),
                        List.of("admin", "/conflicts?state=decided"),
                        List.of("countyb", "/conflicts"),
                        List.of("countya", CONFLICT),
                        List.of("reader1", CONFLICT),
                        List.of("coordinator", DECIDED),
                        List.of("auditor", "/audit"))
                .flatMap(page ->
                        Stream.of("en", "zh").map(language -> Arguments.of(page.get(0), page.get(1), language)));
    }

    @ParameterizedTest(name = "{1} for {0} in {2}")
    @MethodSource("everyPage")
    void every_page_is_complete_in_its_language(String who, String path, String language) throws Exception {
        var page = page(who, path, language);

        assertThat(page).doesNotContain("??").doesNotContain("<script>alert");
    }

    @Test
    void a_name_that_is_markup_is_shown_as_text() throws Exception {
        assertThat(page("reader3", "/worklist", "en")).contains("&lt;script&gt;alert(&#39;name&#39;)&lt;/script&gt;");
    }

    @Test
    void each_series_of_a_case_is_shown_by_a_picture_of_its_own_site() throws Exception {
        assertThat(page("countya", DELIVERED, "en"))
                .contains("/series/1.2.3/thumbnail?site=COUNTYA&amp;viewport=176,176\"");
    }

    @Test
    void two_images_under_one_identifier_stand_side_by_side_with_what_differs_marked() throws Exception {
        var page = page("countya", CONFLICT, "en");
        assertThat(page)
                .contains("/instances/1.2.3.4.9/thumbnail?viewport=512,512&amp;site=COUNTYA\"")
                .contains("href=\"/api/conflicts/00000000-0000-0031-0000-000000000001/dicom\"")
                .contains("src=\"/api/conflicts/00000000-0000-0031-0000-000000000001/thumbnail\"")
                .contains("COUNTYA_CT", "COUNTYA_CT2", "512 × 512", "256 × 256", "钱多多", "孙小小")
                .containsPattern("(?s)<tr class=\"conflict-other\">\\s*<th scope=\"row\">Rows × columns</th>")
                .containsPattern("(?s)<tr>\\s*<th scope=\"row\">Modality</th>")
                .contains("action=\"/conflicts/00000000-0000-0031-0000-000000000001/decide\"");
        assertThat(page("reader1", CONFLICT, "en")).doesNotContain("/decide\"");
        assertThat(page("coordinator", DECIDED, "en"))
                .contains("the second is a &lt;b&gt;phantom&lt;/b&gt;")
                .doesNotContain("/decide\"");
    }

    @Test
    void the_warning_of_a_study_names_how_many_were_kept_aside_and_leads_there() throws Exception {
        assertThat(page("countya", DELIVERED, "en"))
                .contains("Images kept aside: 2; still to be looked at: 1.")
                .contains("href=\"/conflicts?state=all&amp;site=COUNTYA&amp;study=1.2.840.113619.2.55.3.604688127");
    }

    @Test
    void the_navigation_says_how_many_conflicts_wait_to_whoever_is_to_look_at_them() throws Exception {
        var waiting = "(?s)<a href=\"/conflicts\".{0,60}<span>Conflicts</span><span class=\"bar-count\"[^>]*>";
        assertThat(page("countya", "/studies", "en")).containsPattern(waiting + "2<");
        assertThat(page("coordinator", "/board", "en")).containsPattern(waiting + "3<");
        assertThat(page("admin", "/devices", "en")).containsPattern(waiting + "3<");
        assertThat(page("countyc", "/studies", "en"))
                .contains("<span>Conflicts</span>")
                .doesNotContain("bar-count");
        assertThat(page("reader1", "/worklist", "en")).doesNotContain("<span>Conflicts</span>");
    }

    @Test
    void those_who_run_the_hub_see_why_the_object_store_takes_nothing() throws Exception {
        var why = "the object store at http://s3.example does not answer";
        assertThat(page("coordinator", "/arrivals", "en")).contains(why);
        assertThat(page("countya", "/arrivals", "en")).doesNotContain(why);
    }

    private String page(String who, String path, String language) throws Exception {
        var answer = hub.perform(get(path).param("as", who).param("lang", language))
                .andReturn()
                .getResponse();
        assertThat(answer.getStatus()).as(path).isEqualTo(200);
        return answer.getContentAsString();
    }
}
