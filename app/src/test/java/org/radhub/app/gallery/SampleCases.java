package org.radhub.app.gallery;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Page;
import org.radhub.registry.Phrase;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.storage.Patient;
import org.radhub.workflow.CaseQuery;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.Consideration;
import org.radhub.workflow.LedgerEntry;
import org.radhub.workflow.LedgerStep;
import org.radhub.workflow.Priority;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReadCases;

/** Eighty cases in every state, with the names that break pages. */
public class SampleCases implements ReadCases {
    private static final List<String> NAMES = List.of(
            "Zhang^Wei=张^伟",
            "Ouyang^Xiaoming=欧阳^晓明",
            "AbdurehimOtkur^Memet^Turghun=阿卜杜热依木江^买买提图尔荪·阿卜杜克热木",
            "<script>alert('name')</script>^X",
            "Li^Na=李^娜",
            "Smith^Jonathan Alexander Bartholomew",
            "",
            "Wang^Fang=王^芳",
            "Tashi^Dolma=扎西卓玛",
            "Zhao^Yihan=赵^一涵");
    private static final List<String[]> EXAMS = List.of(
            new String[] {"CT", "HEAD", "头颅平扫", "CT"},
            new String[] {"CT", "CHEST", "胸部CT平扫+增强 (Chest CT w/ contrast, 1 mm lung)", "CT"},
            new String[] {"MR", "LSPINE", "L-spine T1/T2/STIR", "MR"},
            new String[] {"DX", "CHEST", "胸部正侧位", "DX"},
            new String[] {"CT", "ABDOMEN", "", "CT"},
            new String[] {"MR", "", "", "MR"});
    private static final List<String> SITES = List.of("COUNTYA", "COUNTYB", "COUNTYC", "TOWNA1");

    private final List<ReadCase> cases = new ArrayList<>();

    SampleCases(Instant now) {
        for (var number = 0; number < 80; number++) {
            cases.add(sample(number, now));
        }
    }

    static UUID id(int number) {
        return new UUID(0x11, number);
    }

    private static ReadCase sample(int number, Instant now) {
        var exam = EXAMS.get(number % EXAMS.size());
        var state = state(number);
        var priority = Priority.values()[number % 7 == 0 ? 0 : number % 3 == 0 ? 1 : 2];
        var reader = state == CaseState.WAITING
                ? Optional.<String>empty()
                : Optional.of(exam[3].equals("DX") ? "reader3" : number % 5 == 1 ? "reader2" : "reader1");
        var created = now.minus(7L * number + 3, ChronoUnit.MINUTES);
        return new ReadCase(
                id(number),
                new UUID(0x22, number),
                new StudyKey(SITES.get(number % SITES.size()), "1.2.840.113619.2.55.3." + (604688119L + number)),
                new Patient(
                        "P%07d".formatted(1203400 + number * 17),
                        "",
                        NAMES.get(number % NAMES.size()),
                        number % 9 == 4
                                ? "20261101"
                                : number % 9 == 5 ? "20250301" : "19" + (30 + number % 60) + "0412",
                        number % 3 == 0 ? "F" : "M"),
                "A2611%05d".formatted(number),
                exam[0],
                exam[1],
                exam[2],
                "20261122",
                exam[0].equals("DX") ? 2 : 180 + number * 3,
                exam[3],
                priority,
                state,
                reader,
                state == CaseState.WAITING
                        ? Phrase.of("workflow.nobody.on-shift-until", "MG", now.plus(300, ChronoUnit.MINUTES))
                        : Phrase.of(
                                "workflow.reason.done-first",
                                reader.orElse(""),
                                now.plus(25, ChronoUnit.MINUTES),
                                14,
                                3),
                created,
                now.plus(priority == Priority.ROUTINE ? 600 - number * 9L : 20 - number, ChronoUnit.MINUTES),
                number == 7 ? Optional.of(now) : Optional.empty(),
                number % 4 == 1 ? "" : "突发头痛伴呕吐3小时，排除脑出血。\nRule out SAH; <b>anticoagulated</b>.",
                number % 4 == 1 ? "" : "高血压病史10年，规律服用氨氯地平。否认外伤史。",
                number % 6 == 2 ? 12 : 0);
    }

