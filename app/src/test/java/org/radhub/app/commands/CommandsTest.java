package org.radhub.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void listenNoMore() {
        System.setOut(out);
        System.setErr(err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--rate=-5MB",
                "--rate=-1",
                "--rate=0",
                "--rate=0MB",
                "--rate=",
                "--rate",
                "--rate=fast",
                "--rate=5XB",
                "--rate=9999999999999TB"
            })
    void a_rate_at_which_nothing_would_be_read_is_refused_with_what_it_has_to_be(String rate) {
        assertThat(Commands.run("verify", rate, "--radhub.home=/nowhere/at/all"))
                .isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith("radhub verify: --rate takes")
                .contains("50MB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--write-off-node",
                "--write-off-node=",
                "--write-off-node=hub-2",
                "--write-off=all",
                "--write-off-most=yes",
                "--write-off-most"
            })
    void nothing_is_written_off_that_is_not_named_well(String option) {
        assertThat(Commands.run("verify", option, "--radhub.home=/nowhere/at/all"))
                .isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith("radhub verify: --write-off")
                .contains(" takes ");
    }
}
