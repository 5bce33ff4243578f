package org.radhub.app.pages;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.radhub.app.language.Names;
import org.radhub.app.language.Phrases;
import org.radhub.app.language.Times;
import org.radhub.app.process.ProcessDrawing;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.radhub.report.Deliveries;
import org.radhub.report.Delivery;
import org.radhub.report.DeliveryState;
import org.radhub.report.Draft;
import org.radhub.report.ReportKind;
import org.radhub.report.ReportTemplates;
import org.radhub.report.ReportVersion;
import org.radhub.report.Reports;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.LedgerEntry;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReadCases;
import org.springframework.stereotype.Component;

/** Puts a case's page together from what the modules know of it. */
@Component
class CaseSheets {
    private final ReadCases cases;
    private final Reports reports;
    private final ReportTemplates templates;
    private final Deliveries deliveries;
    private final Studies studies;
    private final ProcessDrawing process;
    private final CaseLines lines;
    private final CaseNotices notices;
    private final Names names;
    private final Phrases phrases;
    private final Times times;

    CaseSheets(
            ReadCases cases,
            Reports reports,
            ReportTemplates templates,
            Deliveries deliveries,
            Studies studies,
            ProcessDrawing process,
            CaseLines lines,
            CaseNotices notices,
            Names names,
            Phrases phrases,
            Times times) {
        this.cases = cases;
        this.reports = reports;
        this.templates = templates;
        this.deliveries = deliveries;
        this.studies = studies;
        this.process = process;
        this.lines = lines;
        this.notices = notices;
        this.names = names;
        this.phrases = phrases;
        this.times = times;
    }

    CaseSheet of(ReadCase found, Person person, Locale locale) {
        var versions = reports.versions(found.id());
        var may = rights(found, person, versions);
        var draft = may.write() ? Optional.of(reports.draft(found.id())) : Optional.<Draft>empty();
        var study = studies.find(found.study());
        var ledger = cases.ledgerOf(found.id());
        var firstInForce = firstInForce(versions);
        return new CaseSheet(
                lines.of(found, locale),
                found.clinicalQuestion(),
                found.history(),
                may,
                draft,
                draft.filter(saved -> saved.revision() > 0)
                        .map(saved -> times.stamp(saved.savedAt()))
                        .orElse(""),
                may.write() ? startingTexts(found, locale) : List.of(),
                versions.stream()
                        .skip(firstInForce)
                        .map(version -> version(version, locale))
                        .toList(),
                versions.stream()
                        .limit(firstInForce)
                        .map(version -> version(version, locale))
                        .toList(),
                deliveries.ofCase(found.id()).stream()
                        .map(delivery -> delivered(delivery, person, locale))
                        .toList(),
                ledger.stream().map(entry -> step(entry, locale)).toList(),
                study.map(stored -> studies.seriesOf(stored.id())).orElse(List.of()).stream()
                        .map(CaseSheets::series)
                        .toList(),
                notices.of(found, study, ledger, person, locale),
                process.draw(cases.activeActivities(found.id()), locale));
    }

    private static CaseSheet.Rights rights(ReadCase found, Person person, List<ReportVersion> versions) {
        var mine = found.reader().equals(Optional.of(person.id()));
        var opened = found.state() == CaseState.READING || found.state() == CaseState.PRELIMINARY;
        var signer = versions.stream()
                .anyMatch(version -> version.kind() != ReportKind.PRELIMINARY
                        && version.author().equals(person.id()));
        var reads = person.is(Role.READER) || person.is(Role.SENIOR);
        return new CaseSheet.Rights(
                reads || person.is(Role.DOCTOR) || person.is(Role.COORDINATOR),
                mine && found.state() == CaseState.ASSIGNED,
                mine && opened,
                !found.state().unread() && reads && (signer || person.is(Role.SENIOR)),
                found.state().unread() && person.is(Role.COORDINATOR),
                person.is(Role.DOCTOR) && person.site().equals(found.site()));
    }

    private List<CaseSheet.StartingText> startingTexts(ReadCase found, Locale locale) {
        return templates.suiting(found.modality(), found.bodyPart()).stream()
                .map(template -> new CaseSheet.StartingText(
                        template.title().in(locale),
                        template.findings().in(locale),
                        template.impression().in(locale)))
                .toList();
    }

    /** The last final version and what follows it; before there is one, the last preliminary version. */
    private static int firstInForce(List<ReportVersion> versions) {
        for (var at = versions.size() - 1; at >= 0; at--) {
            if (versions.get(at).kind() == ReportKind.FINAL) {
                return at;
            }
        }
        return Math.max(0, versions.size() - 1);
    }

    private CaseSheet.Version version(ReportVersion version, Locale locale) {
        return new CaseSheet.Version(
                version.number(),
                version.kind(),
                names.ofPerson(version.author(), locale),
                times.exact(version.at()),
                version.content().findings(),
                version.content().impression(),
                version.content().critical());
    }

    private CaseSheet.Delivered delivered(Delivery delivery, Person person, Locale locale) {
        var at = delivery.acknowledgedAt().or(delivery::deliveredAt).orElse(delivery.queuedAt());
        var operates = person.is(Role.COORDINATOR) || person.is(Role.ADMIN);
        return new CaseSheet.Delivered(
                delivery.id(),
                names.ofSite(delivery.recipientSite(), locale),
                delivery.road(),
                delivery.version(),
                delivery.state(),
                times.brief(at),
                delivery.lastError().orElse(""),
                delivery.state() == DeliveryState.DELIVERED
                        && person.is(Role.DOCTOR)
                        && person.site().equals(delivery.recipientSite()),
                delivery.state() == DeliveryState.DEAD && operates);
    }

    private CaseSheet.Step step(LedgerEntry entry, Locale locale) {
        return new CaseSheet.Step(
                entry.step(),
                times.stamp(entry.at()),
                times.exact(entry.at()),
                entry.actor().equals("radhub") ? "Radhub" : names.ofPerson(entry.actor(), locale),
                phrases.say(entry.detail(), locale));
    }

    private static CaseSheet.SeriesLine series(Series series) {
        return new CaseSheet.SeriesLine(
                series.seriesInstanceUid(),
                series.number(),
                series.modality(),
                series.description(),
                series.instanceCount());
    }
}
