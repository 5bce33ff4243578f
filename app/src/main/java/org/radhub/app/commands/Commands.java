package org.radhub.app.commands;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radhub.storage.Recovery;
import org.radhub.storage.Unavailable;
import org.radhub.storage.WrongSetting;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** {@code radhub rebuild-index} and {@code radhub verify}: with the hub's own settings, and without its web server, listener and jobs. */
public final class Commands {
    private static final int FINE = 0;
    private static final int WRONG = 1;
    private static final int REFUSED = 2;

    private static final String REBUILD = "rebuild-index";
    private static final String VERIFY = "verify";
    private static final String WRITE_OFF = "write-off";
    private static final String WRITE_OFF_NODE = "write-off-node";
    private static final String WRITE_OFF_MOST = "write-off-most";
    private static final String NO_NODE =
            "--write-off-node takes the node-id of a spool that is gone, as verify says it";
    private static final String NO_RATE = "--rate takes how much is read a second, which is more than nothing, as 50MB";
    private static final String USAGE = """
            usage: radhub rebuild-index [--read-since=<yyyy-mm-dd>]
                     puts everything in the object store into the index; studies come back as complete, and without a new
                     read, except those of which something came since the given day and that have no case
                   radhub verify [--rate=<size, as 50MB>] [--write-off] [--write-off-node=<node-id>] [--write-off-most]
                     reads everything in the object store and the spool (at most so much a second), compares every digest,
                     and compares the index with both; --write-off takes what the object store cannot give back for lost,
                     --write-off-node what lay in a spool that is gone for good, until it is sent again; both refuse where
                     the object store lacks more than half of the packs, which another one does, unless told --write-off-most
            RADHUB_HOME is the hub's folder; to rebuild from S3 on a new machine, an empty one. The hub must not be running on it. Exit codes: 0 all is well, 1 something is wrong, 2 it could
            not be done.""";

    private Commands() {}

    /** Whether the arguments of the program name a command, and not just settings. */
    public static boolean isOne(String... arguments) {
        return arguments.length > 0 && !arguments[0].startsWith("-");
    }

    /**
     * Carries out the command that the arguments name, and says on standard output what is wrong, a line each; on the other what it is doing.
     *
     * @return the exit code
     */
    public static int run(String... arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        // The log does not mix with what is found.
        System.setOut(System.err);
        var options = new DefaultApplicationArguments(Arrays.copyOfRange(arguments, 1, arguments.length));
        if (!understood(arguments[0], options)) {
            err.println(USAGE);
            return REFUSED;
        }
        var rebuilds = arguments[0].equals(REBUILD);
        try {
            return carryOut(rebuilds, options, rate(options), writeOff(options), new Printing(arguments[0], out, err));
        } catch (Misused e) {
            err.println("radhub " + arguments[0] + ": " + e.getMessage());
            return REFUSED;
        } catch (IOException | RuntimeException e) {
            err.println("radhub " + arguments[0] + ": " + said(e));
            return REFUSED;
        }
    }

