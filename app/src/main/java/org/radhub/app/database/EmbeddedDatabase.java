package org.radhub.app.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.radhub.registry.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL server, durable, with its data under the hub's home. It listens on loopback, on a free port, and lets in only who has
 * the password that lies beside its data, readable by the hub's user alone.
 */
final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    /** A server that needs longer goes on starting, and is found running then. */
    private static final Duration RESTART_LIMIT = Duration.ofSeconds(30);

    private static final int WATCH_SECONDS = 2;
    private static final int ANY_FREE_PORT = 0;
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");
    static final String USER = "postgres";
    static final String NAME = "postgres";

    private final Path directory;
    private final int port;
    private final FileChannel lock;
    private final String password;
    private final ScheduledExecutorService watchman =
            Executors.newSingleThreadScheduledExecutor(EmbeddedDatabase::watchThread);
    private final Trouble gone = new Trouble(LOG, "the database server does not start; it is tried again");
    private EmbeddedPostgres server;

    private EmbeddedDatabase(Path directory, EmbeddedPostgres server, FileChannel lock, String password) {
        this.directory = directory;
        this.server = server;
        this.port = server.getPort();
        this.lock = lock;
        this.password = password;
        watchman.scheduleWithFixedDelay(this::startAgainIfGone, WATCH_SECONDS, WATCH_SECONDS, TimeUnit.SECONDS);
    }

    /** Starts the server, after stopping the one that a killed hub left behind, and creates the cluster if there is none. */
    static EmbeddedDatabase start(Path home) {
        try {
            var directory = directory(home.toAbsolutePath().normalize());
            var lock = lock(directory);
            var data = data(directory);
            LeftoverServer.stop(data);
            forgetPasswordOfLostCluster(data, directory.resolve("password"));
            discardHalfMadeCluster(data, directory.resolve("password"));
            var isNew = !Files.exists(directory.resolve("password"));
            var password = isNew ? newPassword() : Files.readString(directory.resolve("password"));
            var server = open(directory, password, ANY_FREE_PORT, START_LIMIT);
            if (isNew) {
                demandPassword(server, data, password);
                keep(directory.resolve("password"), password);
            }
            return new EmbeddedDatabase(directory, server, lock, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the embedded database did not take its password", e);
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
    }

    String password() {
        return password;
    }

    /** The server was killed, or ended by itself: what was committed is on the disk, and the pool finds it at the same port. */
    private synchronized void startAgainIfGone() {
        try {
            if (watchman.isShutdown() || LeftoverServer.running(data(directory)).isPresent()) {
                gone.passed();
                return;
            }
            if (!Files.exists(data(directory).resolve("PG_VERSION"))) {
                throw new IOException("there is no database in " + data(directory));
            }
            LOG.error("the database server has ended; it is started again");
            // Gives its lock on the data directory back; there is nothing left to stop.
            server.close();
            server = open(directory, password, port, RESTART_LIMIT);
        } catch (IOException | RuntimeException e) {
            gone.met(e);
            // A try that failed keeps its lock on the data directory until it is collected, and nothing else gives it
            // back.
            System.gc();
        }
    }

    @Override
    public void close() throws IOException {
        watchman.shutdown();
        synchronized (this) {
            server.close();
            lock.close();
        }
    }

    /** Does not keep a process alive whose start failed. */
    private static Thread watchThread(Runnable task) {
        var thread = new Thread(task, "database-watch");
        thread.setDaemon(true);
        return thread;
    }

    private static Path data(Path directory) {
        return directory.resolve("data");
    }

    /** For the hub's own user alone: what is unpacked there is executed, and a home that is new will hold patients' images. */
    private static Path directory(Path home) throws IOException {
        if (!Files.exists(home)) {
            Files.createDirectories(home, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
        }
        var directory = Files.createDirectories(home.resolve("postgres"));
        Files.setPosixFilePermissions(directory, OWNER_ALONE);
        return directory;
    }

    private static FileChannel lock(Path directory) throws IOException {
        var channel =
                FileChannel.open(directory.resolve("hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new IllegalStateException("another Radhub is running on " + directory.getParent()
                    + "; stop it, or set RADHUB_HOME to another folder");
        }
        return channel;
    }

    // Else the cluster that is made now would let in everybody: its making is begun anew.
    private static void forgetPasswordOfLostCluster(Path data, Path passwordFile) throws IOException {
        if (Files.exists(passwordFile) && isEmpty(data)) {
            LOG.error(
                    "the database that was in {} is gone, and a new one is made: stop the hub, and rebuild-index brings back what the object store holds",
                    data);
            Files.delete(passwordFile);
        }
    }

    private static boolean isEmpty(Path data) throws IOException {
        if (!Files.exists(data)) {
            return true;
        }
        try (var files = Files.list(data)) {
            return files.findAny().isEmpty();
        }
    }

    // The password file is written last: a cluster without one was never used, and its making was interrupted.
    private static void discardHalfMadeCluster(Path data, Path passwordFile) throws IOException {
        if (Files.exists(passwordFile) || !Files.exists(data)) {
            return;
        }
        LOG.info("starting anew with the database: making it was interrupted");
        try (var files = Files.walk(data)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static EmbeddedPostgres open(Path directory, String password, int port, Duration limit) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setOverrideWorkingDirectory(directory.resolve("program").toFile())
                .setDataDirectory(data(directory))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(limit)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", "128MB")
                .setServerConfig("autovacuum_naptime", "15s")
                .setConnectConfig("password", password)
                .setLocaleConfig("locale", "C.UTF-8")
                .start();
    }

    private static void demandPassword(EmbeddedPostgres server, Path data, String password)
            throws SQLException, IOException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("alter user " + USER + " password '" + password + "'");
            Files.writeString(data.resolve("pg_hba.conf"), """
                    # TYPE  DATABASE  USER  ADDRESS       METHOD
                    host    all       all   127.0.0.1/32  scram-sha-256
                    """);
            statement.execute("select pg_reload_conf()");
        }
    }

    private static String newPassword() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void keep(Path file, String password) throws IOException {
        var partial = file.resolveSibling("password.new");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(partial, password);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
