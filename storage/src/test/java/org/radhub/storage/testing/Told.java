package org.radhub.storage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.radhub.storage.Recovery;
import org.radhub.storage.Recovery.Finding;
import org.radhub.storage.Recovery.Kind;

/** What a recovery said. */
public final class Told implements Recovery.Progress {
    public final List<String> lines = new CopyOnWriteArrayList<>();
    public final List<String> notes = new CopyOnWriteArrayList<>();
    public final List<String> leftOut = new CopyOnWriteArrayList<>();
    public final List<Finding> findings = new CopyOnWriteArrayList<>();

    @Override
    public void soFar(String line) {
        assertThat(line).isNotEmpty();
        lines.add(line);
    }

    @Override
    public void note(String line) {
        notes.add(line);
    }

    @Override
    public void leftOut(String line) {
        leftOut.add(line);
    }

    @Override
    public void found(Finding finding) {
        findings.add(finding);
    }

    public List<Finding> of(Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).toList();
    }
}
