package org.radhub.viewer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Device;
import org.radhub.registry.DeviceTokens;
import org.radhub.registry.Devices;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.radhub.registry.Scope;
import org.radhub.viewer.HubTest;
import org.radhub.viewer.SharedData;
import org.radhub.viewer.frames.FileMeta;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StoreTest extends HubTest {
    private static final String BOUNDARY = "0a1b2c3d";
    private static final String FAILED = "00081198";
    private static final String KEPT = "00081199";
    private static final String OTHERS = "0008119A";

    @Autowired
    private AuditTrail trail;

    @Autowired
    private Devices devices;

    @Autowired
    private DeviceTokens deviceTokens;

    @Test
    void what_is_stored_is_kept_byte_for_byte_for_the_persons_own_site() throws Exception {
        var doctor = newPerson(newSite(), Role.DOCTOR);
        var entries = SharedData.entries("ct-series").subList(0, 5);
        var study = entries.get(0).study();

        var answer =
                store(doctor, "", entries.stream().map(SharedData.Entry::file).toList());

        assertThat(answer.statusCode()).isEqualTo(200);
        var said = json(answer);
        assertThat(said.path(KEPT).path("Value")).hasSize(5);
        assertThat(said.path("00081190").path("Value").path(0).asString())
                .isEqualTo(base() + "/dicom-web/studies/" + study);
        await().atMost(Duration.ofSeconds(60)).until(() -> studies.withUid(study, Scope.ofSite(doctor.site())).stream()
                .anyMatch(found -> found.instanceCount() == 5));
        for (var i = 0; i < entries.size(); i++) {
            var item = said.path(KEPT).path("Value").path(i);
            var address = item.path("00081190").path("Value").path(0).asString();
            var kept = get(
                    address.substring(base().length()),
                    and(signedIn(doctor), "Accept", "application/dicom; transfer-syntax=*"));
            assertThat(kept.statusCode()).isEqualTo(200);
            var sent = FileMeta.of(Files.readAllBytes(entries.get(i).file()));
            assertThat(Arrays.equals(FileMeta.of(kept.body()).dataSet(), sent.dataSet()))
                    .isTrue();
        }
        assertThat(trail.about(study, 100))
                .filteredOn(line -> line.access().action() == AuditAction.INSTANCES_TRANSFERRED)
                .anyMatch(line -> line.access().actor().equals(doctor.id())
                        && line.access().site().equals(doctor.site()));
    }

    @Test
    void what_cannot_be_kept_is_named_and_the_rest_is_kept() throws Exception {
        var doctor = newPerson(newSite(), Role.DOCTOR);
        var good = Files.readAllBytes(SharedData.entries("ct-series").get(0).file());
        var cut = Arrays.copyOf(good, good.length - 1001);

        var some = send(doctor, "", List.of(good, cut, "no DICOM".getBytes(StandardCharsets.US_ASCII)));
        assertThat(some.statusCode()).isEqualTo(202);
        assertThat(json(some).path(KEPT).path("Value")).hasSize(1);
        assertThat(reason(json(some), FAILED)).isBetween(0xC000, 0xCFFF);
        assertThat(reason(json(some), OTHERS)).isEqualTo(0xC000);

        var withinMeta = send(doctor, "", List.of(Arrays.copyOf(good, 160), good));
        assertThat(withinMeta.statusCode()).isEqualTo(202);
        assertThat(json(withinMeta).path(KEPT).path("Value")).hasSize(1);
        assertThat(reason(json(withinMeta), OTHERS)).isEqualTo(0xC000);

        var none = send(doctor, "", List.of(cut));
        assertThat(none.statusCode()).isEqualTo(409);
        assertThat(json(none).path(KEPT).isMissingNode()).isTrue();
    }

    @Test
    void what_is_too_large_is_refused_by_a_reason_of_its_own_and_the_rest_is_kept() throws Exception {
        var doctor = newPerson(newSite(), Role.DOCTOR);
        var good = Files.readAllBytes(SharedData.entries("ct-series").get(0).file());
        int padding = 64 << 20;
        var large = ByteBuffer.allocate(good.length + 12 + padding)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(good)
                .putShort((short) 0xfffc)
                .putShort((short) 0xfffc)
                .put(new byte[] {'O', 'B', 0, 0})
                .putInt(padding)
                .array();

        var answer = send(doctor, "", List.of(large, good));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(reason(json(answer), FAILED)).isEqualTo(0xC001);
        assertThat(json(answer).path(KEPT).path("Value")).hasSize(1);
    }

    @Test
    void the_address_of_a_study_takes_instances_of_this_study_alone() throws Exception {
        var doctor = newPerson(newSite(), Role.DOCTOR);
        var mine = SharedData.entries("ct-series").get(0);
        var other = SharedData.entries("mr-series").get(0);

        var answer = store(doctor, "/" + mine.study(), List.of(mine.file(), other.file()));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer).path(KEPT).path("Value")).hasSize(1);
        assertThat(reason(json(answer), FAILED)).isEqualTo(0xA900);
        assertThat(studies.withUid(other.study(), Scope.ofSite(doctor.site()))).isEmpty();
    }

    @Test
    void only_doctors_and_administrators_who_sign_in_store() throws Exception {
        var site = newSite();
        var file = SharedData.entries("ct-series").get(0).file();
        var stored = store(site, file);
        var doctor = newPerson(site, Role.DOCTOR);

        assertThat(store(newPerson(site, Role.READER), "", List.of(file)).statusCode())
                .isEqualTo(403);
        assertThat(post(
                                "/dicom-web/studies",
                                body(List.of(Files.readAllBytes(file))),
                                and(token(doctor, stored.study().key()), "Content-Type", type()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/dicom-web/studies", new byte[0], "Content-Type", type())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_device_stores_for_its_site_with_its_token_and_can_do_nothing_else_with_it() throws Exception {
        var site = newSite();
        var device = new Device(site + "_GW", site, "", "CT", List.of("127.0.0.0/8", "::1"), true);
        devices.put(device);
        var issued = deviceTokens.issue(device.aeTitle(), "admin");
        var bearer = new String[] {"Authorization", "Bearer " + issued.secret()};
        var entry = SharedData.entries("ct-series").get(0);
        var body = body(List.of(Files.readAllBytes(entry.file())));

        var answer = post("/dicom-web/studies", body, and(bearer, "Content-Type", type()));
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60)).until(() -> studies.withUid(entry.study(), Scope.ofSite(site)).stream()
                .anyMatch(study -> study.callingAeTitle().equals(device.aeTitle())));
        assertThat(trail.about(entry.study(), 100))
                .anyMatch(line -> line.access().action() == AuditAction.INSTANCES_TRANSFERRED
                        && line.access().actor().equals(device.aeTitle())
                        && line.access().site().equals(site));

        for (var read : List.of(
                "/dicom-web/studies",
                "/dicom-web/studies/" + entry.study(),
                "/dicom-web/studies/" + entry.study() + "/metadata",
                "/wado?requestType=WADO&studyUID=" + entry.study())) {
            assertThat(get(read, bearer).statusCode()).as(read).isEqualTo(403);
        }
        assertThat(trail.latest(0, 1).get(0).access())
                .matches(line -> !line.success() && line.actor().equals(device.aeTitle()));

        deviceTokens.revoke(device.aeTitle(), issued.token().name());
        var after = post("/dicom-web/studies", body, and(bearer, "Content-Type", type()));
        assertThat(after.statusCode()).isEqualTo(401);
        assertThat(after.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(header -> assertThat(header).startsWith("Bearer"));
    }

    @Test
    void a_token_is_taken_from_its_devices_addresses_alone() throws Exception {
        var site = newSite();
        var body = body(List.of(
                Files.readAllBytes(SharedData.entries("ct-series").get(0).file())));
        for (var addresses : List.of(List.<String>of(), List.of("192.0.2.0/24"))) {
            var device = new Device(site + "_AWAY", site, "", "CT", addresses, true);
            devices.put(device);
            var secret = deviceTokens.issue(device.aeTitle(), "admin").secret();

            var answer = post("/dicom-web/studies", body, "Authorization", "Bearer " + secret, "Content-Type", type());

            assertThat(answer.statusCode()).as(text(answer)).isEqualTo(403);
            assertThat(text(answer)).contains("address");
            assertThat(trail.latest(0, 1).get(0).access())
                    .matches(line -> !line.success() && line.actor().equals(device.aeTitle()));
        }
    }

    @Test
    void schemes_and_media_types_are_read_in_letters_of_either_case_and_the_last_line_needs_no_end() throws Exception {
        var site = newSite();
        var device = new Device(site + "_GW", site, "", "CT", List.of("127.0.0.0/8", "::1"), true);
        devices.put(device);
        var secret = deviceTokens.issue(device.aeTitle(), "admin").secret();
        var body = body(List.of(
                Files.readAllBytes(SharedData.entries("ct-series").get(0).file())));
        var unended = Arrays.copyOf(body, body.length - 2);
        var type = "Multipart/Related; TYPE=\"Application/DICOM\"; boundary=" + BOUNDARY;
        for (var scheme : List.of("bearer ", "BEARER   ")) {
            var answer = post("/dicom-web/studies", unended, "Authorization", scheme + secret, "Content-Type", type);
            assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        }
    }

    @Test
    void a_request_that_is_none_is_refused_as_such() throws Exception {
        var doctor = newPerson(newSite(), Role.DOCTOR);
        assertThat(post("/dicom-web/studies", new byte[10], and(signedIn(doctor), "Content-Type", "application/json"))
                        .statusCode())
                .isEqualTo(415);
        for (var type : List.of("multipart/form-data", "multipart/form-data; boundary=x", "nonsense")) {
            refused(415, post("/dicom-web/studies", new byte[10], and(signedIn(doctor), "Content-Type", type)));
        }
        for (var boundary : List.of("", "; boundary=\"\"", "; boundary=" + "x".repeat(6000))) {
            var type = "multipart/related; type=\"application/dicom\"" + boundary;
            refused(400, post("/dicom-web/studies", new byte[10], and(signedIn(doctor), "Content-Type", type)));
        }
        assertThat(send(doctor, "", List.of()).statusCode()).isEqualTo(400);
        var cut = body(List.of(new byte[500]));
        assertThat(post("/dicom-web/studies", Arrays.copyOf(cut, 200), and(signedIn(doctor), "Content-Type", type()))
                        .statusCode())
                .isEqualTo(400);
    }

    private static void refused(int status, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(new JsonMapper().readTree(answer.body()).path("detail").asString())
                .contains("multipart/related");
    }

    private HttpResponse<byte[]> store(Person person, String study, List<Path> files) throws Exception {
        var all = new ArrayList<byte[]>();
        for (var file : files) {
            all.add(Files.readAllBytes(file));
        }
        return send(person, study, all);
    }

    private HttpResponse<byte[]> send(Person person, String study, List<byte[]> files) throws Exception {
        return post("/dicom-web/studies" + study, body(files), and(signedIn(person), "Content-Type", type()));
    }

    private static String type() {
        return "multipart/related; type=\"application/dicom\"; boundary=" + BOUNDARY;
    }

    private static byte[] body(List<byte[]> files) {
        var out = new ByteArrayOutputStream();
        for (var file : files) {
            out.writeBytes(("--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(file);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/dicom+json");
        return new JsonMapper().readTree(answer.body());
    }

    private static int reason(JsonNode answer, String sequence) {
        return answer.path(sequence)
                .path("Value")
                .path(0)
                .path("00081197")
                .path("Value")
                .path(0)
                .asInt();
    }
}
