package org.radhub.app.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class CompilersLastTest {
    private static final Path THREADS = Path.of("/proc/self/task");

    @Test
    void threads_that_compile_stand_behind_the_others() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/renice")), "renice is not installed");

        new CompilersLast().stepBack();

        assertThat(CompilersLast.compilers()).isNotEmpty().allSatisfy(thread -> assertThat(niceness(thread))
                .isEqualTo(CompilersLast.NICENESS));
        assertThat(niceness(Files.readString(Path.of("/proc/self/stat")).split(" ", 2)[0]))
                .isLessThan(CompilersLast.NICENESS);
    }

    /** The nineteenth field, counted behind the name, which may contain anything (proc(5)). */
    private static int niceness(String thread) throws Exception {
        var stat = Files.readString(THREADS.resolve(thread).resolve("stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }
}
