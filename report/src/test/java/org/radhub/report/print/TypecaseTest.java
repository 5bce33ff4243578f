package org.radhub.report.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypecaseTest {
    /** Of CJK Extension A: in the main font, and in none of the small ones. */
    private static final int RARE = 0x3400;

    @Test
    void the_hospitals_own_fonts_are_looked_into_last(@TempDir Path directory) throws IOException {
        try (var font = Typecase.class.getResourceAsStream("fonts/NotoSansSC-Regular.ttf")) {
            Files.copy(font, directory.resolve("hospital.ttf"));
        }
        Files.writeString(directory.resolve("readme.txt"), "no font");
        var typecase = new Typecase(directory.toString());
        assertThat(Printed.TYPECASE.substitute(RARE)).isEmpty();
        assertThat(typecase.substitute(RARE)).get().returns("own 0", Typeface::family);
        assertThat(typecase.substitute(0x20BB7))
                .get()
                .extracting(Typeface::family)
                .asString()
                .startsWith("HanaMinB");
    }

    @Test
    void a_font_that_is_none_is_told_at_the_start(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("broken.ttf"), "this is no font");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> new Typecase(directory.toString()))
                .withMessageContaining("broken.ttf is no TrueType font");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> new Typecase(directory.resolve("nowhere").toString()))
                .withMessageContaining("radhub.report.fonts");
    }
}
