package org.radhub.app.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.radhub.app.conflicts.ConflictDesk;
import org.radhub.app.language.Names;
import org.radhub.app.language.Phrases;
import org.radhub.app.language.Sizes;
import org.radhub.app.language.Times;
import org.radhub.registry.Person;
import org.radhub.registry.Phrase;
import org.radhub.storage.Conflict;
import org.radhub.storage.InstanceHeader;
import org.radhub.storage.Patient;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Shows conflicts: each as a line of a list, and one with both sides beside each other. */
@Component
class ConflictLines {
    /** @param patients of the one kept, and of the other where that is somebody else; none where the person may not see whose they are */
    record Line(
            UUID id,
            boolean identified,
            List<PatientLine> patients,
            String sopInstanceUid,
            String site,
            String device,
            String received,
            String receivedExactly,
            List<Conflict.Difference> differences,
            boolean lost,
            Optional<Decided> decided) {}

    record Decided(String by, String at, String note) {}

    /**
     * What both sides say of one thing; empty where one says nothing.
     *
     * @param other whether they differ in it, and need not
     */
    record Fact(String label, String kept, String aside, boolean code, boolean other) {}

    /**
     * @param keptPicture address of a small picture; empty where there is none
     * @param unreadable why a side says nothing of itself
     */
    record Sheet(
            Line line,
            List<Fact> facts,
            Optional<String> keptPicture,
            Optional<String> asidePicture,
            Optional<String> keptUnreadable,
            Optional<String> asideUnreadable,
            boolean mayDecide) {}

    private final ConflictDesk desk;
    private final Names names;
    private final Phrases phrases;
    private final Times times;
    private final Sizes sizes;

    ConflictLines(ConflictDesk desk, Names names, Phrases phrases, Times times, Sizes sizes) {
        this.desk = desk;
        this.names = names;
        this.phrases = phrases;
        this.times = times;
        this.sizes = sizes;
    }

    Line line(ConflictDesk.Seen seen, Locale locale) {
        var conflict = seen.conflict();
        var at = conflict.aside().instance().receivedAt();
        return new Line(
                conflict.id(),
                seen.identified(),
                seen.identified() ? patients(conflict) : List.of(),
                seen.identified() ? conflict.sopInstanceUid() : "",
                names.ofSite(conflict.kept().study().site(), locale),
                conflict.callingAeTitle(),
                times.brief(at),
                times.exact(at),
                conflict.differences().stream().sorted().toList(),
                conflict.lost(),
                conflict.decision()
                        .map(made -> new Decided(
                                names.ofPerson(made.by(), locale),
                                times.stamp(made.at()),
                                seen.identified() ? made.note() : "")));
    }

    private static List<PatientLine> patients(Conflict conflict) {
        var patients = new ArrayList<PatientLine>();
        patients.add(PatientLine.of(conflict.kept().patient(), ""));
        if (conflict.differences().contains(Conflict.Difference.PATIENT)) {
            patients.add(PatientLine.of(conflict.aside().patient(), ""));
        }
        return patients;
    }

    Sheet sheet(Conflict conflict, Person person, Locale locale) {
        var kept = desk.portrait(conflict.kept());
        var aside = desk.portrait(conflict.aside());
        return new Sheet(
                line(new ConflictDesk.Seen(conflict, true), locale),
                facts(kept, aside, locale),
                kept.header().filter(said -> said.rows() > 0).map(said -> keptPicture(conflict.kept())),
                aside.header()
                        .filter(said -> said.rows() > 0)
                        .map(said -> "/api/conflicts/" + conflict.id() + "/thumbnail"),
                kept.unreadable().map(why -> phrases.say(why, locale)),
                aside.unreadable().map(why -> phrases.say(why, locale)),
                conflict.isOpen() && ConflictDesk.mayDecide(person, conflict));
    }