    private static CaseState state(int number) {
        return switch (number % 10) {
            case 6 -> CaseState.WAITING;
            case 1 -> CaseState.READING;
            case 3 -> CaseState.PRELIMINARY;
            case 7 -> number > 40 ? CaseState.SIGNED : CaseState.ASSIGNED;
            case 8 -> CaseState.DELIVERED;
            case 9 -> CaseState.ACKNOWLEDGED;
            default -> CaseState.ASSIGNED;
        };
    }

    List<ReadCase> all() {
        return cases;
    }

    void replace(ReadCase changed) {
        Collections.replaceAll(cases, find(changed.id()).orElseThrow(), changed);
    }

    @Override
    public Optional<ReadCase> find(UUID id) {
        return cases.stream().filter(found -> found.id().equals(id)).findFirst();
    }

    @Override
    public Optional<ReadCase> newestOf(UUID studyId) {
        return cases.stream().filter(found -> found.studyId().equals(studyId)).findFirst();
    }

    @Override
    public Page<ReadCase> search(CaseQuery query, Scope scope) {
        var found = cases.stream()
                .filter(one -> scope.includes(one.study()) || query.reader().isPresent())
                .filter(one -> query.state().map(state -> state == one.state()).orElse(true))
                .filter(one -> query.site().map(site -> site.equals(one.site())).orElse(true))
                .filter(one -> query.reader()
                        .map(reader -> one.reader().equals(Optional.of(reader)))
                        .orElse(true))
                .filter(one -> query.text()
                        .map(text -> (one.patient().name() + one.patient().id() + one.accessionNumber())
                                .toLowerCase()
                                .contains(text.toLowerCase()))
                        .orElse(true))
                .toList();
        var from = Math.min(found.size(), (query.page() - 1) * query.size());
        return Page.of(
                found.subList(from, Math.min(found.size(), from + query.size())),
                query.page(),
                query.size(),
                found.size());
    }

    @Override
    public List<ReadCase> worklistOf(String reader) {
        return cases.stream()
                .filter(one ->
                        one.reader().equals(Optional.of(reader)) && one.state().unread())
                .sorted(Comparator.comparing(ReadCase::priority).thenComparing(ReadCase::deadline))
                .toList();
    }

    @Override
    public List<LedgerEntry> ledgerOf(UUID caseId) {
        var one = find(caseId).orElseThrow();
        var at = one.createdAt();
        var lines = new ArrayList<LedgerEntry>();
        for (var step : List.of(
                LedgerStep.RECEIVED,
                LedgerStep.COMPLETE,
                LedgerStep.STORED,
                LedgerStep.REQUESTED,
                LedgerStep.ASSIGNED)) {
            at = at.plusSeconds(11);
            lines.add(new LedgerEntry(
                    step,
                    at,
                    step == LedgerStep.RECEIVED ? "COUNTYA_CT" : step == LedgerStep.REQUESTED ? "countya" : "radhub",
                    Phrase.of("sample.first", at)));
        }
        if (one.state() != CaseState.ASSIGNED && one.state() != CaseState.WAITING) {
            lines.add(new LedgerEntry(
                    LedgerStep.OPENED, at.plusSeconds(90), "reader1", Phrase.of("sample.waiting", "CT")));
        }
        return lines;
    }

    @Override
    public List<String> activeActivities(UUID caseId) {
        return switch (find(caseId).orElseThrow().state()) {
            case WAITING -> List.of("getItRead", "waitForReader");
            case ASSIGNED, READING, PRELIMINARY -> List.of("getItRead", "read");
            case SIGNED -> List.of("awaitDelivery");
            case DELIVERED -> List.of("awaitAcknowledgement");
            case ACKNOWLEDGED -> List.of();
        };
    }

    @Override
    public List<ReadCase> changedAfterSigning(String reader) {
        return reader.equals("reader1") ? List.of(cases.get(29), cases.get(19)) : List.of();
    }

    @Override
    public List<Consideration> considered(UUID caseId) {
        return List.of(
                new Consideration(
                        1,
                        "reader1",
                        Optional.of(Instant.now().plusSeconds(900)),
                        Phrase.of(
                                "workflow.reason.done-first",
                                "reader1",
                                Instant.now().plusSeconds(900),
                                14,
                                3)),
                new Consideration(
                        2,
                        "reader2",
                        Optional.of(Instant.now().plusSeconds(1900)),
                        Phrase.of(
                                "workflow.reason.later",
                                "reader2",
                                Instant.now().plusSeconds(1900),
                                31)),
                new Consideration(3, "reader3", Optional.empty(), Phrase.of("workflow.reason.no-credential", "CT")));
    }
}
