package org.radhub.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRangeTest {
    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(home.resolve("file"), "0123456789");
    }

    @Test
    void nothing_before_it_and_nothing_behind_it_is_read() throws Exception {
        try (var range = FileRange.open(file, 3, 4)) {
            assertThat(range.readAllBytes()).asString().isEqualTo("3456");
            assertThat(range.read()).isEqualTo(-1);
            assertThat(range.fileSize()).isEqualTo(10);
        }
        try (var range = FileRange.open(file, 3, 4)) {
            assertThat(range.skip(1)).isOne();
            assertThat(range.read()).isEqualTo('4');
            assertThat(range.available()).isEqualTo(2);
            assertThat(range.skip(100)).isEqualTo(2);
            assertThat(range.skip(-1)).isZero();
            assertThat(range.read()).isEqualTo(-1);
        }
    }

    @Test
    void a_buffer_is_filled_as_far_as_the_range_goes() throws Exception {
        var buffer = ByteBuffer.allocateDirect(6);
        try (var range = FileRange.open(file, 2, 7)) {
            assertThat(range.read(buffer)).isEqualTo(6);
            assertThat(range.read(buffer)).isZero();
            assertThat(range.read(buffer.clear())).isOne();
            assertThat(buffer.limit()).isEqualTo(6);
            assertThat(buffer.flip().get()).isEqualTo((byte) '8');
            assertThat(range.read(buffer.clear())).isEqualTo(-1);
        }
    }

    @Test
    void a_file_that_ends_before_the_range_does_is_an_error() throws Exception {
        try (var range = FileRange.open(file, 8, 5)) {
            assertThat(range.readNBytes(2)).asString().isEqualTo("89");
            assertThatThrownBy(range::read).isInstanceOf(EOFException.class).hasMessageContaining("3 bytes");
        }
        assertThatThrownBy(() -> FileRange.open(home.resolve("none"), 0, 1)).isInstanceOf(NoSuchFileException.class);
    }
}
