package org.radhub.storage.recovery;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.Recovery;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.processes.ProcessBook;
import org.radhub.storage.study.IndexWriter;
import org.radhub.storage.study.LostInstances;
import org.radhub.storage.study.PackIndex;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Both on the object store, the spool and the index of this process. */
@Component
class ArchiveRecovery implements Recovery {
    private static final long LOCK = 0x7261646875623031L;

    private final DataSource database;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ObjectStore objects;
    private final Spool spool;
    private final IndexWriter writer;
    private final PackIndex packs;
    private final LostInstances lost;
    private final ProcessBook processes;
    private final Clock clock;

    ArchiveRecovery(
            DataSource database,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            ObjectStore objects,
            Spool spool,
            IndexWriter writer,
            PackIndex packs,
            LostInstances lost,
            ProcessBook processes,
            Clock clock) {
        this.database = database;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.objects = objects;
        this.spool = spool;
        this.writer = writer;
        this.packs = packs;
        this.lost = lost;
        this.processes = processes;
        this.clock = clock;
    }

    @Override
    public Result rebuildIndex(Optional<Instant> readSince, Progress progress) throws IOException {
        try (var alone = database.getConnection()) {
            requireAlone(alone);
            try {
                return rebuild(readSince, progress);
            } finally {
                ask(alone, "select pg_advisory_unlock(?)");
            }
        } catch (SQLException e) {
            throw new IOException("the database does not answer", e);
        }
    }

    private static void requireAlone(Connection connection) throws SQLException {
        if (!ask(connection, "select pg_try_advisory_lock(?)")) {
            throw new IllegalStateException("the index is being rebuilt by another process");
        }
    }

    private static boolean ask(Connection connection, String about) throws SQLException {
        try (var statement = connection.prepareStatement(about)) {
            statement.setLong(1, LOCK);
            try (var row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private Result rebuild(Optional<Instant> readSince, Progress progress) throws IOException {
        var staging = new Staging(jdbc);
        var reading = new Tally("read", progress);
        var spooled = Set.copyOf(spool.packs());
        if (!spooled.isEmpty()) {
            reading.leftOut(spooled.size() + " packs lie in the spool; the hub takes them up when it starts");
        }
        var rebuilding = new Rebuilding(objects, staging, clock, spooled, reading);
        rebuilding.readAll();
        var read = reading.result();
        var indexing = new Tally("indexed", progress);
        indexing.before(staging.indexed());
        var index = new RebuiltIndex(jdbc, transactions, writer, staging, spool.node());
        for (int count = index.next(); count > 0; count = index.next()) {
            indexing.instances(count);
        }
        index.finish(readSince);
        var indexed = indexing.result();
        var mending = new Tally("looked at beside", progress);
        var made = new SideObjects(new IndexedPacks(jdbc), packs, objects, spool, mending).mend(rebuilding.changed());
        if (made > 0) {
            progress.soFar(made + " objects that belong to packs were made anew");
        }
        return new Result(read.packs(), indexed.instances(), read.bytes(), read.findings() + mending.findings());
    }

    @Override
    public Result verify(long bytesPerSecond, WriteOff writeOff, Progress progress) throws IOException {
        var tally = new Tally("verified", progress);
        var rate = new ReadingRate(bytesPerSecond);
        var index = new IndexedPacks(jdbc);
        var beside = new SideObjects(index, packs, objects, spool, tally);
        var writingOff = new WritingOff(writeOff, index, packs, lost, processes, objects, beside, rate, tally, clock);
        new Verification(objects, spool, index, packs, writingOff, rate, tally).all();
        return tally.result();
    }
}
