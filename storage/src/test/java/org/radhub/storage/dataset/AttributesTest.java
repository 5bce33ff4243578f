package org.radhub.storage.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.storage.Attributes;
import org.radhub.storage.Attributes.Malformed;
import org.radhub.storage.testing.DataSetBytes;

class AttributesTest {
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final int NAME = 0x00100010;
    private static final int MODALITIES = 0x00080061;
    private static final int ROWS = 0x00280010;
    private static final int COMMENTS = 0x00104000;
    private static final int STEP = 0x00400100;
    private static final int STATION = 0x00400001;

    @ParameterizedTest
    @ValueSource(strings = {IMPLICIT, EXPLICIT})
    void what_is_written_is_read_again(String transferSyntax) throws Malformed {
        var item = Attributes.builder()
                .put(STATION, "CT1")
                .put(0x00400007, "头颅平扫")
                .sequence(
                        0x00400008,
                        List.of(
                                Attributes.empty(),
                                Attributes.builder().put(0x00080100, "C1").build()))
                .build();
        var written = Attributes.builder()
                .put(NAME, "Zhang^Wei=张^伟=")
                .put(MODALITIES, List.of("CT", "MR", ""))
                .put(ROWS, 65535)
                .put(COMMENTS, "one\\two, one value")
                .put(0x0020000d, "1.2.3")
                .put(0x00100040, "")
                .sequence(STEP, List.of(item))
                .sequence(0x00081110, List.of())
                .build();
        var read = Attributes.read(written.encoded(transferSyntax, ""), transferSyntax);
        assertThat(read.text(Attributes.SPECIFIC_CHARACTER_SET)).isEqualTo("ISO_IR 192");
        assertThat(read.text(NAME)).isEqualTo("Zhang^Wei=张^伟=");
        assertThat(read.values(MODALITIES)).containsExactly("CT", "MR", "");
        assertThat(read.text(ROWS)).isEqualTo("65535");
        assertThat(read.values(COMMENTS)).containsExactly("one\\two, one value");
        assertThat(read.text(0x0020000d)).isEqualTo("1.2.3");
        assertThat(read.has(0x00100040)).isTrue();
        assertThat(read.values(0x00100040)).isEmpty();
        assertThat(read.has(0x00081110)).isTrue();
        assertThat(read.items(0x00081110)).isEmpty();
        var step = read.items(STEP).get(0);
        assertThat(step.text(STATION)).isEqualTo("CT1");
        assertThat(step.text(0x00400007)).isEqualTo("头颅平扫");
        assertThat(step.items(0x00400008)).hasSize(2);
        assertThat(step.items(0x00400008).get(1).text(0x00080100)).isEqualTo("C1");
    }

    @ParameterizedTest
    @CsvSource({
        "GB18030, 张^伟, GB18030",
        "GBK, 张^伟, GBK",
        "GBK, 𠮷^伟, ISO_IR 192",
        "GB18030, 𠮷^伟, GB18030",
        "ISO_IR 192, 张^伟, ISO_IR 192",
        "ISO_IR 100, Müller, ISO_IR 100",
        "ISO_IR 100, 张^伟, ISO_IR 192",
        "\\ISO 2022 IR 87, 张^伟, ISO_IR 192",
        "nonsense, 张^伟, ISO_IR 192"
    })
    void texts_are_written_in_the_other_sides_set_where_it_holds_them(String asked, String name, String written)
            throws Malformed {
        var bytes = Attributes.builder().put(NAME, name).build().encoded(EXPLICIT, asked);
        var read = Attributes.read(bytes, EXPLICIT);
        assertThat(read.text(Attributes.SPECIFIC_CHARACTER_SET)).isEqualTo(written);
        assertThat(read.text(NAME)).isEqualTo(name);
    }

    @Test
    void plain_ascii_declares_nothing_unless_it_was_asked_for() throws Malformed {
        var plain = Attributes.builder().put(NAME, "Zhang^Wei").build();
        assertThat(Attributes.read(plain.encoded(IMPLICIT, ""), IMPLICIT).tags())
                .containsExactly(NAME);
        var asked = Attributes.builder()
                .put(Attributes.SPECIFIC_CHARACTER_SET, "")
                .put(NAME, "Zhang^Wei")
                .build();
        assertThat(Attributes.read(asked.encoded(IMPLICIT, ""), IMPLICIT).text(Attributes.SPECIFIC_CHARACTER_SET))
                .isEqualTo("ISO_IR 192");
    }

    @Test
    void an_undeclared_chinese_key_is_recognised() throws Malformed {
        var key = new DataSetBytes()
                .value(NAME, "PN", "王小明李芳".getBytes(Charset.forName("GBK")))
                .bytes();
        assertThat(Attributes.read(key, EXPLICIT).text(NAME)).isEqualTo("王小明李芳");
    }

    @Test
    void nesting_claims_and_crowds_beyond_all_measure_are_refused() {
        var deep = new DataSetBytes();
        for (var i = 0; i < Attributes.DEEPEST + 1; i++) {
            deep.claiming(STEP, "SQ", 0xffffffffL, new byte[0]).item(0xffffffffL);
        }
        for (var i = 0; i < Attributes.DEEPEST + 1; i++) {
            deep.itemEnd().sequenceEnd();
        }
        refused(deep.bytes(), "nested");
        var endless = new DataSetBytes();
        for (var i = 0; i < 10_000; i++) {
            endless.claiming(STEP, "SQ", 0xffffffffL, new byte[0]).item(0xffffffffL);
        }
        refused(endless.bytes(), "nested");
        refused(
                new DataSetBytes()
                        .claiming(COMMENTS, "UT", 0xfffffffeL, new byte[10])
                        .bytes(),
                "ends within");
        var crowd = new DataSetBytes();
        for (var i = 0; i <= Attributes.MOST; i++) {
            crowd.text(NAME, "PN", "");
        }
        refused(crowd.bytes(), "more than");
    }

    @Test
    void bytes_changed_anywhere_are_refused_or_read_as_something_else() {
        var random = new Random(7);
        var whole = Attributes.builder()
                .put(NAME, "Zhang^Wei=张^伟")
                .put(ROWS, 512)
                .sequence(STEP, List.of(Attributes.builder().put(STATION, "CT1").build()))
                .build()
                .encoded(EXPLICIT, "");
        var understood = 0;
        for (var round = 0; round < 20_000; round++) {
            var bytes = Arrays.copyOf(whole, round % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            for (var change = 0; change <= round % 4 && bytes.length > 0; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                Attributes.read(bytes, round % 2 == 0 ? EXPLICIT : IMPLICIT);
                understood++;
            } catch (Malformed e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(understood).isBetween(1, 19_999);
    }

    private static void refused(byte[] bytes, String why) {
        assertThatThrownBy(() -> Attributes.read(bytes, EXPLICIT))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining(why);
    }
}
