package org.radhub.router.query;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import org.radhub.registry.Scope;
import org.radhub.storage.FoundPatient;
import org.radhub.storage.Studies;

/** The patients of a search, each once, fetched page by page as they are asked for, by patient ID. */
final class PatientPages implements Iterator<FoundPatient> {
    private static final int PAGE = 200;

    private final Studies studies;
    private final StudyKeys keys;
    private final Scope scope;
    private final Queue<FoundPatient> fetched = new ArrayDeque<>();
    private Optional<FoundPatient.Key> last = Optional.empty();
    private boolean ended;

    PatientPages(Studies studies, StudyKeys keys, Scope scope) {
        this.studies = studies;
        this.keys = keys;
        this.scope = scope;
    }

    @Override
    public boolean hasNext() {
        if (fetched.isEmpty() && !ended) {
            var page = studies.patients(keys.page(0, PAGE), scope, last);
            fetched.addAll(page);
            ended = page.size() < PAGE;
        }
        return !fetched.isEmpty();
    }

    @Override
    public FoundPatient next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var next = fetched.remove();
        last = Optional.of(next.key());
        return next;
    }
}
