package org.radhub.app.gallery;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.report.Content;
import org.radhub.report.Deliveries;
import org.radhub.report.Delivery;
import org.radhub.report.DeliveryState;
import org.radhub.report.Draft;
import org.radhub.report.ReportKind;
import org.radhub.report.ReportVersion;
import org.radhub.report.Reports;
import org.radhub.router.Listener;
import org.radhub.router.RefusedCall;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.viewer.ViewerLinks;
import org.radhub.workflow.Board;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.Desk;
import org.radhub.workflow.ReadRequests;
import org.radhub.workflow.Roster;
import org.radhub.workflow.Session;
import org.radhub.workflow.Shift;
import org.springframework.context.annotation.Bean;

class SampleModules {
    private static final String FINDINGS = "双侧大脑半球对称，灰白质界限清晰。右侧基底节区见类圆形高密度影，大小约 2.3×1.8 cm，CT 值约 65 HU，周围见低密度水肿带。\n"
            + "中线结构向左移位约 3 mm。The ventricles are not dilated.";

    static <T> T sample(Class<T> type, java.util.function.BiFunction<String, Object[], Object> answers) {
        return type.cast(java.lang.reflect.Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                    var answer = answers.apply(method.getName(), args);
                    if (answer != null) {
                        return answer;
                    }
                    return method.getReturnType() == List.class
                            ? List.of()
                            : method.getReturnType() == Optional.class
                                    ? Optional.empty()
                                    : method.getName().equals("hashCode")
                                            ? 1
                                            : method.getName().equals("equals") ? proxy == args[0] : null;
                }));
    }

    @Bean
    org.radhub.workflow.ProcessDiagram models() {
        return sample(org.radhub.workflow.ProcessDiagram.class, (verb, args) -> {
            try {
                if (verb.equals("chineseNames")) {
                    var names = new java.util.Properties();
                    names.load(new java.io.StringReader(text("bpmn/remote-read_zh.properties")));
                    return names;
                }
                return verb.equals("process")
                        ? text("bpmn/remote-read.bpmn")
                        : java.util.Map.of("priority", text("bpmn/priority.dmn"), "skill", text("bpmn/skill.dmn"));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static String text(String path) throws java.io.IOException {
        return new org.springframework.core.io.ClassPathResource(path)
                .getContentAsString(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Bean
    @org.springframework.context.annotation.Primary
    org.radhub.registry.Access everything() {
        return person -> person.is(org.radhub.registry.Role.DOCTOR)
                ? org.radhub.registry.Scope.ofSite(person.site())
                : person.is(org.radhub.registry.Role.ADMIN)
                        ? org.radhub.registry.Scope.NOTHING
                        : org.radhub.registry.Scope.EVERYTHING;
    }

    @Bean
    Desk desk(SampleCases cases) {
        return sample(Desk.class, (verb, args) -> {
            if (verb.equals("release")) {
                throw new Refused(Refused.Kind.CONFLICT, Phrase.of("app.case.lost"));
            }
            return cases.find((UUID) args[0]).orElseThrow();
        });
    }

    @Bean
    ReadRequests requests() {
        return sample(ReadRequests.class, (verb, args) -> null);
    }

    @Bean
    Reports reports(SampleCases cases) {
        return sample(Reports.class, (verb, args) -> {
            var id = (UUID) args[0];
            var found = cases.find(id).orElseThrow();
            var at = found.createdAt().plus(40, ChronoUnit.MINUTES);
            var versions = new ArrayList<ReportVersion>();
            if (found.state().ordinal() >= CaseState.PRELIMINARY.ordinal()) {
                versions.add(version(id, 1, ReportKind.PRELIMINARY, new Content(FINDINGS, "右侧基底节区出血？", true), at));
            }
            if (found.state().ordinal() >= CaseState.SIGNED.ordinal()) {
                versions.add(version(
                        id,
                        2,
                        ReportKind.FINAL,
                        new Content(
                                FINDINGS, "1. 右侧基底节区脑出血，出血量约 5 ml。\n2. 中线结构轻度左移。<i>Clinical correlation.</i>", true),
                        at.plus(9, ChronoUnit.MINUTES)));
            }
            if (found.state() == CaseState.ACKNOWLEDGED) {
                versions.add(version(
                        id,
                        3,
                        ReportKind.ADDENDUM,
                        new Content("与 2026-09-01 旧片对比，病灶为新发。", "", false),
                        at.plus(2, ChronoUnit.HOURS)));
            }
            return switch (verb) {
                case "draft" -> new Draft(id, FINDINGS, "右侧基底节区出血", true, 3, "reader1", at);
                case "versions" -> versions;
                case "current" ->
                    versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
                case "sign" -> throw new Refused(Refused.Kind.NOT_ALLOWED, Phrase.of("report.password-wrong"));
                default -> null;
            };
        });
    }

    private static ReportVersion version(UUID id, int number, ReportKind kind, Content content, Instant at) {
        return new ReportVersion(new UUID(3, number), id, number, kind, content, "reader1", at, "00");
    }

    @Bean
    org.radhub.report.ReportTemplates templates() {
        var text = new org.radhub.report.ReportTemplate.Text("Head CT, normal", "颅脑CT平扫（正常）");
        return sample(
                org.radhub.report.ReportTemplates.class,
                (verb, args) -> verb.equals("suiting")
                        ? List.of(new org.radhub.report.ReportTemplate("ct-head", "CT", text, text, text))
                        : null);
    }

    @Bean
    Deliveries deliveries(SampleCases cases) {
        return sample(Deliveries.class, (verb, args) -> {
            if (!verb.equals("ofCase")) {
                return null;
            }
            var found = cases.find((UUID) args[0]).orElseThrow();
            if (found.state().unread()) {
                return List.of();
            }
            var at = found.createdAt().plus(50, ChronoUnit.MINUTES);
            var state = DeliveryState.values()[found.state().ordinal() - CaseState.SIGNED.ordinal()];
            return List.of(
                    new Delivery(
                            new UUID(4, 1),
                            found.id(),
                            2,
                            found.site(),
                            "page",
                            state,
                            1,
                            Optional.empty(),
                            at,
                            Optional.of(at),
                            Optional.empty(),
                            Optional.empty()),
                    new Delivery(
                            new UUID(4, 2),
                            found.id(),
                            2,
                            "CITY1",
                            "page",
                            DeliveryState.DEAD,
                            7,
                            Optional.of("connect timed out <10.1.1.1:2575>"),
                            at,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
        });
    }

    @Bean
    Studies studies(SampleCases cases, Clock clock) {
        return sample(Studies.class, (verb, args) -> switch (verb) {
            case "find" -> Optional.of(study("COUNTYA", true, clock.instant()));
            case "search" -> List.of(study("COUNTYA", false, clock.instant()));
            case "seriesOf" ->
                List.of(
                        series("1", "Scout", 2),
                        series("2", "颅脑 5.0 mm", 32),
                        series("3", "BONE 1.0 <b>thin</b> reconstruction with a long name", 180));
            default -> null;
        });
    }

    private static Series series(String number, String description, int count) {
        return new Series(new UUID(5, 1), new UUID(5, 2), "1.2.3", "CT", number, description, "HEAD", "", "", count);
    }

    private static Study study(String site, boolean complete, Instant now) {
        return new Study(
                new UUID(6, complete ? 1 : 2),
                site,
                "1.2.3.4.5",
                new org.radhub.storage.Patient("P77", "", "Qian^Duoduo=钱^多多", "20190301", "F"),
                "A2611999",
                "20261122",
                "101500",
                "",
                "胸部CT",
                "",
                List.of("CT"),
                "CHEST",
                2,
                41,
                20_000_000,
                "COUNTYA_CT",
                now.minusSeconds(40),
                now.minusSeconds(2),
                complete,
                complete
                        ? List.of(Phrase.of("sample.warning", "ISO_IR 100"), Phrase.of("storage.warning.conflict"))
                        : List.of());
    }

    @Bean
    ViewerLinks links() {
        return sample(ViewerLinks.class, (verb, args) -> new ViewerLinks.Links("weasis://x", "/viewer/"));
    }

    @Bean
    Board board(SampleCases cases, Clock clock) {
        return sample(Board.class, (verb, args) -> {
            var now = clock.instant();
            return new Board.View(
                    now,
                    List.of(
                            new Board.ReaderLoad("reader1", now.plus(Duration.ofHours(3)), 21, 4, 143.5),
                            new Board.ReaderLoad("reader2", now.plus(Duration.ofMinutes(25)), 6, 0, 44),
                            new Board.ReaderLoad("reader3", now.plus(Duration.ofHours(8)), 0, 0, 0),
                            new Board.ReaderLoad("senior1", null, 0, 0, 0)),
                    cases.all().stream()
                            .filter(one -> one.state() == CaseState.WAITING)
                            .toList(),
                    cases.all().stream()
                            .filter(one ->
                                    one.state().unread() && one.deadline().isBefore(now))
                            .toList(),
                    List.of());
        });
    }

    @Bean
    Roster roster(Clock clock) {
        var now = clock.instant().truncatedTo(ChronoUnit.HOURS);
        var sessions = new ArrayList<Session>();
        for (var day : DayOfWeek.values()) {
            sessions.add(new Session(UUID.randomUUID(), "reader1", day, LocalTime.of(8, 0), LocalTime.of(17, 30)));
            sessions.add(new Session(UUID.randomUUID(), "reader2", day, LocalTime.of(16, 0), LocalTime.MIDNIGHT));
            if (day.getValue() > 5) {
                sessions.add(new Session(UUID.randomUUID(), "reader3", day, LocalTime.of(20, 0), LocalTime.of(6, 0)));
            }
        }
        return sample(Roster.class, (verb, args) -> switch (verb) {
            case "sessions" -> sessions;
            case "between" ->
                List.of(
                        new Shift(
                                sessions.get(0).id(),
                                "reader1",
                                now.minus(3, ChronoUnit.HOURS),
                                now.plus(4, ChronoUnit.HOURS)),
                        new Shift(
                                UUID.randomUUID(),
                                "reader2",
                                now.plus(1, ChronoUnit.HOURS),
                                now.plus(9, ChronoUnit.HOURS)));
            default -> null;
        });
    }

    @Bean
    org.radhub.router.Traffic traffic(Clock clock) {
        var now = clock.instant();
        return sample(
                org.radhub.router.Traffic.class,
                (verb, args) -> List.of(new org.radhub.router.DeviceTraffic(
                        "COUNTYA_CT",
                        2,
                        1312.4,
                        11_500_000,
                        now,
                        Optional.of(now),
                        48_211,
                        25_000_000_000L,
                        3,
                        Optional.of(new org.radhub.router.DeviceTraffic.Refusal(
                                now.minusSeconds(4000), "A700", "No room on the hub's disk <now>")))));
    }

    @Bean
    org.radhub.storage.ArrivingStudies arriving(Clock clock) {
        return sample(org.radhub.storage.ArrivingStudies.class, (verb, args) -> {
            var scope = (org.radhub.registry.Scope) args[0];
            var study = study("COUNTYA", false, clock.instant());
            return scope.includes(study.key())
                    ? List.of(new org.radhub.storage.ArrivingStudy(study, 1, 300, Optional.empty(), true))
                    : List.of();
        });
    }

    @Bean
    org.radhub.storage.SpoolHealth spool(Clock clock) {
        return sample(
                org.radhub.storage.SpoolHealth.class,
                (verb, args) -> new org.radhub.storage.SpoolHealth.Snapshot(
                        1_200_000_000L,
                        80_000_000_000L,
                        12,
                        true,
                        4,
                        Optional.of("connection refused"),
                        Optional.of(clock.instant()),
                        Optional.of("pack 0b1c in the spool cannot be read: Input/output error"),
                        1,
                        3));
    }

    @Bean
    org.radhub.storage.StoreHealth store(Clock clock) {
        var problem = new org.radhub.storage.StoreHealth.Problem(
                "the object store at http://s3.example does not answer", clock.instant());
        return sample(org.radhub.storage.StoreHealth.class, (verb, args) -> Optional.of(problem));
    }

    @Bean
    Listener listener(Clock clock) {
        return sample(Listener.class, (verb, args) -> switch (verb) {
            case "port" -> 11112;
            case "tlsPort" -> 2762;
            case "aeTitle" -> "RADHUB";
            case "refusedCalls" ->
                List.of(
                        new RefusedCall(
                                "TOWNA2_DR",
                                "RADHUB",
                                "10.12.4.17",
                                Phrase.of("router.refused.unknown-device"),
                                214,
                                clock.instant().minusSeconds(86000),
                                clock.instant().minusSeconds(20)),
                        new RefusedCall(
                                "COUNTYA_CT",
                                "RADHUB",
                                "10.99.1.5",
                                Phrase.of("router.refused.wrong-address"),
                                7,
                                clock.instant().minusSeconds(3000),
                                clock.instant().minusSeconds(60)),
                        new RefusedCall(
                                "<b>EVIL</b>",
                                "ANY-SCP",
                                "192.168.77.201",
                                Phrase.of("sample.unknown"),
                                1,
                                clock.instant().minusSeconds(5000),
                                clock.instant().minusSeconds(5000)));
            default -> null;
        });
    }
}
