package org.radhub.app.gallery;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.radhub.registry.Page;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.storage.Conflict;
import org.radhub.storage.Conflict.Difference;
import org.radhub.storage.ConflictQuery;
import org.radhub.storage.Conflicts;
import org.radhub.storage.Instance;
import org.radhub.storage.InstanceHeader;
import org.radhub.storage.Patient;
import org.springframework.context.annotation.Bean;

/** Images in conflict: two patients under one identifier, one that came anew from another series, one that is lost, and one decided. */
class SampleConflicts {
    private static final StudyKey DELIVERED = new StudyKey("COUNTYA", "1.2.840.113619.2.55.3.604688127");
    private static final Patient QIAN = new Patient("P77", "", "Qian^Duoduo=钱^多多", "20190301", "F");
    private static final Patient SUN = new Patient("P78", "", "Sun^Xiaoxiao=孙^小小", "20180711", "F");

    @Bean
    Conflicts conflicts(Clock clock) {
        var now = clock.instant();
        var all = List.of(
                conflict(
                        1, DELIVERED, SUN, Set.of(Difference.PIXELS, Difference.PATIENT), false, now, Optional.empty()),
                conflict(
                        2,
                        new StudyKey("COUNTYA", "1.2.3.4.5"),
                        QIAN,
                        Set.of(Difference.SERIES),
                        true,
                        now.minusSeconds(4000),
                        Optional.empty()),
                conflict(
                        4,
                        new StudyKey("COUNTYB", "1.2.3.4.6"),
                        QIAN,
                        Set.of(Difference.UNCOMPARABLE),
                        false,
                        now.minusSeconds(86_400),
                        Optional.empty()),
                conflict(
                        3,
                        DELIVERED,
                        QIAN,
                        Set.of(Difference.PIXELS),
                        false,
                        now.minusSeconds(300_000),
                        Optional.of(new Conflict.Decision(
                                now.minusSeconds(200_000), "countya", "the second is a <b>phantom</b>"))));
        return SampleModules.sample(Conflicts.class, (verb, args) -> switch (verb) {
            case "search" -> found(all, (ConflictQuery) args[0], (Scope) args[1]);
            case "open" ->
                all.stream()
                        .filter(one -> one.isOpen() && one.isWithin((Scope) args[0]))
                        .count();
            case "find", "decide" -> {
                var found = all.stream().filter(one -> one.id().equals(args[0])).findFirst();
                yield verb.equals("find") ? found : found.orElseThrow();
            }
            case "header" -> header((Conflict.Side) args[0]);
            default -> null;
        });
    }

    private static Page<Conflict> found(List<Conflict> all, ConflictQuery query, Scope scope) {
        var found = all.stream()
                .filter(one -> one.isWithin(scope))
                .filter(one -> query.open().map(open -> open == one.isOpen()).orElse(true))
                .filter(one -> query.site()
                        .map(site -> site.equals(one.kept().study().site()))
                        .orElse(true))
                .filter(one -> query.studyInstanceUid()
                        .map(uid -> uid.equals(one.kept().study().studyInstanceUid()))
                        .orElse(true))
                .toList();
        return Page.of(found, 1, query.size(), found.size());
    }

    private static Conflict conflict(
            int number,
            StudyKey study,
            Patient other,
            Set<Difference> differences,
            boolean lost,
            Instant at,
            Optional<Conflict.Decision> decision) {
        var kept = instance(new UUID(0x32, number), 512, 526_336, at.minusSeconds(90_000));
        var aside = instance(new UUID(0x31, number), 256, 132_096, at);
        return new Conflict(
                aside.id(),
                new Conflict.Side(study, "1.2.3.4.5.6", QIAN, kept),
                new Conflict.Side(
                        study, differences.contains(Difference.SERIES) ? "1.2.3.4.5.7" : "1.2.3.4.5.6", other, aside),
                study.site() + "_CT2",
                differences,
                lost,
                decision);
    }

    private static Instance instance(UUID id, int rows, long bytes, Instant at) {
        return new Instance(
                id,
                new UUID(5, 1),
                "1.2.840.10008.5.1.4.1.1.2",
                "1.2.3.4.9",
                "1.2.840.10008.1.2.1",
                "12",
                rows,
                rows,
                1,
                bytes,
                "1-2-3",
                at);
    }

    private static InstanceHeader header(Conflict.Side side) {
        boolean kept = side.instance().rows() == 512;
        return new InstanceHeader(
                kept ? "COUNTYA_CT" : "COUNTYA_CT2",
                side.instance().sopClassUid(),
                side.instance().transferSyntaxUid(),
                side.study().studyInstanceUid(),
                side.seriesInstanceUid(),
                side.patient(),
                "A2611999",
                "20261122",
                kept ? "101500" : "143012",
                "胸部CT",
                "CT",
                "3",
                kept ? "肺窗 1.0 mm" : "Scout <b>topogram</b>",
                kept ? "118" : "1",
                side.instance().rows(),
                side.instance().columns(),
                1);
    }
}
