package org.radhub.storage.recovery;

import java.time.Duration;
import java.util.Locale;
import org.radhub.storage.Recovery;
import org.radhub.storage.Recovery.Finding;
import org.radhub.storage.Recovery.Kind;
import org.radhub.storage.Recovery.Progress;
import org.radhub.storage.pack.PackEntry;

/** Counts what was done, and tells of it. */
final class Tally {
    private static final long BETWEEN_LINES = Duration.ofSeconds(5).toNanos();

    private final String what;
    private final Progress progress;
    private long packs;
    private long instances;
    private long bytes;
    private long findings;
    private long lastLine = System.nanoTime();

    /** @param what in the past tense: what is done to each */
    Tally(String what, Progress progress) {
        this.what = what;
        this.progress = progress;
    }

    synchronized void found(Kind kind, PackEntry entry, String object, String why) {
        found(finding(kind, entry, object, why));
    }

    static Finding finding(Kind kind, PackEntry entry, String object, String why) {
        return new Finding(
                kind,
                entry.arrival().site(),
                entry.arrival().studyInstanceUid(),
                entry.seriesInstanceUid(),
                entry.sopInstanceUid(),
                object + ":" + entry.offset(),
                why);
    }

    synchronized void found(Finding finding) {
        findings++;
        progress.found(finding);
    }

    synchronized void leftOut(String line) {
        progress.leftOut(line);
    }

    synchronized void note(String line) {
        progress.note(line);
    }

    /** What was done before the one that it carries on was interrupted. */
    synchronized void before(long count, long length) {
        packs += count;
        bytes += length;
        progress.soFar(count + " packs were " + what
                + " before it was interrupted, and are not read again; what was wrong with them is said again");
    }

    /** @param count what was done to before the one that it carries on was interrupted */
    synchronized void before(long count) {
        if (count > 0) {
            instances += count;
            progress.soFar(count + " instances were " + what + " before it was interrupted");
        }
    }

    synchronized void instances(int count) {
        instances += count;
        line();
    }

    synchronized void pack(long length) {
        packs++;
        bytes += length;
        line();
    }

    private void line() {
        if (System.nanoTime() - lastLine > BETWEEN_LINES) {
            lastLine = System.nanoTime();
            progress.soFar(toString());
        }
    }

    synchronized long findings() {
        return findings;
    }

    synchronized Recovery.Result result() {
        progress.soFar(toString());
        return new Recovery.Result(packs, instances, bytes, findings);
    }

    @Override
    public synchronized String toString() {
        return String.format(
                Locale.ROOT,
                "%d packs and %d instances %s, %.1f MiB, %d problems",
                packs,
                instances,
                what,
                bytes / 1_048_576.0,
                findings);
    }
}
