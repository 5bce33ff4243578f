package org.radhub.app.api;

import java.security.Principal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.app.people.Viewer;
import org.radhub.workflow.Board;
import org.radhub.workflow.Roster;
import org.radhub.workflow.Session;
import org.radhub.workflow.Shift;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who reads when, and how it stands. */
@RestController
@RequestMapping("/api")
@PreAuthorize("hasRole('COORDINATOR')")
class RosterController {
    private final Roster roster;
    private final Board board;
    private final Viewer viewer;
    private final CaseView view;

    RosterController(Roster roster, Board board, Viewer viewer, CaseView view) {
        this.roster = roster;
        this.board = board;
        this.viewer = viewer;
        this.view = view;
    }

    record ShiftJson(String id, String reader, OffsetDateTime from, OffsetDateTime until) {}

    record NewShift(String reader, OffsetDateTime from, OffsetDateTime until) {}

    record SessionJson(String id, String reader, DayOfWeek day, LocalTime from, LocalTime until) {}

    record ReaderJson(String reader, OffsetDateTime onShiftUntil, int queued, int stat, double minutesAhead) {}

    record BoardJson(OffsetDateTime now, List<ReaderJson> readers, List<String> waiting, List<String> late) {}

    @GetMapping("/board")
    BoardJson board(Principal who) {
        viewer.listed(who, "board");
        var shown = board.view();
        return new BoardJson(
                view.time(shown.now()),
                shown.readers().stream().map(this::reader).toList(),
                shown.waiting().stream().map(found -> found.id().toString()).toList(),
                shown.late().stream().map(found -> found.id().toString()).toList());
    }

    @GetMapping("/shifts")
    List<ShiftJson> shifts(@RequestParam Instant from, @RequestParam Instant until) {
        return roster.between(from, until).stream().map(this::shift).toList();
    }

    @PostMapping("/shifts")
    @ResponseStatus(HttpStatus.CREATED)
    ShiftJson addShift(@RequestBody NewShift body) {
        return shift(roster.add(
                Input.required("reader", body.reader(), 100),
                Input.given("from", body.from()).toInstant(),
                Input.given("until", body.until()).toInstant()));
    }

    @GetMapping("/sessions")
    List<SessionJson> sessions() {
        return roster.sessions().stream().map(RosterController::session).toList();
    }

    @PostMapping("/sessions")
    @ResponseStatus(HttpStatus.CREATED)
    SessionJson addSession(@RequestBody SessionJson body) {
        return session(roster.addSession(new Session(
                UUID.randomUUID(),
                Input.required("reader", body.reader(), 100),
                Input.given("day", body.day()),
                Input.given("from", body.from()),
                Input.given("until", body.until()))));
    }

    @DeleteMapping({"/shifts/{id}", "/sessions/{id}"})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID id) {
        roster.remove(id);
    }

    private ReaderJson reader(Board.ReaderLoad load) {
        return new ReaderJson(
                load.reader(),
                Optional.ofNullable(load.onShiftUntil()).map(view::time).orElse(null),
                load.queued(),
                load.stat(),
                load.minutesAhead());
    }

    private ShiftJson shift(Shift shift) {
        return new ShiftJson(shift.id().toString(), shift.reader(), view.time(shift.from()), view.time(shift.until()));
    }

    private static SessionJson session(Session session) {
        return new SessionJson(
                session.id().toString(), session.reader(), session.day(), session.from(), session.until());
    }
}
