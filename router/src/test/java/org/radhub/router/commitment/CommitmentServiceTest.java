package org.radhub.router.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.audit.AuditAction;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.NetworkAddress;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.router.EventReports;
import org.radhub.router.association.Hub;
import org.radhub.router.testing.Modality;
import org.radhub.storage.Attributes;
import org.radhub.storage.SopReference;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommitmentServiceTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String MR = "1.2.840.10008.5.1.4.1.1.4";

    private static final Map<String, Object> WHATEVER_THE_INDEX_NEEDS = Map.of("radhub.commitment.patience", "1m");

    @TempDir
    Path home;

    private Hub hub;

    @BeforeEach
    void start() {
        hub = hub(Map.of("radhub.commitment.patience", "200ms"));
    }

    private Hub hub(Map<String, Object> further) {
        var settings = new HashMap<String, Object>(Map.of(
                "radhub.storage.quiet", "1h",
                "radhub.commitment.backoff", "100ms",
                "radhub.commitment.longest-backoff", "400ms",
                "radhub.commitment.round", "50ms",
                // A device that says nothing is waited for longer than any test takes.
                "radhub.requestor.accept-timeout", "10m"));
        settings.putAll(further);
        return Hub.storing(home, settings);
    }

    private void startAgain(Map<String, Object> settings) {
        hub.close();
        hub = hub(settings);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void what_is_kept_is_committed_in_the_same_association_and_proves_the_study_complete() throws IOException {
        startAgain(WHATEVER_THE_INDEX_NEEDS);
        try (var modality = Modality.calling(hub.port(), Hub.CT, CT, Report.PUSH_MODEL)) {
            assertThat(modality.store(CT, instance(1)).status()).isZero();
            assertThat(modality.store(CT, instance(2)).status()).isZero();
            assertThat(ask(modality, "2.25.1", CT, 1, 2).status()).isZero();

            var report = modality.next();
            assertThat(report.field()).isEqualTo(Modality.N_EVENT_REPORT);
            assertThat(report.text(0x0002)).isEqualTo(Report.PUSH_MODEL);
            assertThat(report.text(0x1000)).isEqualTo(Report.PUSH_MODEL_INSTANCE);
            assertThat(report.number(0x1002)).isEqualTo(1);
            assertThat(report.dataSet().text(Report.TRANSACTION_UID)).isEqualTo("2.25.1");
            assertThat(uids(report, 0x00081199)).containsExactly(uid(1), uid(2));
            assertThat(report.dataSet().has(0x00081198)).isFalse();
            modality.answer(report, 0);

            await().until(() -> state("2.25.1").equals("REPORTED"));
            await().until(() -> evidence().equals("STORAGE_COMMITMENT"));
            modality.release();
        }
        assertThat(hub.trail().about("2.25.1", 10))
                .extracting(line -> line.access().action())
                .containsExactly(AuditAction.QUERY);
        assertThat(hub.trail().about("1.2.1", 10))
                .extracting(line -> line.access().detail())
                .anyMatch(line -> line.contains("2.25.1 reported: 2 instances committed, 0 failed"));
    }

    @Test
    void what_is_not_kept_is_reported_with_its_reason_where_the_device_listens() throws IOException {
        try (var listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            listensAt(listening.getLocalPort());
            try (var modality = Modality.calling(hub.port(), Hub.CT, CT, Report.PUSH_MODEL)) {
                assertThat(modality.store(CT, instance(1)).status()).isZero();
                modality.release();
            }
            indexed(1);
            try (var modality = Modality.calling(hub.port(), Hub.CT, Report.PUSH_MODEL)) {
                assertThat(ask(modality, "2.25.2", MR, 1, 7).status()).isZero();
            }
            try (var called = Modality.called(listening)) {
                var report = called.next();
                assertThat(called.roles).isEqualTo(Report.PUSH_MODEL + " 01");
                assertThat(report.number(0x1002)).isEqualTo(2);
                assertThat(uids(report, 0x00081198)).containsExactly(uid(1), uid(7));
                assertThat(report.dataSet().items(0x00081198))
                        .extracting(item -> item.text(0x00081197))
                        .containsExactly(String.valueOf(0x0119), String.valueOf(0x0112));
                called.answer(report, 0);
                called.beReleased();
            }
            await().until(() -> state("2.25.2").equals("REPORTED"));
        }
    }

    @Test
    void a_report_is_owed_until_the_device_has_confirmed_it() throws IOException {
        startAgain(WHATEVER_THE_INDEX_NEEDS);
        try (var listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            try (var modality = Modality.calling(hub.port(), Hub.CT, CT, Report.PUSH_MODEL)) {
                assertThat(modality.store(CT, instance(1)).status()).isZero();
                assertThat(ask(modality, "2.25.3", CT, 1).status()).isZero();
                assertThat(modality.next().field()).isEqualTo(Modality.N_EVENT_REPORT);
            }
            await().until(() -> problem("2.25.3").contains("where the hub can call"));
            listensAt(listening.getLocalPort());
            try (var vanishing = Modality.called(listening)) {
                assertThat(vanishing.next().number(0x1002)).isEqualTo(1);
            }
            try (var refusing = Modality.called(listening)) {
                refusing.answer(refusing.next(), 0x0110);
                refusing.beReleased();
            }
            await().until(() -> problem("2.25.3").contains("0110"));
            try (var called = Modality.called(listening)) {
                called.answer(called.next(), 0);
                called.beReleased();
            }
            await().until(() -> state("2.25.3").equals("REPORTED"));
        }
    }

    @Test
    void a_device_that_cannot_be_called_is_told_when_it_calls_again() throws IOException {
        startAgain(WHATEVER_THE_INDEX_NEEDS);
        try (var modality = Modality.calling(hub.port(), Hub.CT, CT, Report.PUSH_MODEL)) {
            assertThat(modality.store(CT, instance(1)).status()).isZero();
            assertThat(ask(modality, "2.25.4", CT, 1).status()).isZero();
        }
        await().until(() -> !problem("2.25.4").isEmpty());
        hub.jdbc().sql("update router.commitment set next_at = now()").update();
        try (var modality = Modality.calling(hub.port(), Hub.CT, Report.PUSH_MODEL)) {
            assertThat(ask(modality, "2.25.4", CT, 1).status()).isZero();
            var report = modality.next();
            assertThat(report.dataSet().text(Report.TRANSACTION_UID)).isEqualTo("2.25.4");
            modality.answer(report, 0);
            await().until(() -> state("2.25.4").equals("REPORTED"));
        }
    }

    @Test
    void what_never_comes_is_reported_missing_in_time_where_the_device_keeps_its_association_open() throws IOException {
        startAgain(Map.of("radhub.commitment.patience", "6s"));
        try (var modality = Modality.calling(hub.port(), Hub.CT, CT, Report.PUSH_MODEL)) {
            assertThat(ask(modality, "2.25.1", CT, 1, 7).status()).isZero();
            assertThat(modality.store(CT, instance(1)).status()).isZero();
            var report = modality.next();
            assertThat(report.field()).isEqualTo(Modality.N_EVENT_REPORT);
            assertThat(uids(report, 0x00081199)).containsExactly(uid(1));
            assertThat(uids(report, 0x00081198)).containsExactly(uid(7));
            modality.answer(report, 0);
            await().until(() -> state("2.25.1").equals("REPORTED"));
            modality.release();
        }
    }

    @Test
    void a_device_that_leaves_is_told_of_what_never_came_where_it_listens() throws IOException {
        startAgain(Map.of("radhub.commitment.patience", "1s"));
        try (var listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            listensAt(listening.getLocalPort());
            try (var modality = Modality.calling(hub.port(), Hub.CT, Report.PUSH_MODEL)) {
                assertThat(ask(modality, "2.25.1", CT, 7).status()).isZero();
                modality.release();
            }
            try (var called = Modality.called(listening)) {
                var report = called.next();
                assertThat(uids(report, 0x00081198)).containsExactly(uid(7));
                called.answer(report, 0);
                called.beReleased();
            }
            await().until(() -> state("2.25.1").equals("REPORTED"));
        }
    }

    @Test
    void a_device_that_takes_no_reports_cannot_ask_without_end() throws IOException {
        startAgain(Map.of("radhub.commitment.most-owed", "3", "radhub.commitment.patience", "1h"));
        try (var modality = Modality.calling(hub.port(), Hub.CT, Report.PUSH_MODEL)) {
            assertThat(ask(modality, "2.25.1", CT, 7, 8).status()).isZero();
            assertThat(ask(modality, "2.25.2", CT, 7, 8).status()).isEqualTo(0x0213);
            assertThat(ask(modality, "2.25.3", CT, 9).status()).isZero();
        }
        assertThat(owed()).isEqualTo(2);
    }

    @Test
    void what_could_not_be_told_for_a_week_is_given_up_and_what_was_over_a_month_ago_is_forgotten() {
        owedTo(Hub.CT, "2.25.1", "2.25.2");
        hub.jdbc()
                .sql(
                        "update router.commitment set asked_at = now() - interval '8 days' where transaction_uid = '2.25.1'")
                .update();
        // Not while the hub tries once more to bring it.
        await().untilAsserted(() -> {
            hub.get(CommitmentCourier.class).tidy();
            assertThat(state("2.25.1")).isEqualTo("GIVEN_UP");
        });
        assertThat(state("2.25.2")).isEqualTo("OWED");
        hub.jdbc()
                .sql("update router.commitment set reported_at = now() - interval '31 days' where state = 'GIVEN_UP'")
                .update();
        hub.get(CommitmentCourier.class).tidy();
        assertThat(hub.jdbc()
                        .sql("select transaction_uid from router.commitment")
                        .query(String.class)
                        .list())
                .containsExactly("2.25.2");
    }

    @Test
    void a_device_that_says_nothing_delays_the_reports_of_no_other() throws IOException {
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                var listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            listensAt(silent.getLocalPort());
            hub.register(new Device("COUNTYA_CT2", "COUNTYA", "CT 2", "CT", List.of("127.0.0.0/8"), true));
            hub.get(Devices.class)
                    .callAt("COUNTYA_CT2", Optional.of(new NetworkAddress("127.0.0.1", listening.getLocalPort())));
            owedTo(Hub.CT, "2.25.1", "2.25.2", "2.25.3");
            try (var called = silent.accept()) {
                owedTo("COUNTYA_CT2", "2.25.4");
                try (var answering = Modality.called(listening)) {
                    answering.answer(answering.next(), 0);
                    answering.beReleased();
                }
                await().until(() -> state("2.25.4").equals("REPORTED"));
                assertThat(called.isClosed()).isFalse();
            }
        }
    }

    @Test
    void a_device_that_cannot_be_called_is_left_alone_and_told_everything_when_it_is_back() throws IOException {
        try (var listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            listensAt(listening.getLocalPort());
            owedTo(Hub.CT, "2.25.1", "2.25.2", "2.25.3");
            for (var i = 0; i < 3; i++) {
                listening.accept().close();
            }
            await().until(() -> failures(Hub.CT) >= 3);
            for (var i = 0; i < 3; i++) {
                try (var called = Modality.called(listening)) {
                    called.answer(called.next(), 0);
                    called.beReleased();
                }
            }
            await().until(() -> List.of("2.25.1", "2.25.2", "2.25.3").stream()
                    .allMatch(transaction -> state(transaction).equals("REPORTED")));
            assertThat(failures(Hub.CT)).isZero();
        }
    }

    @Test
    void several_processes_on_one_database_bring_each_report_once() throws IOException {
        try (var listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            listensAt(listening.getLocalPort());
            var transactions =
                    IntStream.range(0, 20).mapToObj(i -> "2.25." + (i + 1)).toArray(String[]::new);
            var second = secondCourier();
            second.start();
            try {
                owedTo(Hub.CT, transactions);
                var told = new ArrayList<String>();
                while (told.size() < transactions.length) {
                    second.round();
                    try (var called = Modality.called(listening)) {
                        var report = called.next();
                        told.add(report.dataSet().text(Report.TRANSACTION_UID));
                        called.answer(report, 0);
                        called.beReleased();
                    }
                }
                assertThat(told).containsExactlyInAnyOrder(transactions);
                await().until(() -> owed() == 0);
            } finally {
                second.stop();
            }
        }
    }

    @Test
    void a_device_is_not_told_of_what_another_hospital_has() throws IOException {
        hub.get(Sites.class).put(new Site("COUNTYB", "County B", "乙县医院", SiteKind.COUNTY, Optional.empty()));
        hub.register(new Device("COUNTYB_CT", "COUNTYB", "CT", "CT", List.of("127.0.0.0/8"), true));
        try (var modality = Modality.calling(hub.port(), Hub.CT, CT)) {
            assertThat(modality.store(CT, instance(1)).status()).isZero();
        }
        indexed(1);
        try (var other = Modality.calling(hub.port(), "COUNTYB_CT", Report.PUSH_MODEL)) {
            assertThat(ask(other, "2.25.5", CT, 1).status()).isZero();
            var report = other.next();
            assertThat(report.number(0x1002)).isEqualTo(2);
            assertThat(report.dataSet().items(0x00081198).get(0).text(0x00081197))
                    .isEqualTo(String.valueOf(0x0112));
            other.answer(report, 0);
            await().until(() -> state("2.25.5").equals("REPORTED"));
        }
    }

    @Test
    void what_makes_no_sense_is_refused_and_nothing_is_owed() throws IOException {
        try (var modality = Modality.calling(hub.port(), Hub.CT, Report.PUSH_MODEL)) {
            var elements = new HashMap<>(ACTION);
            elements.put(0x1001, "1.2.3");
            assertThat(modality.ask(Modality.N_ACTION, Report.PUSH_MODEL, elements, request("2.25.6", CT, 1))
                            .status())
                    .isEqualTo(0x0112);
            elements.putAll(ACTION);
            elements.put(0x1008, 2);
            assertThat(modality.ask(Modality.N_ACTION, Report.PUSH_MODEL, elements, request("2.25.6", CT, 1))
                            .status())
                    .isEqualTo(0x0123);
            assertThat(ask(modality, "", CT, 1).status()).isEqualTo(0x0115);
            assertThat(ask(modality, "2.25.6", CT).status()).isEqualTo(0x0115);
            assertThat(ask(modality, "2.25.6", "", 1).status()).isEqualTo(0x0115);
            assertThat(modality.ask(Modality.N_SET, Report.PUSH_MODEL, ACTION, request("2.25.6", CT, 1))
                            .status())
                    .isEqualTo(0x0211);
        }
        assertThat(hub.jdbc()
                        .sql("select count(*) from router.commitment")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private static final Map<Integer, Object> ACTION =
            Map.of(0x0003, Report.PUSH_MODEL, 0x1001, Report.PUSH_MODEL_INSTANCE, 0x1008, 1);

    private static Modality.Message ask(Modality modality, String transaction, String sopClass, int... numbers)
            throws IOException {
        return modality.ask(Modality.N_ACTION, Report.PUSH_MODEL, ACTION, request(transaction, sopClass, numbers));
    }

    private static Attributes request(String transaction, String sopClass, int... numbers) {
        return Attributes.builder()
                .put(Report.TRANSACTION_UID, transaction)
                .sequence(
                        Report.REFERENCED_SOP_SEQUENCE,
                        Arrays.stream(numbers)
                                .mapToObj(number -> Attributes.builder()
                                        .put(Report.REFERENCED_SOP_CLASS_UID, sopClass)
                                        .put(Report.REFERENCED_SOP_INSTANCE_UID, uid(number))
                                        .build())
                                .toList())
                .build();
    }

    private static List<String> uids(Modality.Message report, int sequence) {
        return report.dataSet().items(sequence).stream()
                .map(item -> item.text(Report.REFERENCED_SOP_INSTANCE_UID))
                .toList();
    }

    private static Attributes instance(int number) {
        return Attributes.builder()
                .put(0x00080016, CT)
                .put(0x00080018, uid(number))
                .put(0x00080060, "CT")
                .put(0x00100010, "Zhang^Wei")
                .put(0x00100020, "P1")
                .put(0x0020000D, "1.2.1")
                .put(0x0020000E, "1.2.1.1")
                .put(0x00200013, number)
                .build();
    }

    private static String uid(int number) {
        return "1.2.1.1." + number;
    }

    /** A courier of another process. */
    private CommitmentCourier secondCourier() {
        var book = hub.get(CommitmentBook.class);
        return new CommitmentCourier(
                book,
                new InHand(book, Clock.systemUTC()),
                hub.get(CommitmentReview.class),
                hub.get(Settlement.class),
                hub.get(EventReports.class),
                hub.get(Devices.class),
                hub.get(Settings.class),
                Clock.systemUTC(),
                "RADHUB");
    }

    /** Written down as if the device had asked and gone. */
    private void owedTo(String aeTitle, String... transactions) {
        var book = hub.get(CommitmentBook.class);
        for (var transaction : transactions) {
            var asked = new Asked(
                    UUID.randomUUID(),
                    "COUNTYA",
                    aeTitle,
                    transaction,
                    List.of(new SopReference(CT, uid(1))),
                    Instant.now(),
                    0);
            assertThat(book.keep(asked, Instant.now())).isTrue();
        }
    }

    private int failures(String aeTitle) {
        return hub.jdbc()
                .sql("select coalesce(sum(failures), 0) from router.commitment_device where ae_title = ?")
                .param(aeTitle)
                .query(Integer.class)
                .single();
    }

    private int owed() {
        return hub.jdbc()
                .sql("select count(*) from router.commitment where state = 'OWED'")
                .query(Integer.class)
                .single();
    }

    private void listensAt(int port) {
        hub.get(Devices.class).callAt(Hub.CT, Optional.of(new NetworkAddress("127.0.0.1", port)));
    }

    private void indexed(int instances) {
        await().until(() -> hub.jdbc()
                        .sql("select count(*) from storage.instance")
                        .query(Integer.class)
                        .single()
                == instances);
    }

    private String evidence() {
        return hub.jdbc()
                .sql("select coalesce(evidence_kind, '') from storage.study")
                .query(String.class)
                .single();
    }

    private String state(String transaction) {
        return column("state", transaction);
    }

    private String problem(String transaction) {
        return column("problem", transaction);
    }

    private String column(String column, String transaction) {
        return hub.jdbc()
                .sql("select " + column + " from router.commitment where transaction_uid = ?")
                .param(transaction)
                .query(String.class)
                .single();
    }
}
