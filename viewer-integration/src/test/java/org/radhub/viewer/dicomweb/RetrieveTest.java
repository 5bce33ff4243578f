package org.radhub.viewer.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.registry.Role;
import org.radhub.storage.Instance;
import org.radhub.viewer.HubTest;
import org.radhub.viewer.Multipart;
import org.radhub.viewer.SharedData;
import org.radhub.viewer.frames.FileMeta;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class RetrieveTest extends HubTest {
    @Autowired
    private JdbcClient jdbc;

    private static final String AS_STORED = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    /** One file of each transfer syntax that there is one of. */
    static Stream<String> oneOfEachTransferSyntax() {
        return Stream.of("ct", "mr/", "us", "sc/", "crdx/", "ts-variants/", "enhanced/", "sr/", "synthetic/media/")
                .flatMap(folder -> SharedData.entries(folder).stream())
                .filter(entry ->
                        !entry.transferSyntax().isEmpty() && !entry.study().isEmpty())
                .collect(java.util.stream.Collectors.toMap(
                        SharedData.Entry::transferSyntax, SharedData.Entry::name, (a, b) -> a))
                .values()
                .stream()
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("oneOfEachTransferSyntax")
    void an_instance_leaves_the_hub_as_it_was_stored_whatever_its_transfer_syntax(String name) throws Exception {
        var site = newSite();
        var stored = store(site, SharedData.file(name));
        var me = token(newPerson(site, Role.DOCTOR), stored.study().key());
        var kept = studies.open(stored.instance()).readAllBytes();

        var answer = get(stored.address(), and(me, "Accept", AS_STORED));

        assertThat(answer.statusCode()).isEqualTo(200);
        var parts = Multipart.parts(answer);
        assertThat(parts).hasSize(1);
        assertThat(parts.get(0).contentType())
                .isEqualTo("application/dicom; transfer-syntax="
                        + stored.instance().transferSyntaxUid());
        assertThat(Arrays.equals(parts.get(0).body(), kept)).isTrue();
        var sent = FileMeta.of(Files.readAllBytes(stored.file()));
        assertThat(Arrays.equals(FileMeta.of(parts.get(0).body()).dataSet(), sent.dataSet()))
                .isTrue();
    }

    @Test
    void a_series_and_a_study_come_with_all_their_instances() throws Exception {
        var site = newSite();
        var stored = store(
                site,
                SharedData.entries("mr-series/siemens-implicit-4").stream()
                        .map(SharedData.Entry::file)
                        .toList());
        var study = stored.get(0).study();
        var me = token(newPerson(site, Role.DOCTOR), study.key());
        var series = stored.get(0).address().replaceAll("/instances/.*", "");

        var ofSeries = Multipart.parts(get(series, and(me, "Accept", AS_STORED)));
        var ofStudy =
                Multipart.parts(get("/dicom-web/studies/" + study.studyInstanceUid(), and(me, "Accept", AS_STORED)));

        var expected = stored.stream().map(each -> each.instance().bytes()).toList();
        assertThat(ofSeries.stream().map(part -> (long) part.body().length))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(ofStudy).hasSize(stored.size());
    }

    @Test
    void an_image_that_a_disk_has_damaged_is_said_to_be_gone_and_the_rest_of_its_series_comes() throws Exception {
        var site = newSite();
        var stored = store(
                site,
                SharedData.entries("mr-series/siemens-implicit-4").stream()
                        .map(SharedData.Entry::file)
                        .toList());
        var me = token(newPerson(site, Role.DOCTOR), stored.get(0).study().key());
        var lost = stored.get(1);
        var series = lost.address().replaceAll("/instances/.*", "");
        lose(lost.instance());

        for (var asked : List.of("", "/frames/1", "/rendered", "/metadata")) {
            var answer = get(lost.address() + asked, and(me, "Accept", asked.isEmpty() ? AS_STORED : "*/*"));
            assertThat(answer.statusCode()).as(asked).isEqualTo(410);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(text(answer)).contains("The hub has lost the bytes of this image");
        }
        var rest = get(series, and(me, "Accept", AS_STORED));
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(Multipart.parts(rest)).hasSize(stored.size() - 1);
        var metadata = get(series + "/metadata", me);
        assertThat(metadata.statusCode()).isEqualTo(206);
        assertThat(text(metadata))
                .contains(stored.get(0).instance().sopInstanceUid())
                .doesNotContain(lost.instance().sopInstanceUid());

        stored.forEach(each -> lose(each.instance()));
        assertThat(get(series, and(me, "Accept", AS_STORED)).statusCode()).isEqualTo(410);
    }

    private void lose(Instance instance) {
        jdbc.sql("update storage.instance set lost_at = now() where id = ?")
                .param(instance.id())
                .update();
    }

    @Test
    void an_image_that_is_cut_short_is_an_error_that_says_so() throws Exception {
        var site = newSite();
        var stored = store(site, SharedData.file("ct/pydicom__CT_small.dcm"));
        var me = token(newPerson(site, Role.DOCTOR), stored.study().key());
        move(stored.instance(), 1_000_000_000);

        for (var accepted : List.of(AS_STORED, "application/dicom")) {
            var answer = get(stored.address(), and(me, "Accept", accepted));
            assertThat(answer.statusCode()).as(accepted).isGreaterThanOrEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    @Test
    void a_client_that_has_part_of_an_image_that_is_cut_short_does_not_wait_for_the_rest() throws Exception {
        var site = newSite();
        var stored = store(site, SharedData.file("ct-series/ge-head-28/01.dcm"));
        var me = token(newPerson(site, Role.DOCTOR), stored.study().key());
        move(stored.instance(), stored.instance().bytes() / 2);

        var request = HttpRequest.newBuilder(URI.create(base() + stored.address()))
                .headers(and(me, "Accept", AS_STORED))
                .build();
        var answer = HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofByteArray());
        assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void metadata_of_a_study_is_not_said_to_be_all_where_a_series_of_it_cannot_be_read() throws Exception {
        var site = newSite();
        var stored = store(site, SharedData.file("ct/pydicom__CT_small.dcm"));
        var me = token(newPerson(site, Role.DOCTOR), stored.study().key());
        var another = UUID.randomUUID();
        jdbc.sql("""
                insert into storage.series select (jsonb_populate_record(s, jsonb_build_object(
                    'id', :another, 'series_uid', s.series_uid || '.2', 'number', '99'))).*
                from storage.series s where s.id = :series""")
                .param("another", another)
                .param("series", stored.instance().seriesId())
                .update();
        jdbc.sql("""
                insert into storage.instance select (jsonb_populate_record(i, jsonb_build_object(
                    'id', gen_random_uuid(), 'series_id', :another::uuid, 'sop_uid', i.sop_uid || '.2',
                    'file_offset', 1000000000))).*
                from storage.instance i where i.id = :instance""")
                .param("another", another)
                .param("instance", stored.instance().id())
                .update();

        var answer = get("/dicom-web/studies/" + stored.study().studyInstanceUid() + "/metadata", me);

        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(500);
    }

    /** The index says that it begins further on than it does, so that its end is missing. */
    private void move(Instance instance, long bytes) {
        jdbc.sql("update storage.instance set file_offset = file_offset + ? where id = ?")
                .params(bytes, instance.id())
                .update();
    }

    @Test
    void a_whole_answer_says_how_long_it_is() throws Exception {
        var site = newSite();
        var stored = store(site, SharedData.file("ct/pydicom__CT_small.dcm"));
        var me = token(newPerson(site, Role.DOCTOR), stored.study().key());

        var answer = get(stored.address(), and(me, "Accept", AS_STORED));

        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);
    }

    @Test
    void a_single_file_may_be_asked_for_in_ranges() throws Exception {
        var site = newSite();
        var stored = store(site, SharedData.file("ct/pydicom__CT_small.dcm"));
        var me = and(token(newPerson(site, Role.DOCTOR), stored.study().key()), "Accept", "application/dicom");

        var whole = get(stored.address(), me);
        var middle = get(stored.address(), and(me, "Range", "bytes=128-131"));
        var last = get(stored.address(), and(me, "Range", "bytes=-10"));
        var beyond = get(stored.address(), and(me, "Range", "bytes=99999999-"));

        assertThat(whole.headers().firstValue("Content-Type").orElse("")).startsWith("application/dicom;");
        assertThat(whole.body().length).isEqualTo((int) stored.instance().bytes());
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(text(middle)).isEqualTo("DICM");
        assertThat(middle.headers().firstValue("Content-Range"))
                .hasValue("bytes 128-131/" + stored.instance().bytes());
        assertThat(last.body())
                .isEqualTo(Arrays.copyOfRange(whole.body(), whole.body().length - 10, whole.body().length));
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void a_browser_that_has_the_instance_is_not_sent_it_again() throws Exception {
        var site = newSite();
        var stored = store(site, SharedData.file("ct/pydicom__CT_small.dcm"));
        var me = and(token(newPerson(site, Role.DOCTOR), stored.study().key()), "Accept", AS_STORED);
        var first = get(stored.address(), me);
        var tag = first.headers().firstValue("ETag").orElseThrow();

        var second = get(stored.address(), and(me, "If-None-Match", tag));

        assertThat(first.headers().firstValue("Cache-Control").orElse("")).contains("private", "immutable", "max-age=");
        assertThat(first.headers().allValues("Vary").toString()).contains("Authorization");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/dicom+xml", "multipart/related; type=\"image/jpeg\"", "text/html"})
    void what_instances_are_not_is_not_acceptable(String accept) throws Exception {
        var site = newSite();
        var stored = store(site, SharedData.file("ct/pydicom__CT_small.dcm"));
        var me = token(newPerson(site, Role.DOCTOR), stored.study().key());

        var answer = get(stored.address(), and(me, "Accept", accept));

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(text(answer)).contains("\"status\":406");
    }

    @Test
    void a_transfer_syntax_that_the_hub_does_not_write_is_not_acceptable() throws Exception {
        var site = newSite();
        var stored = store(site, SharedData.file("ct/pydicom__CT_small.dcm"));
        var me = token(newPerson(site, Role.DOCTOR), stored.study().key());
        var jpeg = "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.50";

        assertThat(get(stored.address(), and(me, "Accept", jpeg)).statusCode()).isEqualTo(406);
    }

    @Test
    void the_wanted_type_is_found_among_several_with_their_weights() throws Exception {
        var site = newSite();
        var stored = store(site, SharedData.file("ct/pydicom__CT_small.dcm"));
        var me = token(newPerson(site, Role.DOCTOR), stored.study().key());

        var answer = get(
                stored.address(),
                and(
                        me,
                        "Accept",
                        "image/jpeg;q=0.9, application/dicom;q=0.2, multipart/related;type=application/dicom;q=0.8"));

        assertThat(Multipart.parts(answer)).hasSize(1);
        assertThat(List.of(200)).contains(answer.statusCode());
    }

    @Test
    void what_is_not_there_is_not_found() throws Exception {
        var site = newSite();
        var stored = store(site, SharedData.file("ct/pydicom__CT_small.dcm"));
        var me = token(newPerson(site, Role.DOCTOR), stored.study().key());
        var study = "/dicom-web/studies/" + stored.study().studyInstanceUid();

        for (var address : List.of(
                "/dicom-web/studies/1.2.3",
                "/dicom-web/studies/not-a-uid",
                study + "/series/1.2.3",
                study + "/series/" + stored.series().seriesInstanceUid() + "/instances/1.2.3",
                stored.address() + "/frames/2")) {
            assertThat(get(address, me).statusCode()).as(address).isEqualTo(404);
        }
    }
}
