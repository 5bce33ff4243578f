package org.radhub.storage.recovery;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.radhub.storage.Recovery;
import org.radhub.storage.Recovery.Finding;
import org.radhub.storage.Recovery.Kind;

/** What a recovery said. */
final class Told implements Recovery.Progress {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<String> leftOut = new CopyOnWriteArrayList<>();
    final List<Finding> findings = new CopyOnWriteArrayList<>();

    @Override
    public void soFar(String line) {
        lines.add(line);
    }

    @Override
    public void leftOut(String line) {
        leftOut.add(line);
    }

    @Override
    public void found(Finding finding) {
        findings.add(finding);
    }

    List<Finding> of(Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).toList();
    }
}
