package org.radhub.viewer.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.registry.Role;
import org.radhub.viewer.HubTest;
import org.radhub.viewer.SharedData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Searches among four studies of one site: a small CT, a small MR, a series of four MR images, and one with a Chinese name. */
@TestInstance(Lifecycle.PER_CLASS)
class SearchTest extends HubTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> FILES = List.of(
            "ct/pydicom__CT_small.dcm",
            "mr/pydicom__MR_small.dcm",
            "charset/pydicom__chrX1.dcm",
            "mr-series/siemens-implicit-4/IM-0001-0112-0001.dcm");

    private List<Stored> stored;
    private String[] me;

    @BeforeAll
    void someStudies() {
        var site = newSite();
        stored = store(site, FILES.stream().map(SharedData::file).toList());
        me = signedIn(newPerson(site, Role.DOCTOR));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PatientID=1CT1                                 | 0",
                "00100020=1CT1                                  | 0",
                "0010,0020=1CT1                                 | 0",
                "PatientID=*MR*                                 | 1",
                "PatientName=CompressedSamples*                 | 0 1",
                "PatientName=compressedsamples^ct1              | 0",
                "PatientName=*王*                               | 2",
                "StudyDate=20040119                             | 0",
                "StudyDate=20040119-20040826                    | 0 1",
                "StudyDate=-20040119                            | 0",
                "ModalitiesInStudy=CT                           | 0",
                "ModalitiesInStudy=CT,XX                        | 0",
                "StudyTime=0727-0728&StudyDate=20040119         | 0",
                "PatientSex=O&ModalitiesInStudy=CT              | 0",
                "StudyDescription=e*&ModalitiesInStudy=CT       | 0",
                "AccessionNumber=none-of-these                  | ",
                "PatientID=                                     | 0 1 2 3",
                "PatientID=*                                    | 0 1 2 3",
            })
    void studies_are_found_by_keyword_and_by_tag(String query, String expected) throws Exception {
        var answer = search("/dicom-web/studies?" + encoded(query));

        assertThat(uids(answer, "0020000D")).isEqualTo(studiesOf(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "%5C"})
    void several_studies_are_found_by_a_list_of_their_uids(String divider) throws Exception {
        var wanted = studyUid(0) + divider + studyUid(2) + divider + "1.2.3";

        var answer = search("/dicom-web/studies?StudyInstanceUID=" + wanted);

        assertThat(uids(answer, "0020000D")).containsExactlyInAnyOrder(studyUid(0), studyUid(2));
    }

    @Test
    void a_study_is_answered_with_what_viewers_show() throws Exception {
        var study = JSON.readTree(search("/dicom-web/studies?PatientID=1CT1").body())
                .get(0);

        assertThat(study.at("/00100010/Value/0/Alphabetic").asString()).isEqualTo("CompressedSamples^CT1");
        assertThat(study.at("/00080061/Value/0").asString()).isEqualTo("CT");
        assertThat(study.at("/00201208/vr").asString()).isEqualTo("IS");
        assertThat(study.at("/00201208/Value/0").asInt()).isEqualTo(1);
        assertThat(study.at("/00080005/Value/0").asString()).isEqualTo("ISO_IR 192");
        assertThat(study.at("/00081190/Value/0").asString()).isEqualTo(base() + "/dicom-web/studies/" + studyUid(0));
    }

    @Test
    void a_chinese_name_comes_in_its_groups() throws Exception {
        var study = JSON.readTree(search("/dicom-web/studies?StudyInstanceUID=" + studyUid(2))
                        .body())
                .get(0);

        assertThat(study.at("/00100010/Value/0/Ideographic").asString()).contains("王");
    }

    @Test
    void limit_and_offset_divide_the_answer_and_more_is_said_to_be_there() throws Exception {
        var first = search("/dicom-web/studies?limit=3");
        var rest = search("/dicom-web/studies?limit=3&offset=3");

        assertThat(uids(first, "0020000D")).hasSize(3);
        assertThat(uids(rest, "0020000D")).hasSize(1);
        assertThat(first.headers().firstValue("Warning").orElse("")).startsWith("299 ");
        assertThat(rest.headers().firstValue("Warning")).isEmpty();
        assertThat(Stream.concat(uids(first, "0020000D").stream(), uids(rest, "0020000D").stream()))
                .doesNotHaveDuplicates()
                .hasSize(4);
    }

    @Test
    void fuzzy_matching_is_not_done_and_said_so() throws Exception {
        var answer = search("/dicom-web/studies?PatientName=Compressed*&fuzzymatching=true");

        assertThat(answer.headers().firstValue("Warning").orElse("")).contains("fuzzymatching");
        assertThat(uids(answer, "0020000D")).hasSize(2);
    }

    @Test
    void series_and_instances_are_found_below_their_study_and_across_studies() throws Exception {
        var study = "/dicom-web/studies/" + studyUid(0);
        var series = stored.get(0).series().seriesInstanceUid();
        var instance = stored.get(0).instance().sopInstanceUid();

        assertThat(uids(search(study + "/series?Modality=CT"), "0020000E")).containsExactly(series);
        assertThat(uids(search(study + "/series?Modality=MR"), "0020000E")).isEmpty();
        assertThat(uids(search(study + "/instances"), "00080018")).containsExactly(instance);
        assertThat(uids(search(study + "/series/" + series + "/instances?SOPInstanceUID=" + instance), "00080018"))
                .containsExactly(instance);
        assertThat(uids(search("/dicom-web/series?Modality=CT&PatientID=1CT1"), "0020000E"))
                .containsExactly(series);
        assertThat(uids(search("/dicom-web/instances?SOPInstanceUID=" + instance), "00080018"))
                .containsExactly(instance);
    }

    @Test
    void an_instance_is_answered_with_its_size_and_its_address() throws Exception {
        var address = "/dicom-web/studies/" + studyUid(0) + "/instances";

        var instance = JSON.readTree(search(address).body()).get(0);

        assertThat(instance.at("/00280010/Value/0").asInt()).isEqualTo(128);
        assertThat(instance.at("/00081190/Value/0").asString())
                .isEqualTo(base() + stored.get(0).address());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dicom-web/studies?Favourite=blue",
                "/dicom-web/studies?Modality=CT",
                "/dicom-web/studies?StudyDate=yesterday",
                "/dicom-web/studies?limit=-1",
                "/dicom-web/studies?limit=many",
                "/dicom-web/studies?StudyTime=noon"
            })
    void what_a_search_does_not_understand_is_refused_and_not_passed_over(String address) throws Exception {
        var answer = search(address);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void xml_is_not_to_be_had() throws Exception {
        var answer = get("/dicom-web/studies", and(me, "Accept", "multipart/related; type=\"application/dicom+xml\""));

        assertThat(answer.statusCode()).isEqualTo(406);
    }

    private HttpResponse<byte[]> search(String address) throws Exception {
        return get(address, and(me, "Accept", "application/dicom+json"));
    }

    private String studyUid(int of) {
        return stored.get(of).study().studyInstanceUid();
    }

    private Set<String> studiesOf(String numbers) {
        var uids = new TreeSet<String>();
        if (numbers != null) {
            Stream.of(numbers.split(" ")).forEach(number -> uids.add(studyUid(Integer.parseInt(number))));
        }
        return uids;
    }

    private static Set<String> uids(HttpResponse<byte[]> answer, String tag) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/dicom+json");
        var uids = new TreeSet<String>();
        for (JsonNode object : JSON.readTree(answer.body())) {
            uids.add(object.path(tag).path("Value").path(0).asString());
        }
        return uids;
    }

    private static String encoded(String query) {
        return Stream.of(query.strip().split("&"))
                .map(pair -> pair.split("=", 2))
                .map(pair -> pair[0] + "=" + URLEncoder.encode(pair[1], StandardCharsets.UTF_8))
                .reduce((one, other) -> one + "&" + other)
                .orElseThrow();
    }
}
