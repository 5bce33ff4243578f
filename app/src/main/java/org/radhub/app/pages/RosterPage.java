package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.radhub.app.language.Names;
import org.radhub.app.language.Times;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Role;
import org.radhub.workflow.Roster;
import org.radhub.workflow.Session;
import org.radhub.workflow.Shift;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who reads when: the coming week, the weekly sessions, and single shifts. */
@Controller
class RosterPage {
    private static final int DAYS = 7;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter TYPED = DateTimeFormatter.ofPattern("H:mm");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd");

    record Day(DayOfWeek day, String date, boolean today) {}

    /** @param spans of each of the days, as {@code 08:00–17:30} */
    record Week(String name, List<List<String>> spans) {}

    record Slot(UUID id, String span) {}

    /** @param days for each day of the week what recurs on it */
    record Weekly(String name, List<List<Slot>> days) {}

    record Single(UUID id, String name, String from, String until) {}

    private final SignedIn signedIn;
    private final Roster roster;
    private final People people;
    private final Names names;
    private final Times times;

    RosterPage(SignedIn signedIn, Roster roster, People people, Names names, Times times) {
        this.signedIn = signedIn;
        this.roster = roster;
        this.people = people;
        this.names = names;
        this.times = times;
    }

    @GetMapping("/board/roster")
    String show(Principal who, Locale locale, Model model) {
        signedIn.as(who, Role.COORDINATOR);
        var today = times.now().atZone(times.zone()).toLocalDate();
        var sessions = roster.sessions();
        var recurring = sessions.stream().map(Session::id).collect(Collectors.toSet());
        var shifts = roster.between(
                today.atStartOfDay(times.zone()).toInstant(),
                today.plusDays(DAYS).atStartOfDay(times.zone()).toInstant());
        model.addAttribute("days", days(today));
        model.addAttribute("weeks", weeks(shifts, today, locale));
        model.addAttribute("weekly", weekly(sessions, locale));
        model.addAttribute(
                "singles",
                shifts.stream()
                        .filter(shift -> !recurring.contains(shift.id()))
                        .map(shift -> single(shift, locale))
                        .toList());
        model.addAttribute("readers", readers(locale));
        model.addAttribute("weekdays", DayOfWeek.values());
        model.addAttribute("today", today);
        return "roster";
    }

    @PostMapping("/board/roster/shifts")
    ResponseEntity<Void> addShift(
            Principal who,
            @RequestParam String reader,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate day,
            @RequestParam String from,
            @RequestParam String until,
            HttpServletRequest request) {
        signedIn.as(who, Role.COORDINATOR);
        var begin = clock(from);
        var end = clock(until);
        // A shift that ends before it begins ends on the next day, as the night's does.
        var lastDay = end.isAfter(begin) ? day : day.plusDays(1);
        roster.add(
                reader,
                day.atTime(begin).atZone(times.zone()).toInstant(),
                lastDay.atTime(end).atZone(times.zone()).toInstant());
        return Answers.goTo("/board/roster", request);
    }

    @PostMapping("/board/roster/sessions")
    ResponseEntity<Void> addSession(
            Principal who,
            @RequestParam String reader,
            @RequestParam DayOfWeek day,
            @RequestParam String from,
            @RequestParam String until,
            HttpServletRequest request) {
        signedIn.as(who, Role.COORDINATOR);
        roster.addSession(new Session(UUID.randomUUID(), reader, day, clock(from), clock(until)));
        return Answers.goTo("/board/roster", request);
    }

    @PostMapping("/board/roster/{id}/remove")
    ResponseEntity<Void> remove(Principal who, @PathVariable UUID id, HttpServletRequest request) {
        signedIn.as(who, Role.COORDINATOR);
        roster.remove(id);
        return Answers.goTo("/board/roster", request);
    }

    private static List<Day> days(LocalDate today) {
        return IntStream.range(0, DAYS)
                .mapToObj(today::plusDays)
                .map(day -> new Day(day.getDayOfWeek(), DAY.format(day), day.equals(today)))
                .toList();
    }

    private List<Week> weeks(List<Shift> shifts, LocalDate today, Locale locale) {
        return people.readers().stream()
                .sorted(Comparator.comparing(Person::id))
                .map(reader -> new Week(
                        names.of(reader, locale),
                        IntStream.range(0, DAYS)
                                .mapToObj(day -> spans(shifts, reader, today.plusDays(day)))
                                .toList()))
                .toList();
    }

    private List<String> spans(List<Shift> shifts, Person reader, LocalDate day) {
        return shifts.stream()
                .filter(shift -> shift.reader().equals(reader.id()))
                .filter(shift -> shift.from().atZone(times.zone()).toLocalDate().equals(day))
                .sorted(Comparator.comparing(Shift::from))
                .map(shift -> span(shift))
                .toList();
    }

    private String span(Shift shift) {
        var from = shift.from().atZone(times.zone()).toLocalTime();
        return CLOCK.format(from) + "–" + end(shift.until().atZone(times.zone()).toLocalTime());
    }

    /** A clock's time as people type it: {@code 8:00}, {@code 08:00}; {@code 24:00} is midnight. */
    private static LocalTime clock(String typed) {
        try {
            return typed.strip().equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(typed.strip(), TYPED);
        } catch (DateTimeParseException e) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("app.roster.bad-time"));
        }
    }

    private List<Weekly> weekly(List<Session> sessions, Locale locale) {
        return people.readers().stream()
                .sorted(Comparator.comparing(Person::id))
                .map(reader -> new Weekly(
                        names.of(reader, locale),
                        Arrays.stream(DayOfWeek.values())
                                .map(day -> slots(sessions, reader, day))
                                .toList()))
                .toList();
    }

    private static List<Slot> slots(List<Session> sessions, Person reader, DayOfWeek day) {
        return sessions.stream()
                .filter(session -> session.reader().equals(reader.id()) && session.day() == day)
                .sorted(Comparator.comparing(Session::from))
                .map(session -> new Slot(session.id(), CLOCK.format(session.from()) + "–" + end(session.until())))
                .toList();
    }

    private static String end(LocalTime until) {
        return until.equals(LocalTime.MIDNIGHT) ? "24:00" : CLOCK.format(until);
    }

    private Single single(Shift shift, Locale locale) {
        return new Single(
                shift.id(),
                names.ofPerson(shift.reader(), locale),
                times.brief(shift.from()),
                times.brief(shift.until()));
    }

    private List<Choice> readers(Locale locale) {
        return people.readers().stream()
                .sorted(Comparator.comparing(Person::id))
                .map(reader -> new Choice(reader.id(), names.of(reader, locale)))
                .toList();
    }
}
