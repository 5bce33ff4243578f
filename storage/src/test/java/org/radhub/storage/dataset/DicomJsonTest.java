package org.radhub.storage.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.SharedFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DicomJsonTest {
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final JsonMapper JSON = new JsonMapper();

    static Stream<SharedFile> keptFiles() {
        return SharedFile.all().stream().filter(file -> {
            try {
                var content = file.content();
                DataSetReader.read(
                        new ByteArrayInputStream(content.dataSet()), content.transferSyntaxUid(), new Forgetting());
                return true;
            } catch (Malformed e) {
                return false;
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("keptFiles")
    void every_file_that_is_kept_has_one_line_of_json_that_names_it_and_holds_no_pixels(SharedFile file)
            throws Exception {
        var content = file.content();

        var line = new String(json(content.dataSet(), content.transferSyntaxUid()), StandardCharsets.UTF_8);

        assertThat(line).doesNotContain("\n", "\r", "\ufffd");
        var json = JSON.readTree(line);
        assertThat(json.at("/00080018/Value/0").asString()).isEqualTo(file.sopInstanceUid());
        assertThat(json.has("7FE00010")).isFalse();
        json.properties().forEach(member -> {
            assertThat(member.getKey()).matches("[0-9A-F]{8}");
            assertThat(member.getValue().get("vr").asString()).matches("[A-Z]{2}");
        });
    }

    @Test
    void an_item_with_a_character_set_of_its_own_is_read_by_that() throws Exception {
        var content = SharedFile.named("synthetic/charset/item_own_charset.dcm").content();

        var text = new String(json(content.dataSet(), content.transferSyntaxUid()), StandardCharsets.UTF_8);

        assertThat(text).contains("检查");
    }

    @Test
    void texts_that_become_UTF_8_are_said_to_be() throws Exception {
        var json = JSON.readTree(json(
                new DataSetBytes()
                        .text(0x00080005, "CS", "GB18030")
                        .value(0x00100010, "PN", "张^伟".getBytes("GB18030"))
                        .bytes(),
                EXPLICIT));

        assertThat(json.get("00080005")).isEqualTo(tree("{'vr':'CS','Value':['ISO_IR 192']}"));
        assertThat(json.get("00100010")).isEqualTo(tree("{'vr':'PN','Value':[{'Alphabetic':'张^伟'}]}"));
    }

    @Test
    void values_have_the_types_of_the_standard() throws Exception {
        var json = JSON.readTree(json(
                new DataSetBytes()
                        .text(0x00080005, "CS", "ISO_IR 192")
                        .text(0x00080008, "CS", "ORIGINAL\\\\AXIAL")
                        .value(0x00080050, "SH", new byte[0])
                        .text(0x00100010, "PN", "Zhang^Wei^^^=张^伟")
                        .text(0x00180050, "DS", "1.50 \\ -2e1")
                        .text(0x00200013, "IS", "+7")
                        .text(0x00200012, "IS", "seven")
                        .value(0x00280010, "US", new byte[] {0, (byte) 0x80})
                        .value(0x00280106, "SS", new byte[] {-1, -1})
                        .value(0x00280009, "AT", new byte[] {0x18, 0, 0x63, 0x10})
                        .value(0x00189073, "FD", new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x3f})
                        .value(0x00189074, "FL", new byte[] {0, 0, (byte) 0x80, 0x7f})
                        .text(0x00104000, "LT", "one\\two ")
                        .value(0x00091001, "OB", new byte[] {1, 2, 3, 4})
                        .value(0x00091002, "OB", new byte[4098])
                        .bytes(),
                EXPLICIT));

        assertThat(json.get("00080008")).isEqualTo(tree("{'vr':'CS','Value':['ORIGINAL',null,'AXIAL']}"));
        assertThat(json.get("00080050")).isEqualTo(tree("{'vr':'SH'}"));
        assertThat(json.get("00100010"))
                .isEqualTo(tree("{'vr':'PN','Value':[{'Alphabetic':'Zhang^Wei','Ideographic':'张^伟'}]}"));
        assertThat(json.get("00180050")).isEqualTo(tree("{'vr':'DS','Value':[1.5,-20.0]}"));
        assertThat(json.get("00200013")).isEqualTo(tree("{'vr':'IS','Value':[7]}"));
        assertThat(json.get("00200012")).isEqualTo(tree("{'vr':'IS','Value':['seven']}"));
        assertThat(json.get("00280010")).isEqualTo(tree("{'vr':'US','Value':[32768]}"));
        assertThat(json.get("00280106")).isEqualTo(tree("{'vr':'SS','Value':[-1]}"));
        assertThat(json.get("00280009")).isEqualTo(tree("{'vr':'AT','Value':['00181063']}"));
        assertThat(json.get("00189073")).isEqualTo(tree("{'vr':'FD','Value':[1.5]}"));
        assertThat(json.get("00189074")).isEqualTo(tree("{'vr':'FL','Value':['Infinity']}"));
        assertThat(json.get("00104000")).isEqualTo(tree("{'vr':'LT','Value':['one\\\\two']}"));
        assertThat(json.get("00091001")).isEqualTo(tree("{'vr':'OB','InlineBinary':'AQIDBA=='}"));
        assertThat(json.has("00091002")).isFalse();
    }

    @Test
    void sequences_and_their_items_are_kept_and_a_tag_that_comes_twice_is_written_once() throws Exception {
        var item = new DataSetBytes().text(0x00080100, "SH", "CODE").bytes();
        var json = JSON.readTree(json(
                new DataSetBytes()
                        .value(
                                0x00081140,
                                "SQ",
                                new DataSetBytes()
                                        .item(item.length)
                                        .append(item)
                                        .item(0)
                                        .bytes())
                        .claiming(0x00081140, "SQ", 0xffffffffL, new byte[0])
                        .item(0xffffffffL)
                        .append(item)
                        .itemEnd()
                        .sequenceEnd()
                        .text(0x00200010, "SH", "a")
                        .text(0x00200010, "SH", "b")
                        .bytes(),
                EXPLICIT));

        assertThat(json)
                .isEqualTo(tree("{'00081140':{'vr':'SQ','Value':[{'00080100':{'vr':'SH','Value':['CODE']}},{}]},"
                        + "'00200010':{'vr':'SH','Value':['a']}}"));
    }

    private static JsonNode tree(String json) {
        return JSON.readTree(json.replace('\'', '"'));
    }

    private static byte[] json(byte[] dataSet, String transferSyntax) throws Exception {
        return DicomJson.of(() -> new ByteArrayInputStream(dataSet), transferSyntax);
    }
}
