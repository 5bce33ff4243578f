package org.radhub.router.query;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.radhub.registry.Scope;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;

/** The studies of a search, fetched page by page, newest first. One that moves to the next page as another arrives is not seen twice. */
final class StudyPages implements Iterator<Study> {
    private static final int PAGE = 500;

    private final Studies studies;
    private final StudyKeys keys;
    private final Scope scope;
    private final Queue<Study> fetched = new ArrayDeque<>();
    private final Set<UUID> seen = new HashSet<>();
    private int offset;
    private boolean ended;

    StudyPages(Studies studies, StudyKeys keys, Scope scope) {
        this.studies = studies;
        this.keys = keys;
        this.scope = scope;
    }

    @Override
    public boolean hasNext() {
        while (fetched.isEmpty() && !ended) {
            var page = studies.search(keys.page(offset, PAGE), scope);
            page.stream().filter(study -> seen.add(study.id())).forEach(fetched::add);
            offset += page.size();
            ended = page.size() < PAGE;
        }
        return !fetched.isEmpty();
    }

    @Override
    public Study next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return fetched.remove();
    }
}
