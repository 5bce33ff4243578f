package org.radhub.report.writing;

import static org.radhub.registry.Refused.Kind.CONFLICT;
import static org.radhub.registry.Refused.Kind.INVALID;
import static org.radhub.registry.Refused.Kind.NOT_ALLOWED;
import static org.radhub.registry.Refused.Kind.NOT_FOUND;

import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Role;
import org.radhub.registry.Sites;
import org.radhub.report.Content;
import org.radhub.report.Draft;
import org.radhub.report.ReportIssued;
import org.radhub.report.ReportKind;
import org.radhub.report.ReportVersion;
import org.radhub.report.Reports;
import org.radhub.report.delivery.Dispatch;
import org.radhub.report.issued.Issue;
import org.radhub.report.issued.Subject;
import org.radhub.report.issued.Versions;
import org.radhub.report.issued.Wording;
import org.radhub.report.print.Documents;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReportProgress;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Where readers write and sign. Every verb is one transaction that holds the case's lock, so that the database decides who is first. */
@Component
class ReportingDesk implements Reports {
    static final int FINDINGS = 64_000;
    static final int IMPRESSION = 16_000;

    private final Drafts drafts;
    private final Versions versions;
    private final SecondLook secondLook;
    private final ReportProgress progress;
    private final Dispatch dispatch;
    private final Documents documents;
    private final People people;
    private final Sites sites;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;

