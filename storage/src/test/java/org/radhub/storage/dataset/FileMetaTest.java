package org.radhub.storage.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileMetaTest {
    private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.7";
    private static final String SYNTAX = "1.2.840.10008.1.2.1";

    private final byte[] written = FileMeta.of(SOP_CLASS, "1.2.3", SYNTAX, "CT 1");

    @Test
    void what_was_written_is_read_and_nothing_else() {
        assertThat(FileMeta.length(written)).isEqualTo(written.length);
        assertThat(FileMeta.text(written, FileMeta.MEDIA_STORAGE_SOP_CLASS_UID)).isEqualTo(SOP_CLASS);
        assertThat(FileMeta.text(written, FileMeta.TRANSFER_SYNTAX_UID)).isEqualTo(SYNTAX);
        assertThat(FileMeta.text(written, FileMeta.SOURCE_APPLICATION_ENTITY_TITLE))
                .isEqualTo("CT 1");
        assertThat(FileMeta.text(written, 0x0001)).isEmpty();
        assertThat(FileMeta.text(written, 0x0102)).isEmpty();
    }

    @Test
    void of_a_file_that_is_damaged_or_cut_short_nothing_is_said_that_cannot_be_printed() {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            var damaged = Arrays.copyOf(written, random.nextInt(written.length + 1));
            for (int changed = 0; changed < 4 && damaged.length > 0; changed++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThat(FileMeta.text(damaged, FileMeta.TRANSFER_SYNTAX_UID)).matches("[ -~]{0,64}");
        }
    }
}
