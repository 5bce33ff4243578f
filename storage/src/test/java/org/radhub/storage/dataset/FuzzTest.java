package org.radhub.storage.dataset;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.radhub.registry.testing.Fuzzing;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.SharedFile;

/** Whatever bytes a data set is made of. */
class FuzzTest {
    private static final int SMALL = 20_000;

    @Test
    void no_data_set_that_a_fuzzer_makes_breaks_who_reads_it() throws Exception {
        Fuzzing.run(DataSetTarget.class, dataSets());
    }

    @Test
    void no_text_that_a_fuzzer_makes_breaks_who_decodes_it() throws Exception {
        Fuzzing.run(TextTarget.class, texts());
    }

    @Test
    void what_once_broke_it_does_not_any_more() throws Exception {
        for (var input : Fuzzing.remembered(DataSetTarget.class)) {
            assertThatCode(() -> DataSetTarget.fuzzerTestOneInput(input)).doesNotThrowAnyException();
        }
        for (var input : Fuzzing.remembered(TextTarget.class)) {
            assertThatCode(() -> TextTarget.fuzzerTestOneInput(input)).doesNotThrowAnyException();
        }
    }

    private static List<byte[]> dataSets() throws Exception {
        var seeds = new ArrayList<>(Fuzzing.remembered(DataSetTarget.class));
        seeds.add(DataSetTarget.input(
                DataSetBytes.TRANSFER_SYNTAX, DataSetBytes.image("1.1", "1.2", "1.3", "Zhang^Wei=张^伟", new byte[64])));
        if (Files.exists(Path.of(System.getProperty("radhub.shared.data", "none"), "MANIFEST.tsv"))) {
            for (var file : SharedFile.all()) {
                if (Files.size(file.path()) < SMALL) {
                    var content = file.content();
                    seeds.add(DataSetTarget.input(content.transferSyntaxUid(), content.dataSet()));
                }
            }
        }
        return seeds;
    }

    private static List<byte[]> texts() throws Exception {
        var seeds = new ArrayList<>(Fuzzing.remembered(TextTarget.class));
        for (var declaration : List.of(
                "",
                "ISO_IR 100",
                "ISO_IR 192",
                "GB18030",
                "GBK",
                "\\ISO 2022 IR 58",
                "\\ISO 2022 IR 149",
                "ISO 2022 IR 13\\ISO 2022 IR 87")) {
            for (var text :
                    List.of("Wang^Fang=王^芳𠮷", "Wang^XiaoDong=\u001b$)A王^小东=", "\u001b(J\u001b$B;3ED\u001b(B^Taro")) {
                seeds.add(TextTarget.input(
                        declaration.getBytes(StandardCharsets.US_ASCII),
                        text.getBytes(java.nio.charset.Charset.forName("GB18030"))));
            }
        }
        return seeds;
    }
}
