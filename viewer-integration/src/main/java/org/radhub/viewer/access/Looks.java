package org.radhub.viewer.access;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Scope;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Lets somebody look at a study: within the scope of the request, and with a line in the trail that is committed when this returns. A study
 * is hundreds of requests; the same person by the same way gets one line for each study in a while.
 */
@Component
public class Looks {
    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");
    private static final int REMEMBERED = 10_000;
    private static final int STRIPES = 64;

    private final Studies studies;
    private final AuditTrail trail;
    private final Clock clock;
    private final Duration oneLineFor;
    private final Object[] stripes = new Object[STRIPES];
    private final Map<Look, Instant> recent = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Look, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    Looks(
            Studies studies,
            AuditTrail trail,
            Clock clock,
            @Value("${radhub.viewer.one-audit-line-for:10m}") Duration oneLineFor) {
        this.studies = studies;
        this.trail = trail;
        this.clock = clock;
        this.oneLineFor = oneLineFor;
        for (var i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
    }

    private record Look(String person, String way, String site, String study, boolean success) {}

    /**
     * The study of this UID that the person may see. NOT_FOUND if there is none or it is out of scope, so that nobody learns what exists;
     * CONFLICT if two sites sent this UID and the person may see both, and {@code site} does not say which.
     *
     * @param site code of the site that owns it; empty: whichever
     * @param what is looked at, for the trail
     */
    public Study at(Viewing viewing, String studyInstanceUid, Optional<String> site, String what) {
        var visible = find(viewing, studyInstanceUid, site);
        if (visible.isEmpty()) {
            noteAttempt(viewing, studyInstanceUid);
            throw new Refused(Refused.Kind.NOT_FOUND, Phrase.of("viewer.no-such-study"));
        }
        if (visible.size() > 1) {
            throw new Refused(Refused.Kind.CONFLICT, Phrase.of("viewer.several-studies"));
        }
        note(viewing, visible.get(0), what);
        return visible.get(0);
    }

    /** Writes down that the person looks at a study that was found within the scope. */
    public void note(Viewing viewing, Study study, String what) {
        var look = new Look(viewing.person().id(), viewing.way(), study.site(), study.studyInstanceUid(), true);
        once(
                look,
                Access.to(
                        AuditAction.STUDY_ACCESSED,
                        look.person(),
                        study.site(),
                        study.studyInstanceUid(),
                        what + ", " + viewing.way()));
    }

    /** A look into the index. */
    public interface Searching<T> {
        T find() throws IOException;
    }

    /** Carries out a search while it is being written down; what it found is returned when the line is committed. */
    public <T> T searching(Viewing viewing, String keys, Searching<T> search) throws IOException {
        var line = trail.begin(
                Access.to(AuditAction.QUERY, viewing.person().id(), "", keys, "DICOMweb search, " + viewing.way()));
        var found = search.find();
        line.await();
        return found;
    }

    private List<Study> find(Viewing viewing, String uid, Optional<String> site) {
        if (!UID.matcher(uid).matches()) {
            return List.of();
        }
        return studies.withUid(uid, viewing.scope()).stream()
                .filter(study -> site.isEmpty() || site.get().equals(study.site()))
                .toList();
    }

    private void noteAttempt(Viewing viewing, String uid) {
        if (!UID.matcher(uid).matches()) {
            return;
        }
        var sites =
                studies.withUid(uid, Scope.EVERYTHING).stream().map(Study::site).toList();
        if (sites.isEmpty()) {
            return;
        }
        var site = sites.size() == 1 ? sites.get(0) : "";
        var look = new Look(viewing.person().id(), viewing.way(), site, uid, false);
        once(
                look,
                Access.refused(AuditAction.STUDY_ACCESSED, look.person(), site, uid, "out of scope, " + viewing.way()));
    }

    /** Whoever comes while the line is being written waits for it. */
    private void once(Look look, Access line) {
        synchronized (stripes[Math.floorMod(look.hashCode(), STRIPES)]) {
            var now = clock.instant();
            synchronized (recent) {
                var written = recent.get(look);
                if (written != null
                        && !written.isAfter(now)
                        && written.plus(oneLineFor).isAfter(now)) {
                    return;
                }
            }
            trail.record(line);
            synchronized (recent) {
                recent.put(look, now);
            }
        }
    }
}