    ReportingDesk(
            Drafts drafts,
            Versions versions,
            SecondLook secondLook,
            ReportProgress progress,
            Dispatch dispatch,
            Documents documents,
            People people,
            Sites sites,
            ApplicationEventPublisher events,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.drafts = drafts;
        this.versions = versions;
        this.secondLook = secondLook;
        this.progress = progress;
        this.dispatch = dispatch;
        this.documents = documents;
        this.people = people;
        this.sites = sites;
        this.events = events;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public Draft draft(UUID caseId) {
        return drafts.find(caseId).orElseGet(() -> new Draft(caseId, "", "", false, 0, "", clock.instant()));
    }

    @Override
    public Draft save(UUID caseId, String reader, Content content, OptionalLong expectedRevision) {
        var findings = Wording.clean(content.findings(), FINDINGS, "report.findings-too-long");
        var impression = Wording.clean(content.impression(), IMPRESSION, "report.impression-too-long");
        return transaction.execute(status -> {
            writable(caseId, reader);
            var last = expected(caseId, expectedRevision);
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var draft = new Draft(caseId, findings, impression, content.critical(), last.revision() + 1, reader, now);
            drafts.put(draft);
            return draft;
        });
    }

    @Override
    public ReportVersion preliminary(UUID caseId, String reader) {
        return decidedByDatabase(() -> {
            var read = writable(caseId, reader);
            var content = contentOf(draft(caseId));
            if (content.findings().isBlank() && content.impression().isBlank()) {
                throw new Refused(INVALID, Phrase.of("report.nothing-written"));
            }
            var version = issue(read, ReportKind.PRELIMINARY, content, reader);
            progress.preliminary(caseId, reader, version.number());
            return version;
        });
    }

    @Override
    public ReportVersion sign(UUID caseId, String reader, String password, OptionalLong expectedRevision) {
        secondLook.at(reader, password);
        return decidedByDatabase(() -> {
            var read = writable(caseId, reader);
            var content = contentOf(expected(caseId, expectedRevision));
            if (content.impression().isBlank()) {
                throw new Refused(INVALID, Phrase.of("report.impression-empty"));
            }
            var version = issue(read, ReportKind.FINAL, content, reader);
            progress.signed(caseId, reader, version.number());
            dispatch.toSendingSite(version, read.site());
            drafts.drop(caseId);
            return version;
        });
    }

    @Override
    public ReportVersion addendum(UUID caseId, String reader, String text, String password) {
        var added = Wording.clean(text, FINDINGS, "report.addendum-too-long");
        if (added.isBlank()) {
            throw new Refused(INVALID, Phrase.of("report.addendum-empty"));
        }
        secondLook.at(reader, password);
        return decidedByDatabase(() -> {
            var read = progress.lock(caseId);
            var signed = versions(caseId).stream()
                    .filter(version -> version.kind() == ReportKind.FINAL)
                    .findFirst()
                    .orElseThrow(() -> new Refused(CONFLICT, Phrase.of("report.not-signed-yet")));
            if (!signed.author().equals(reader) && !person(reader).is(Role.SENIOR)) {
                throw new Refused(NOT_ALLOWED, Phrase.of("report.addendum-not-allowed"));
            }
            var content = new Content(added, "", signed.content().critical());
            var version = issue(read, ReportKind.ADDENDUM, content, reader);
            dispatch.toAllWhoHad(version);
            return version;
        });
    }

    @Override
    public Optional<ReportVersion> current(UUID caseId) {
        var all = versions(caseId);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    @Override
    public List<ReportVersion> versions(UUID caseId) {
        return versions.issuesOf(caseId).stream().map(Issue::version).toList();
    }

    @Override
    public byte[] pdf(UUID caseId) throws IOException {
        return documents.newest(caseId).orElseThrow(() -> new Refused(NOT_FOUND, Phrase.of("report.none-yet")));
    }

    /** The locked case, if this reader may write its report now. */
    private ReadCase writable(UUID caseId, String reader) {
        var read = progress.lock(caseId);
        if (!read.state().unread()) {
            throw new Refused(CONFLICT, Phrase.of("report.already-signed"));
        }
        if (!read.reader().equals(Optional.of(reader))) {
            throw new Refused(NOT_ALLOWED, Phrase.of("report.not-current-reader"));
        }
        if (read.state() != CaseState.READING && read.state() != CaseState.PRELIMINARY) {
            throw new Refused(CONFLICT, Phrase.of("report.not-opened"));
        }
        return read;
    }

    private Draft expected(UUID caseId, OptionalLong revision) {
        var draft = draft(caseId);
        if (revision.isPresent() && revision.getAsLong() != draft.revision()) {
            throw new Refused(CONFLICT, Phrase.of("report.draft-changed", draft.revision(), draft.author()));
        }
        return draft;
    }

    private ReportVersion issue(ReadCase read, ReportKind kind, Content content, String author) {
        var writer = person(author);
        var subject = Subject.of(
                read,
                sites.find(read.site()).orElseThrow(() -> unknown(read.site())),
                writer,
                sites.find(writer.site()).orElseThrow(() -> unknown(writer.site())));
        var number = current(read.id()).map(ReportVersion::number).orElse(0) + 1;
        var issue = Issue.of(UUID.randomUUID(), read.id(), number, kind, content, author, clock.instant(), subject);
        versions.add(issue);
        var version = issue.version();
        events.publishEvent(new ReportIssued(
                version.id(),
                read.id(),
                number,
                kind,
                author,
                read.site(),
                read.study().studyInstanceUid(),
                version.sha256(),
                version.at()));
        return version;
    }

    /** Should two get past the case's lock at once, the table's unique indexes still let one in. */
    private <T> T decidedByDatabase(Supplier<T> work) {
        try {
            return transaction.execute(status -> work.get());
        } catch (DuplicateKeyException second) {
            var refused = new Refused(CONFLICT, Phrase.of("report.already-signed"));
            refused.initCause(second);
            throw refused;
        }
    }

    private Person person(String id) {
        return people.find(id).orElseThrow(() -> new Refused(NOT_ALLOWED, Phrase.of("report.person-unknown", id)));
    }

    private static Content contentOf(Draft draft) {
        return new Content(draft.findings(), draft.impression(), draft.critical());
    }

    private static Refused unknown(String site) {
        return new Refused(NOT_FOUND, Phrase.of("report.site-unknown", site));
    }
}
