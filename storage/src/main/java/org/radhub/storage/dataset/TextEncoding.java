package org.radhub.storage.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.aoju.bus.image.galaxy.data.SpecificCharacterSet;
import org.radhub.registry.Phrase;

/**
 * How the texts of a data set are decoded: as declared where that can be, else as their bytes show. Devices declare nothing, or the wrong
 * thing; no character is lost for that, and a person is told.
 */
final class TextEncoding {
    private static final byte ESCAPE = 0x1b;
    private static final Charset GB18030 = Charset.forName("GB18030");

    private interface Decoder {
        String decode(byte[] bytes);
    }

    private final byte[] declaration;
    private final Decoder decoder;
    private final Optional<Phrase> warning;

    private TextEncoding(byte[] declaration, Decoder decoder, Optional<Phrase> warning) {
        this.declaration = declaration;
        this.decoder = decoder;
        this.warning = warning;
    }

    /**
     * @param declaration the value of (0008,0005); no bytes if there is none
     * @param texts of the data set, to judge by
     */
    static TextEncoding of(byte[] declaration, List<byte[]> texts) {
        var declared = CharacterSets.declaredBy(declaration);
        var foreign = texts.stream().filter(TextEncoding::hasHighBytes).toList();
        if (foreign.isEmpty()) {
            return as(declaration, declaredDecoder(declared));
        }
        var found = judge(declared, foreign);
        boolean asDeclared = found.isEmpty();
        if (asDeclared && declared.legal() && !declared.none()) {
            return as(declaration, declaredDecoder(declared));
        }
        if (asDeclared && !declared.none()) {
            return warned(declaration, declaredDecoder(declared), "storage.warning.charset.spelling", "");
        }
        var charset = found.orElse(StandardCharsets.ISO_8859_1);
        var key = declared.none() ? "storage.warning.charset.missing" : "storage.warning.charset.wrong";
        return warned(declaration, bytes -> new String(bytes, charset), key, charset.name());
    }

    /** The same declaration, judged by one text alone. */
    TextEncoding forText(byte[] text) {
        return of(declaration, List.of(text));
    }

    String decode(byte[] bytes) {
        return decoder.decode(bytes);
    }

    /** What was wrong with the declaration, if texts depended on it. */
    Optional<Phrase> warning() {
        return warning;
    }

    private static TextEncoding as(byte[] declaration, Decoder decoder) {
        return new TextEncoding(declaration, decoder, Optional.empty());
    }

    private static TextEncoding warned(byte[] declaration, Decoder decoder, String key, String charset) {
        return new TextEncoding(declaration, decoder, Optional.of(Phrase.of(key, shown(declaration), charset)));
    }

    /** What the bytes are, where they are not what was declared. */
    private static Optional<Charset> judge(CharacterSets declared, List<byte[]> texts) {
        if (declared.utf8()) {
            return all(texts, StandardCharsets.UTF_8) ? Optional.empty() : Optional.of(guess(texts));
        }
        if (declared.gb18030()) {
            return judgeChinese(texts);
        }
        if (escapes(texts) && declared.terms().stream().anyMatch(term -> term.startsWith("ISO 2022"))) {
            return Optional.empty();
        }
        if (declared.japanese()) {
            return judgeJapanese(declared, texts);
        }
        if (utf8(texts) && !thai(declared, texts)) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (TypedChinese.in(texts, declared)) {
            return Optional.of(GB18030);
        }
        if (declared.korean() && all(texts, Charset.forName("EUC-KR"))) {
            return Optional.of(Charset.forName("EUC-KR"));
        }
        if (declared.single().isPresent() && !declared.latin()) {
            return all(texts, declared.single().get()) ? Optional.empty() : Optional.of(guess(texts));
        }
        var guess = guess(texts);
        return declared.latin() && guess.equals(StandardCharsets.ISO_8859_1) ? Optional.empty() : Optional.of(guess);
    }

