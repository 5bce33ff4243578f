package org.radhub.viewer.weasis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Person;
import org.radhub.registry.Refused;
import org.radhub.registry.Role;
import org.radhub.registry.StudyKey;
import org.radhub.viewer.HubTest;
import org.radhub.viewer.SharedData;
import org.radhub.viewer.ViewerLinks;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class WeasisTest extends HubTest {
    private static final Pattern LAUNCH = Pattern.compile("\\$dicom:get -w \"(http://[^\"]+)\"");
    private static final String CT = "ct/pydicom__CT_small.dcm";

    @Autowired
    private ViewerLinks links;

    @Autowired
    private AuditTrail trail;

    @Autowired
    private JdbcClient jdbc;

    @ParameterizedTest
    @ValueSource(
            strings = {
                CT,
                "mr/pydicom__MR_small.dcm",
                "charset/pydicom__chrX1.dcm",
                "charset/pydicom__chrH31.dcm",
                "us/pydicom__examples_jpeg2k.dcm",
                "crdx/pylibjpeg-data__RG2_JPLL.dcm",
                "synthetic/malformed/pn_injection.dcm",
                "synthetic/malformed/pn_control_chars.dcm",
                "synthetic/malformed/lo_too_long.dcm",
                "synthetic/malformed/bad_da_tm_is_ds.dcm",
                "synthetic/malformed/pid_path_or_shell.dcm",
                "synthetic/malformed/empty_patient_id.dcm"
            })
    void the_manifest_is_what_the_schema_of_weasis_wants_whatever_the_image_says(String name) throws Exception {
        var stored = store(newSite(), SharedData.file(name));
        var doctor = newPerson(stored.study().site(), Role.DOCTOR);

        var manifest = get(manifestOf(doctor, stored.study().key()));

        assertThat(manifest.statusCode()).isEqualTo(200);
        assertThat(manifest.headers().firstValue("Content-Type").orElse("")).startsWith("application/xml");
        assertThat(manifest.headers().firstValue("Cache-Control")).hasValue("no-store");
        mustFitTheSchema(manifest.body());
    }

    @Test
    void a_manifest_that_cannot_be_written_to_its_end_is_an_error_and_no_part_of_one() throws Exception {
        var stored = store(newSite(), SharedData.file(CT));
        var manifest = manifestOf(
                newPerson(stored.study().site(), Role.DOCTOR), stored.study().key());
        jdbc.sql("alter table storage.instance rename column number to number_away")
                .update();
        try {
            assertThat(get(manifest, "Accept-Encoding", "gzip").statusCode()).isEqualTo(500);
            assertThat(get(manifest).statusCode()).isEqualTo(500);
        } finally {
            jdbc.sql("alter table storage.instance rename column number_away to number")
                    .update();
        }
        assertThat(get(manifest).statusCode()).isEqualTo(200);
    }

    @Test
    void what_weasis_asks_for_after_the_manifest_is_there_byte_for_byte() throws Exception {
        var site = newSite();
        var stored = store(
                site,
                SharedData.entries("mr-series/siemens-implicit-4").stream()
                        .map(SharedData.Entry::file)
                        .toList());
        var doctor = newPerson(site, Role.DOCTOR);
        var manifest =
                parsed(get(manifestOf(doctor, stored.get(0).study().key())).body());

        var requests = requests(manifest);

        assertThat(requests).hasSize(stored.size());
        for (var request : requests) {
            var answer = get(request.address() + "&contentType=application/dicom", request.header());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/dicom");
            var instance = stored.stream()
                    .filter(each -> each.instance().sopInstanceUid().equals(request.sopInstanceUid()))
                    .findFirst()
                    .orElseThrow()
                    .instance();
            assertThat(Arrays.equals(answer.body(), studies.open(instance).readAllBytes()))
                    .isTrue();
        }
    }

    @Test
    void thumbnails_are_drawn_as_large_as_weasis_asks() throws Exception {
        var stored = store(newSite(), SharedData.file(CT));
        var doctor = newPerson(stored.study().site(), Role.DOCTOR);
        var request = requests(
                        parsed(get(manifestOf(doctor, stored.study().key())).body()))
                .get(0);

        var answer =
                get(request.address() + "&contentType=image/jpeg&imageQuality=70&rows=64&columns=64", request.header());

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        var picture = ImageIO.read(new ByteArrayInputStream(answer.body()));
        assertThat(picture.getWidth()).isEqualTo(64);
        assertThat(greys(picture)).isGreaterThan(20);
    }

    @Test
    void without_the_token_of_the_manifest_no_image_is_handed_out() throws Exception {
        var stored = store(newSite(), SharedData.file(CT));
        var doctor = newPerson(stored.study().site(), Role.DOCTOR);
        var request = requests(
                        parsed(get(manifestOf(doctor, stored.study().key())).body()))
                .get(0);

        assertThat(get(request.address() + "&contentType=application/dicom").statusCode())
                .isEqualTo(401);
    }

    @Test
    void the_manifest_travels_compressed_to_those_who_can_read_it() throws Exception {
        var stored = store(newSite(), SharedData.file(CT));
        var doctor = newPerson(stored.study().site(), Role.DOCTOR);

        var answer = get(manifestOf(doctor, stored.study().key()), "Accept-Encoding", "gzip");

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        mustFitTheSchema(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes());
    }

    @Test
    void priors_of_the_same_patient_come_along_and_those_of_others_do_not() throws Exception {
        var site = newSite();
        // Of one patient ID, two studies; another patient; and the same patient ID from another site.
        var one = store(site, SharedData.file(CT));
        var other = store(site, SharedData.file("mr/pydicom__MR_small.dcm"));
        var elsewhere = store(newSite(), SharedData.file("mr/pydicom__MR_small.dcm"));
        jdbc.sql("update storage.study set patient_id = '1CT1', issuer = :issuer where id in (:one, :other)")
                .param("issuer", one.study().patient().issuer())
                .param("one", other.study().id())
                .param("other", elsewhere.study().id())
                .update();
        var third = store(site, SharedData.file("us/pydicom__examples_jpeg2k.dcm"));
        var doctor = newPerson(site, Role.DOCTOR);

        var manifest = parsed(get(manifestOf(doctor, one.study().key())).body());

        var shown = elements(manifest, "Study").stream()
                .map(study -> study.getAttribute("StudyInstanceUID"))
                .toList();
        assertThat(shown)
                .containsExactly(one.study().studyInstanceUid(), other.study().studyInstanceUid())
                .doesNotContain(third.study().studyInstanceUid());
        assertThat(requests(manifest)).allSatisfy(request -> assertThat(
                        get(request.address() + "&contentType=application/dicom", request.header())
                                .statusCode())
                .isEqualTo(200));
    }

    @Test
    void the_address_of_a_manifest_works_a_few_times_and_then_no_more() throws Exception {
        var stored = store(newSite(), SharedData.file(CT));
        var doctor = newPerson(stored.study().site(), Role.DOCTOR);
        var address = manifestOf(doctor, stored.study().key());

        var answers = new ArrayList<Integer>();
        for (var i = 0; i < 7; i++) {
            answers.add(get(address).statusCode());
        }

        assertThat(answers).containsExactly(200, 200, 200, 200, 200, 404, 404);
    }

    @Test
    void a_manifest_that_has_expired_or_whose_grant_has_ended_is_not_found() throws Exception {
        var stored = store(newSite(), SharedData.file(CT));
        var doctor = newPerson(stored.study().site(), Role.DOCTOR);
        var expired = manifestOf(doctor, stored.study().key());
        jdbc.sql("update viewer.token set expires_at = now() where person = :person")
                .param("person", doctor.id())
                .update();
        var ended = manifestOf(doctor, stored.study().key());
        people.setEnabled(doctor.id(), false);

        assertThat(get(expired).statusCode()).isEqualTo(404);
        assertThat(get(ended).statusCode()).isEqualTo(404);
    }

    @Test
    void the_trail_has_a_line_for_each_study_of_the_manifest() throws Exception {
        var stored = store(newSite(), SharedData.file(CT));
        var doctor = newPerson(stored.study().site(), Role.DOCTOR);

        get(manifestOf(doctor, stored.study().key()));

        assertThat(trail.about(stored.study().studyInstanceUid(), 1000).stream()
                        .filter(line -> line.access().actor().equals(doctor.id())))
                .singleElement()
                .satisfies(line -> assertThat(line.access().detail()).contains("Weasis manifest"));
    }

    @Test
    void no_links_are_given_to_those_who_may_not_see_the_study() {
        var stored = store(newSite(), SharedData.file(CT));
        var reader = newPerson(newSite(), Role.READER);

        assertThatThrownBy(() -> links.open(reader, stored.study().key(), base()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.NOT_ALLOWED));
    }

    @Test
    void the_link_to_the_web_viewer_is_relative_and_its_token_opens_the_study() throws Exception {
        var stored = store(newSite(), SharedData.file(CT));
        var doctor = newPerson(stored.study().site(), Role.DOCTOR);

        var viewer = links.open(doctor, stored.study().key(), base()).viewer();

        assertThat(viewer)
                .startsWith("/viewer/viewer?StudyInstanceUIDs=" + stored.study().studyInstanceUid() + "&token=");
        var token = viewer.replaceAll(".*&token=", "");
        assertThat(get(stored.address(), "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(200);
        assertThat(get(viewer).statusCode()).isEqualTo(200);
    }

    private String manifestOf(Person person, StudyKey study) {
        var link = links.open(person, study, base()).weasis();
        assertThat(link).startsWith("weasis://?").doesNotContain(" ", "\"", "+");
        var launch = LAUNCH.matcher(URLDecoder.decode(link.substring("weasis://?".length()), StandardCharsets.UTF_8));
        assertThat(launch.matches()).isTrue();
        assertThat(launch.group(1)).startsWith(base() + "/weasis/manifest/");
        return launch.group(1).substring(base().length());
    }

    /** How Weasis asks for one instance. */
    private record Request(String address, String[] header, String sopInstanceUid) {}

    private List<Request> requests(Document manifest) {
        var query = elements(manifest, "arcQuery").get(0);
        var tag = elements(manifest, "httpTag").get(0);
        var header = new String[] {tag.getAttribute("key"), tag.getAttribute("value")};
        assertThat(query.getAttribute("baseUrl")).isEqualTo(base() + "/wado");
        var requests = new ArrayList<Request>();
        for (var instance : elements(manifest, "Instance")) {
            var series = (Element) instance.getParentNode();
            var study = (Element) series.getParentNode();
            var uid = instance.getAttribute("SOPInstanceUID");
            requests.add(new Request(
                    "/wado?requestType=WADO&studyUID=" + study.getAttribute("StudyInstanceUID") + "&seriesUID="
                            + series.getAttribute("SeriesInstanceUID") + "&objectUID=" + uid,
                    header,
                    uid));
        }
        return requests;
    }

    private static void mustFitTheSchema(byte[] manifest) throws Exception {
        // The file begins with blanks, which XML does not allow before its declaration.
        var text = Files.readString(SharedData.file("weasis/manifest.xsd")).strip();
        var schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(new StreamSource(new java.io.StringReader(text)));
        schema.newValidator().validate(new StreamSource(new ByteArrayInputStream(manifest)));
    }

    private static Document parsed(byte[] manifest) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(manifest));
    }

    private static List<Element> elements(Document manifest, String name) {
        var found = manifest.getElementsByTagNameNS("http://www.weasis.org/xsd/2.5", name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static long greys(BufferedImage picture) {
        return IntStream.range(0, picture.getWidth() * picture.getHeight())
                .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) & 0xFF)
                .distinct()
                .count();
    }
}
