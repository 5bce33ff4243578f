package org.radhub.app.pages;

import java.security.Principal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.radhub.app.language.Names;
import org.radhub.app.language.Phrases;
import org.radhub.app.language.Times;
import org.radhub.app.people.Viewer;
import org.radhub.audit.AuditAction;
import org.radhub.registry.People;
import org.radhub.registry.Role;
import org.radhub.workflow.Board;
import org.radhub.workflow.Consideration;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReadCases;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Asks a coordinator whom to give a case to, and says of each reader how it stands. */
@Controller
class ReassignDialog {
    /** The credential that every reader has. */
    private static final String GENERAL = "GENERAL";

    /**
     * @param until end of the present shift; empty when off shift
     * @param reason what was said of this reader when the case was last given; empty: not considered then
     */
    record Candidate(String id, String name, Optional<String> until, int queued, long minutes, String reason) {}

    private final SignedIn signedIn;
    private final Viewer viewer;
    private final People people;
    private final Board board;
    private final ReadCases cases;
    private final CaseLines lines;
    private final Names names;
    private final Phrases phrases;
    private final Times times;

    ReassignDialog(
            SignedIn signedIn,
            Viewer viewer,
            People people,
            Board board,
            ReadCases cases,
            CaseLines lines,
            Names names,
            Phrases phrases,
            Times times) {
        this.signedIn = signedIn;
        this.viewer = viewer;
        this.people = people;
        this.board = board;
        this.cases = cases;
        this.lines = lines;
        this.names = names;
        this.phrases = phrases;
        this.times = times;
    }

    @GetMapping("/board/cases/{id}/reassign")
    String show(Principal who, @PathVariable UUID id, Locale locale, Model model) {
        signedIn.as(who, Role.COORDINATOR);
        var found = viewer.look(who, id, AuditAction.PATIENT_RECORD_VIEWED);
        model.addAttribute("line", lines.of(found, locale));
        model.addAttribute("candidates", candidates(found, locale));
        return "reassign :: dialog";
    }

    private List<Candidate> candidates(ReadCase found, Locale locale) {
        var loads = board.view().readers().stream()
                .collect(Collectors.toMap(Board.ReaderLoad::reader, Function.identity()));
        var considered = cases.considered(found.id()).stream()
                .collect(Collectors.toMap(Consideration::reader, Function.identity(), (first, second) -> first));
        return people.readers().stream()
                .filter(reader -> reader.credentials().contains(found.skill())
                        || found.skill().equals(GENERAL))
                .filter(reader -> !found.reader().equals(Optional.of(reader.id())))
                .map(reader -> {
                    var load = Optional.ofNullable(loads.get(reader.id()));
                    return new Candidate(
                            reader.id(),
                            names.of(reader, locale),
                            load.flatMap(one -> Optional.ofNullable(one.onShiftUntil()))
                                    .map(times::brief),
                            load.map(Board.ReaderLoad::queued).orElse(0),
                            load.map(one -> Math.round(one.minutesAhead())).orElse(0L),
                            Optional.ofNullable(considered.get(reader.id()))
                                    .map(one -> phrases.say(one.reason(), locale))
                                    .orElse(""));
                })
                .sorted(Comparator.comparing(
                                (Candidate candidate) -> candidate.until().isEmpty())
                        .thenComparing(Candidate::minutes)
                        .thenComparing(Candidate::id))
                .toList();
    }
}