    /** Text that was declared GBK or GB18030: UTF-8 only where it shows itself by several Chinese characters. */
    private static Optional<Charset> judgeChinese(List<byte[]> texts) {
        if (all(texts, StandardCharsets.UTF_8)) {
            long ideographs = texts.stream()
                    .flatMapToInt(text -> new String(text, StandardCharsets.UTF_8).codePoints())
                    .filter(Character::isIdeographic)
                    .count();
            if (ideographs >= 2) {
                return Optional.of(StandardCharsets.UTF_8);
            }
        }
        return all(texts, GB18030) ? Optional.empty() : Optional.of(guess(texts));
    }

    /** Text that was declared JIS, without escape sequences: half-width katakana, or a Shift JIS that calls itself so, or Chinese. */
    private static Optional<Charset> judgeJapanese(CharacterSets declared, List<byte[]> texts) {
        boolean katakana = texts.stream().allMatch(TextEncoding::onlyKatakana);
        if (!katakana && all(texts, StandardCharsets.UTF_8)) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (TypedChinese.in(texts, declared)) {
            return Optional.of(GB18030);
        }
        if (katakana) {
            return Optional.empty();
        }
        var shiftJis = Charset.forName("windows-31j");
        return Optional.of(all(texts, shiftJis) ? shiftJis : guess(texts));
    }

    /**
     * Whether the bytes are UTF-8 and mean it. Pairs of GBK may look like characters of two bytes; those of real UTF-8 are letters of one
     * script.
     */
    private static boolean utf8(List<byte[]> texts) {
        if (!all(texts, StandardCharsets.UTF_8)) {
            return false;
        }
        var points = texts.stream()
                .flatMapToInt(text -> new String(text, StandardCharsets.UTF_8).codePoints())
                .filter(point -> point >= 0x80)
                .toArray();
        boolean longer = Arrays.stream(points).anyMatch(point -> point >= 0x800);
        boolean letters = Arrays.stream(points).allMatch(Character::isLetter);
        long scripts = Arrays.stream(points)
                .mapToObj(Character.UnicodeScript::of)
                .distinct()
                .count();
        return longer || letters && scripts == 1 || !all(texts, GB18030) || !ChineseText.plausible(texts);
    }

    /** Thai vowels that stand before their consonant look like the first bytes of UTF-8. */
    private static boolean thai(CharacterSets declared, List<byte[]> texts) {
        return ForeignScript.of(declared).equals(Optional.of(ForeignScript.THAI))
                && texts.stream().noneMatch(ForeignScript.THAI::strange);
    }

    private static boolean onlyKatakana(byte[] text) {
        for (byte value : text) {
            int unsigned = value & 0xff;
            if (unsigned >= 0x80 && (unsigned < 0xa1 || unsigned > 0xdf)) {
                return false;
            }
        }
        return true;
    }

    /** Latin-1, in which everything has a meaning, where it is neither UTF-8 nor Chinese. */
    private static Charset guess(List<byte[]> texts) {
        if (utf8(texts)) {
            return StandardCharsets.UTF_8;
        }
        return all(texts, GB18030) && ChineseText.plausible(texts) ? GB18030 : StandardCharsets.ISO_8859_1;
    }

    private static boolean all(List<byte[]> texts, Charset charset) {
        for (var text : texts) {
            try {
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(text));
            } catch (CharacterCodingException e) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasHighBytes(byte[] text) {
        for (byte value : text) {
            if (value < 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean escapes(List<byte[]> texts) {
        for (var text : texts) {
            for (byte value : text) {
                if (value == ESCAPE) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Decoder declaredDecoder(CharacterSets declared) {
        if (declared.utf8()) {
            return bytes -> new String(bytes, StandardCharsets.UTF_8);
        }
        if (declared.gb18030()) {
            return bytes -> new String(bytes, GB18030);
        }
        if (declared.none()) {
            return bytes -> new String(bytes, StandardCharsets.ISO_8859_1);
        }
        if (declared.terms().size() == 1 && declared.single().isPresent()) {
            var charset = declared.single().get();
            return bytes -> new String(bytes, charset);
        }
        var codes = declared.terms().toArray(String[]::new);
        var library = SpecificCharacterSet.valueOf(codes);
        return library::decode;
    }

    private static String shown(byte[] declaration) {
        return Uid.trimmed(new String(declaration, StandardCharsets.ISO_8859_1)).replaceAll("[^ -~]", "?");
    }
}