    /** What is made to be read by an operator, else what is at the bottom of it. */
    private static String said(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Unavailable || cause instanceof WrongSetting) {
                return cause.getMessage();
            }
        }
        return NestedExceptionUtils.getMostSpecificCause(e).getMessage();
    }

    private static int carryOut(
            boolean rebuilds,
            DefaultApplicationArguments options,
            long bytesPerSecond,
            Recovery.WriteOff writeOff,
            Printing printing)
            throws IOException {
        try (var context = start(rebuilds, options)) {
            var recovery = context.getBean(Recovery.class);
            var result = rebuilds
                    ? recovery.rebuildIndex(since(options, context.getEnvironment()), printing)
                    : recovery.verify(bytesPerSecond, writeOff, printing);
            printing.end(result);
            return result.findings() == 0 ? FINE : WRONG;
        }
    }

    private static boolean understood(String command, DefaultApplicationArguments options) {
        var own = command.equals(REBUILD)
                ? List.of("read-since")
                : List.of("rate", WRITE_OFF, WRITE_OFF_NODE, WRITE_OFF_MOST);
        return List.of(REBUILD, VERIFY).contains(command)
                && options.getNonOptionArgs().isEmpty()
                && options.getOptionNames().stream().allMatch(name -> own.contains(name) || name.contains("."));
    }

    private static Optional<Instant> since(DefaultApplicationArguments options, Environment environment) {
        return option(options, "read-since").map(day -> {
            try {
                var zone = ZoneId.of(environment.getProperty("radhub.zone", "UTC"));
                return LocalDate.parse(day).atStartOfDay(zone).toInstant();
            } catch (DateTimeParseException e) {
                throw new Misused("--read-since takes a day, as 2026-11-22", e);
            }
        });
    }

    /** Bytes a second; 0 where none is said. */
    private static long rate(DefaultApplicationArguments options) {
        if (!options.containsOption("rate")) {
            return 0;
        }
        try {
            var bytes = DataSize.parse(option(options, "rate").orElse("")).toBytes();
            if (bytes > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new Misused(NO_RATE, e);
        }
        throw new Misused(NO_RATE, null);
    }

    private static Recovery.WriteOff writeOff(DefaultApplicationArguments options) {
        boolean unreadable = isSaid(options, WRITE_OFF);
        boolean most = isSaid(options, WRITE_OFF_MOST);
        var named = Optional.ofNullable(options.getOptionValues(WRITE_OFF_NODE)).orElse(List.of());
        if (options.containsOption(WRITE_OFF_NODE) && named.isEmpty()) {
            throw new Misused(NO_NODE, null);
        }
        if (most && !unreadable && named.isEmpty()) {
            throw new Misused("--write-off-most takes --write-off or --write-off-node with it", null);
        }
        try {
            var nodes = named.stream().map(UUID::fromString).collect(Collectors.toSet());
            return new Recovery.WriteOff(unreadable, nodes, most);
        } catch (IllegalArgumentException e) {
            throw new Misused(NO_NODE, e);
        }
    }

    private static boolean isSaid(DefaultApplicationArguments options, String name) {
        if (options.containsOption(name) && !options.getOptionValues(name).isEmpty()) {
            throw new Misused("--" + name + " takes no value", null);
        }
        return options.containsOption(name);
    }

    private static Optional<String> option(DefaultApplicationArguments options, String name) {
        return Optional.ofNullable(options.getOptionValues(name)).stream()
                .flatMap(List::stream)
                .findFirst();
    }

    private static ConfigurableApplicationContext start(boolean mayBeNew, DefaultApplicationArguments options) {
        return new SpringApplicationBuilder(Archive.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .properties(
                        "logging.level.root=warn",
                        // To count all that an archive holds takes the database as long as it takes.
                        "radhub.database.answers-within=0",
                        // What stops it is said in one line, below.
                        "logging.level.org.springframework.boot.SpringApplication=off")
                .initializers(context -> {
                    Home.require(context.getEnvironment(), mayBeNew);
                    HomeAlone.require(context.getEnvironment());
                })
                .run(options.getSourceArgs());
    }

    /** An option says what it cannot, and the message what it can. */
    private static final class Misused extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Misused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Findings on one line each, and progress. */
    private record Printing(String command, PrintStream out, PrintStream err) implements Recovery.Progress {
        void end(Recovery.Result result) {
            out.printf(
                    "radhub %s: %d packs, %d instances, %d bytes, %d problems%n",
                    command, result.packs(), result.instances(), result.bytes(), result.findings());
        }

        @Override
        public void soFar(String line) {
            err.println("radhub " + command + ": " + line);
        }

        @Override
        public void leftOut(String line) {
            out.println("left out: " + line);
        }

        @Override
        public void note(String line) {
            out.println("note: " + line);
        }

        @Override
        public void found(Recovery.Finding finding) {
            out.printf(
                    "%s site=%s study=%s series=%s instance=%s at=%s: %s%n",
                    finding.kind().name().toLowerCase(java.util.Locale.ROOT),
                    said(finding.site()),
                    said(finding.study()),
                    said(finding.series()),
                    said(finding.instance()),
                    finding.place(),
                    finding.why());
        }

        private static String said(String text) {
            return text.isEmpty() ? "-" : text;
        }
    }
}
