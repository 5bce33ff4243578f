package org.radhub.storage.dataset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.aoju.bus.image.galaxy.data.SpecificCharacterSet;
import org.radhub.registry.Phrase;

/**
 * How the texts of a data set are decoded: as declared where that can be, else as their bytes show. Devices declare nothing, or the wrong
 * thing; no character is lost for that, and a person is told. A text that is in another character set than the others is read by itself, and
 * what is left of a character that was cut off becomes U+FFFD.
 */
final class TextEncoding {
    private static final byte ESCAPE = 0x1b;
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Charset EUC_KR = Charset.forName("EUC-KR");
    private static final Charset SHIFT_JIS = Charset.forName("windows-31j");

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
    static TextEncoding of(byte[] declaration, ForeignTexts texts) {
        var declared = CharacterSets.declaredBy(declaration);
        if (texts.isEmpty()) {
            return as(declaration, declaredDecoder(declared));
        }
        var found = judge(declared, texts);
        if (found.isEmpty() && !declared.none()) {
            return asDeclared(declaration, declared, texts);
        }
        var charset = found.orElse(StandardCharsets.ISO_8859_1);
        var key = declared.none() ? "storage.warning.charset.missing" : "storage.warning.charset.wrong";
        return warned(declaration, decoder(charset), key, charset.name());
    }

    /** Judged by texts none of which counts more than another. */
    static TextEncoding of(byte[] declaration, List<byte[]> texts) {
        return of(declaration, alike(texts));
    }

    private static TextEncoding asDeclared(byte[] declaration, CharacterSets declared, ForeignTexts texts) {
        var decoder = declaredDecoder(declared);
        if (!declared.legal()) {
            return warned(declaration, decoder, "storage.warning.charset.spelling", "");
        }
        boolean all = charset(declared).map(texts::allIn).orElse(true);
        return all ? as(declaration, decoder) : warned(declaration, decoder, "storage.warning.charset.text", "");
    }