    private static String keptPicture(Conflict.Side side) {
        return UriComponentsBuilder.fromPath(
                        "/dicom-web/studies/{study}/series/{series}/instances/{instance}/thumbnail")
                .queryParam("viewport", "512,512")
                .queryParam("site", "{site}")
                .encode()
                .buildAndExpand(
                        side.study().studyInstanceUid(),
                        side.seriesInstanceUid(),
                        side.instance().sopInstanceUid(),
                        side.study().site())
                .toUriString();
    }

    private List<Fact> facts(ConflictDesk.Portrait kept, ConflictDesk.Portrait aside, Locale locale) {
        var facts = new Facts(kept, aside, locale);
        facts.known("received", side -> times.exact(side.instance().receivedAt()));
        facts.said("device", InstanceHeader::callingAeTitle, true);
        facts.said("patient", said -> name(said.patient()), false);
        facts.said("patient-id", said -> id(said.patient()), true);
        facts.said("born", said -> PatientLine.day(said.patient().birthDate()), false);
        facts.said("study-date", ConflictLines::studyTime, false);
        facts.said("study", InstanceHeader::studyDescription, false);
        facts.said("accession", InstanceHeader::accessionNumber, true);
        facts.said("modality", InstanceHeader::modality, false);
        facts.said("series", said -> joined(" ", said.seriesNumber(), said.seriesDescription()), false);
        facts.said("image", InstanceHeader::instanceNumber, false);
        facts.said("matrix", ConflictLines::matrix, false);
        facts.known("size", side -> sizes.of(side.instance().bytes()));
        facts.said("study-uid", InstanceHeader::studyInstanceUid, true);
        facts.said("series-uid", InstanceHeader::seriesInstanceUid, true);
        facts.said("class", InstanceHeader::sopClassUid, true);
        facts.said("syntax", InstanceHeader::transferSyntaxUid, true);
        return facts.all;
    }

    private final class Facts {
        private final ConflictDesk.Portrait kept;
        private final ConflictDesk.Portrait aside;
        private final Locale locale;
        private final List<Fact> all = new ArrayList<>();

        Facts(ConflictDesk.Portrait kept, ConflictDesk.Portrait aside, Locale locale) {
            this.kept = kept;
            this.aside = aside;
            this.locale = locale;
        }

        /** What differs between any two. */
        void known(String name, Function<Conflict.Side, String> text) {
            add(name, text.apply(kept.side()), text.apply(aside.side()), false, false);
        }

        /** What nobody says is left out; what one cannot be asked for is no difference. */
        void said(String name, Function<InstanceHeader, String> text, boolean code) {
            var one = kept.header().map(text).orElse("");
            var other = aside.header().map(text).orElse("");
            var bothSay = kept.header().isPresent() && aside.header().isPresent();
            if (!one.isBlank() || !other.isBlank()) {
                add(name, one, other, code, bothSay && !one.equals(other));
            }
        }

        private void add(String name, String one, String other, boolean code, boolean differs) {
            var label = phrases.say(Phrase.of("app.conflicts.fact." + name), locale);
            all.add(new Fact(label, one, other, code, differs));
        }
    }

    private static String name(Patient patient) {
        var shown = PatientLine.of(patient, "");
        return joined(" · ", shown.name(), shown.latin().orElse(""));
    }

    private static String id(Patient patient) {
        return joined(" · ", patient.id(), patient.issuer());
    }

    private static String studyTime(InstanceHeader said) {
        var time = said.studyTime().matches("\\d{4,6}(\\.\\d*)?")
                ? said.studyTime().substring(0, 2) + ":" + said.studyTime().substring(2, 4)
                : said.studyTime();
        return joined(" ", PatientLine.day(said.studyDate()), time);
    }

    private static String matrix(InstanceHeader said) {
        if (said.rows() == 0) {
            return "";
        }
        var frame = said.rows() + " × " + said.columns();
        return said.frames() > 1 ? frame + " × " + said.frames() : frame;
    }

    private static String joined(String between, String one, String other) {
        return one.isBlank() || other.isBlank() ? one + other : one + between + other;
    }
}
