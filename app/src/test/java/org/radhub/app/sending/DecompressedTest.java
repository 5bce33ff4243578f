package org.radhub.app.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.storage.Instance;
import org.radhub.viewer.UncompressedInstances;
import org.springframework.util.unit.DataSize;

class DecompressedTest {
    private static final String LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
    private static final Duration AT_ONCE = Duration.ofMillis(50);
    private static final Instance ANY = null;

    @TempDir
    Path home;

    @Test
    void a_peer_that_takes_its_time_is_in_its_own_way_alone() throws IOException {
        var decompressed = new Decompressed(new Codecs(), home, DataSize.ofBytes(1), AT_ONCE);
        var open = new ArrayList<InputStream>();
        for (var i = 0; i < 8; i++) {
            open.add(decompressed.dataSet(ANY, LITTLE_ENDIAN, "site COUNTYA"));
        }

        assertThatThrownBy(() -> decompressed.dataSet(ANY, LITTLE_ENDIAN, "site COUNTYA"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("site COUNTYA");
        try (var other = decompressed.file(ANY, "destination PACS")) {
            assertThat(other.bytes().readAllBytes()).hasSize(3);
        }

        open.remove(0).close();
        open.add(decompressed.dataSet(ANY, LITTLE_ENDIAN, "site COUNTYA"));
        for (var one : open) {
            one.close();
            one.close();
        }
        try (var files = Files.list(home.resolve("decompressed"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void nothing_is_decompressed_where_the_disk_is_nearly_as_full_as_that_nothing_is_taken_in() throws IOException {
        var decompressed = new Decompressed(new Codecs(), home, DataSize.ofTerabytes(1_000), AT_ONCE);

        for (var i = 0; i < 20; i++) {
            assertThatThrownBy(() -> decompressed.dataSet(ANY, LITTLE_ENDIAN, "site COUNTYA"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no room");
        }
    }

    private static final class Codecs implements UncompressedInstances {
        @Override
        public void writeDataSet(Instance instance, String transferSyntaxUid, OutputStream out) throws IOException {
            out.write(new byte[] {1, 2, 3});
        }

        @Override
        public void writeFile(Instance instance, OutputStream out) throws IOException {
            out.write(new byte[] {1, 2, 3});
        }
    }
}