    private static ForeignTexts alike(List<byte[]> texts) {
        return ForeignTexts.of(texts.stream()
                .map(text -> new ForeignTexts.Sample(text, ForeignTexts.Kind.OTHER))
                .toList());
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
    private static Optional<Charset> judge(CharacterSets declared, ForeignTexts texts) {
        if (declared.utf8()) {
            return texts.allIn(StandardCharsets.UTF_8)
                    ? Optional.empty()
                    : unless(StandardCharsets.UTF_8, guess(texts));
        }
        if (declared.gb18030()) {
            return judgeChinese(texts);
        }
        if (escapes(texts.all()) && declared.terms().stream().anyMatch(term -> term.startsWith("ISO 2022"))) {
            return Optional.empty();
        }
        if (declared.japanese()) {
            return judgeJapanese(declared, texts);
        }
        if (utf8(texts) && !thai(declared, texts)) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (TypedChinese.in(texts.all(), declared)) {
            return Optional.of(GB18030);
        }
        if (declared.korean() && mostly(texts, EUC_KR)) {
            return Optional.of(EUC_KR);
        }
        if (declared.single().isPresent() && !declared.latin()) {
            return judgeSingle(declared.single().get(), texts);
        }
        var guess = guess(texts);
        return declared.latin() ? unless(StandardCharsets.ISO_8859_1, guess) : Optional.of(guess);
    }

    private static Optional<Charset> unless(Charset declared, Charset found) {
        return found.equals(declared) ? Optional.empty() : Optional.of(found);
    }

    /** Text that was declared GBK or GB18030: UTF-8 only where it shows itself by several Chinese characters. */
    private static Optional<Charset> judgeChinese(ForeignTexts texts) {
        var utf8 = texts.mostlyIn(StandardCharsets.UTF_8, 0);
        if (utf8.isPresent()) {
            long ideographs =
                    points(utf8.get()).filter(Character::isIdeographic).count();
            if (ideographs >= 2) {
                return Optional.of(StandardCharsets.UTF_8);
            }
        }
        return texts.allIn(GB18030) || chinese(texts) ? Optional.empty() : Optional.of(guess(texts));
    }

    /** Text that was declared JIS, without escape sequences: half-width katakana, or a Shift JIS that calls itself so, or Chinese. */
    private static Optional<Charset> judgeJapanese(CharacterSets declared, ForeignTexts texts) {
        boolean katakana = texts.all().stream().allMatch(TextEncoding::onlyKatakana);
        if (!katakana && (texts.allIn(StandardCharsets.UTF_8) || utf8(texts))) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (TypedChinese.in(texts.all(), declared)) {
            return Optional.of(GB18030);
        }
        if (katakana) {
            return Optional.empty();
        }
        return Optional.of(mostly(texts, SHIFT_JIS) ? SHIFT_JIS : guess(texts));
    }

    /** Text that was declared in a set of eight bits in which not every byte has a meaning. */
    private static Optional<Charset> judgeSingle(Charset declared, ForeignTexts texts) {
        if (texts.allIn(declared)) {
            return Optional.empty();
        }
        var guess = guess(texts);
        boolean fitsBetter = !guess.equals(StandardCharsets.ISO_8859_1) && texts.allIn(guess);
        return !fitsBetter && mostly(texts, declared) ? Optional.empty() : Optional.of(guess);
    }

    /**
     * Whether the bytes are UTF-8 and mean it. Pairs of GBK may look like characters of two bytes; those of real UTF-8 are letters of one
     * script. Where not every text is UTF-8, what else they could be counts more.
     */
    private static boolean utf8(ForeignTexts texts) {
        var read = texts.mostlyIn(StandardCharsets.UTF_8, 0);
        if (read.isEmpty()) {
            return false;
        }
        var points = points(read.get()).filter(point -> point >= 0x80).toArray();
        boolean longer = Arrays.stream(points).anyMatch(point -> point >= 0x800);
        boolean letters = Arrays.stream(points).allMatch(Character::isLetter);
        long scripts = Arrays.stream(points)
                .mapToObj(Character.UnicodeScript::of)
                .distinct()
                .count();
        boolean word = letters && scripts == 1;
        if (texts.allIn(StandardCharsets.UTF_8)) {
            return longer || word || !allChinese(texts);
        }
        return longer || word && (points.length > 2 || !allChinese(texts));
    }

    private static IntStream points(ForeignTexts utf8) {
        return utf8.all().stream().flatMapToInt(text -> new String(text, StandardCharsets.UTF_8).codePoints());
    }

    private static boolean mostly(ForeignTexts texts, Charset charset) {
        return texts.mostlyIn(charset, ForeignTexts.SHORTEST_LIMIT).isPresent();
    }

    private static boolean allChinese(ForeignTexts texts) {
        return texts.allIn(GB18030) && ChineseText.plausible(texts.all());
    }

    private static boolean chinese(ForeignTexts texts) {
        return texts.mostlyIn(GB18030, ForeignTexts.SHORTEST_LIMIT)
                .filter(fitting -> ChineseText.plausible(fitting.all()))
                .isPresent();
    }

    /** Thai vowels that stand before their consonant look like the first bytes of UTF-8. */
    private static boolean thai(CharacterSets declared, ForeignTexts texts) {
        return ForeignScript.of(declared).equals(Optional.of(ForeignScript.THAI))
                && texts.all().stream().noneMatch(ForeignScript.THAI::strange);
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
    private static Charset guess(ForeignTexts texts) {
        if (utf8(texts)) {
            return StandardCharsets.UTF_8;
        }
        return chinese(texts) ? GB18030 : StandardCharsets.ISO_8859_1;
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
        var charset = charset(declared);
        if (charset.isPresent()) {
            return decoder(charset.get());
        }
        var codes = declared.terms().toArray(String[]::new);
        var library = SpecificCharacterSet.valueOf(codes);
        return library::decode;
    }

    /** Empty where it takes more than one, and the library to read them. */
    private static Optional<Charset> charset(CharacterSets declared) {
        if (declared.utf8()) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (declared.gb18030()) {
            return Optional.of(GB18030);
        }
        if (declared.none()) {
            return Optional.of(StandardCharsets.ISO_8859_1);
        }
        return declared.terms().size() == 1 ? declared.single() : Optional.empty();
    }

    private static Decoder decoder(Charset charset) {
        return bytes ->
                new String(bytes, ForeignTexts.readable(bytes, charset) ? charset : guess(alike(List.of(bytes))));
    }

    private static String shown(byte[] declaration) {
        return Uid.trimmed(new String(declaration, StandardCharsets.ISO_8859_1)).replaceAll("[^ -~]", "?");
    }
}
