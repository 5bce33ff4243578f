package org.radhub.storage.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/** The scripts whose letters have bytes of their own, each with what no text in it ever does. */
enum ForeignScript {
    /** What is no half-width katakana is Shift JIS at best. */
    KATAKANA("JIS_X0201", "曹蓝邢毕辛路樊焦岳史翟杜石林炎韵露娃寿富承奕芊", ForeignScript::unspeakable),
    /** Names are in Hangul or in Hanja, not in a mixture. */
    KOREAN("EUC-KR", "林康锐霖屈秦何柯巩葛乔柳付", ForeignScript::mixed),
    CYRILLIC("ISO-8859-5", "", ForeignScript::cases),
    GREEK("ISO-8859-7", "", ForeignScript::cases),
    ARABIC("ISO-8859-6", "", ForeignScript::signs),
    HEBREW("ISO-8859-8", "", ForeignScript::signs),
    THAI("TIS-620", "贺官", ForeignScript::detached);

    private final Charset charset;

    /** Chinese characters whose bytes are frequent syllables of that language, and say nothing in a text that can be in it. */
    private final String alike;

    private final Predicate<String> broken;

    ForeignScript(String charset, String alike, Predicate<String> broken) {
        this.charset = Charset.forName(charset);
        this.alike = alike;
        this.broken = broken;
    }

    static Optional<ForeignScript> of(CharacterSets declared) {
        if (declared.japanese()) {
            return Optional.of(KATAKANA);
        }
        if (declared.korean()) {
            return Optional.of(KOREAN);
        }
        return Arrays.stream(values())
                .filter(script -> declared.single().equals(Optional.of(script.charset)))
                .findFirst();
    }

    /** Two bytes are a syllable or more in it, so that its words are as short as Chinese ones. */
    boolean pairs() {
        return this == KATAKANA || this == KOREAN;
    }

    boolean alike(char character) {
        return alike.indexOf(character) >= 0;
    }

    /** Whether the text cannot be one in this script. */
    boolean strange(byte[] text) {
        try {
            return broken.test(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(text))
                    .toString());
        } catch (CharacterCodingException e) {
            return true;
        }
    }

    /** Voiced marks where there is nothing to voice, or a word that begins with a small letter. */
    private static boolean unspeakable(String text) {
        char before = ' ';
        for (char now : text.toCharArray()) {
            boolean follows = before >= 'ｦ' && before <= 'ﾟ';
            if (now == 'ﾞ' && "ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ".indexOf(before) < 0
                    || now == 'ﾟ' && "ﾊﾋﾌﾍﾎ".indexOf(before) < 0
                    || "ｧｨｩｪｫｬｭｮｯｰﾝ".indexOf(now) >= 0 && !follows) {
                return true;
            }
            before = now;
        }
        return false;
    }

    private static boolean mixed(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80
                    && text.charAt(i - 1) >= 0x80
                    && hangul(text.charAt(i)) != hangul(text.charAt(i - 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hangul(char character) {
        return character >= '가' && character <= '힣';
    }

    /** A capital behind a small letter, or a small one behind several capitals. */
    private static boolean cases(String text) {
        for (int i = 1; i < text.length(); i++) {
            boolean capital = foreign(text, i) && Character.isUpperCase(text.charAt(i));
            boolean small = foreign(text, i) && Character.isLowerCase(text.charAt(i));
            boolean behindSmall = foreign(text, i - 1) && Character.isLowerCase(text.charAt(i - 1));
            boolean behindCapitals = i > 1
                    && foreign(text, i - 2)
                    && foreign(text, i - 1)
                    && Character.isUpperCase(text.charAt(i - 1))
                    && Character.isUpperCase(text.charAt(i - 2));
            if (capital && behindSmall || small && behindCapitals) {
                return true;
            }
        }
        return false;
    }

    private static boolean foreign(String text, int at) {
        return text.charAt(at) >= 0x80;
    }

    private static boolean signs(String text) {
        return text.chars()
                .anyMatch(point -> point >= 0x80
                        && !Character.isLetter(point)
                        && Character.getType(point) != Character.NON_SPACING_MARK);
    }

    /** Signs above, below or behind a consonant without one, or a vowel that stands before one and does not. */
    private static boolean detached(String text) {
        char before = ' ';
        for (char now : (text + ' ').toCharArray()) {
            boolean leading = before >= 'เ' && before <= 'ไ';
            boolean consonant = now >= 'ก' && now <= 'ฮ';
            boolean attached = now >= 'ะ' && now <= 'ฺ' || now == 'ๅ' || now >= '็' && now <= '๎';
            if (leading && !consonant || attached && before < 0x80 || now > '๎' || now == '฿') {
                return true;
            }
            before = now;
        }
        return false;
    }
}
