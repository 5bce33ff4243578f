package org.radhub.workflow;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.storage.FoundPatient;
import org.radhub.storage.Instance;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.storage.StudyQuery;

/** The index of studies as far as the workflow asks it: studies by id, without images. */
final class ArrivedStudies implements Studies {
    private final Map<UUID, Study> studies = new ConcurrentHashMap<>();

    void put(Study study) {
        studies.put(study.id(), study);
    }

    @Override
    public boolean isWhole(Duration within) {
        return true;
    }

    @Override
    public Optional<Study> find(StudyKey key) {
        return studies.values().stream()
                .filter(study -> study.key().equals(key))
                .findFirst();
    }

    @Override
    public Optional<Study> find(UUID id) {
        return Optional.ofNullable(studies.get(id));
    }

    @Override
    public List<Study> withUid(String studyInstanceUid, Scope scope) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Study> search(StudyQuery query, Scope scope) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<FoundPatient> patients(StudyQuery query, Scope scope, Optional<FoundPatient.Key> after) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Instant> completeAt(UUID studyId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Series> seriesOf(UUID studyId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Instance> instancesOf(UUID seriesId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Instance> instance(UUID studyId, String seriesInstanceUid, String sopInstanceUid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(Instance instance) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(Instance instance, long from, long length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream metadata(Series series) {
        throw new UnsupportedOperationException();
    }
}
