package org.radhub.registry.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a fuzzer (Jazzer) on a target, a class with {@code public static void fuzzerTestOneInput(byte[])}, in a process of its own and for a
 * short time. What it learns stays in {@code target/fuzz}, so that the next run goes on from there. {@code -Dradhub.fuzz.seconds=600} runs
 * each target for longer.
 */
public final class Fuzzing {
    private static final int SECONDS = Integer.getInteger("radhub.fuzz.seconds", 10);

    private Fuzzing() {}

    /**
     * Fails with what the fuzzer said if it broke the target.
     *
     * @param seeds inputs to begin with
     */
    public static void run(Class<?> target, List<byte[]> seeds) throws IOException, InterruptedException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "the fuzzer's native part is for Linux on amd64 here");
        var folder = Files.createDirectories(Path.of("target", "fuzz", target.getSimpleName()));
        var corpus = Files.createDirectories(folder.resolve("corpus"));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("seed-" + i), seeds.get(i));
        }
        var log = folder.resolve("log.txt");
        // What the hub says of each of a million inputs is nothing to anybody.
        var silence = Files.writeString(
                folder.resolve("logback.xml"), "<configuration><root level=\"OFF\"/></configuration>");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-Xss1m",
                        "-Dlogback.configurationFile=" + silence.toAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=org.radhub.**",
                        "--reproducer_path=" + folder,
                        "-artifact_prefix=" + folder + "/",
                        "-max_total_time=" + SECONDS,
                        "-timeout=10",
                        "-rss_limit_mb=3000",
                        "-max_len=65536",
                        "-print_final_stats=1",
                        corpus.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(SECONDS + 120L, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        var said = Files.readString(log);
        assertEquals(0, process.exitValue(), () -> "the input is in " + folder + "\n" + end(said));
    }

    private static String end(String said) {
        return said.substring(Math.max(0, said.length() - 8000));
    }

    /** Files of a folder of the class path, in any order: what once broke the target. */
    public static List<byte[]> remembered(Class<?> target) throws IOException {
        var folder = target.getResource("/fuzz/" + target.getSimpleName());
        if (folder == null) {
            throw new IOException("nothing is remembered of " + target);
        }
        try (var files = Files.list(Path.of(folder.getPath()))) {
            return files.map(Fuzzing::bytes).toList();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
