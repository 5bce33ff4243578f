package org.radhub.storage.dataset;

import java.util.List;

/**
 * Whether bytes that nobody declared to be GBK or GB18030 are. Common Chinese characters (GB 2312 level 1) are pairs of high bytes; the
 * accented letters of a European name are single high bytes among ASCII letters. Rarer characters, of which many names are made, look like
 * pairs of accented letters: they count where no European name has such pairs.
 */
final class ChineseText {
    private int pairs;
    private int common;
    private int rare;
    private int doubtful;

    /** Bytes that in the Latin sets are signs or controls, and rarely stand in a name. */
    private boolean signs;

    private boolean impossible;

    private ChineseText() {}

    static boolean plausible(List<byte[]> texts) {
        var judged = new ChineseText();
        texts.forEach(judged::look);
        return !judged.impossible
                && judged.common >= judged.doubtful
                && (judged.signs || judged.common > 2 * judged.doubtful)
                && 2 * judged.common >= judged.pairs
                && judged.pairs > 0;
    }

    private void look(byte[] text) {
        int at = 0;
        while (at < text.length && !impossible) {
            if (text[at] >= 0) {
                at++;
            } else {
                at = run(text, at);
            }
        }
    }

    /** Characters of more than one byte that follow each other; the position behind them. */
    private int run(byte[] text, int start) {
        int at = start;
        int count = 0;
        rare = 0;
        while (at < text.length && text[at] < 0) {
            int length = character(text, at);
            if (length == 0) {
                impossible = true;
                return text.length;
            }
            for (int i = at; i < at + length; i++) {
                signs |= text[i] < (byte) 0xc0;
            }
            at += length;
            count++;
        }
        boolean behindLetter = start > 0 && letter(text[start - 1]);
        boolean beforeLetter = at < text.length && letter(text[at]);
        if (count == 1 && behindLetter && beforeLetter) {
            doubtful++;
        }
        if (count > 1 || !behindLetter && !beforeLetter) {
            common += rare;
        }
        return at;
    }

    /** Length of the character at this position; 0 if there is none. */
    private int character(byte[] text, int at) {
        int lead = text[at] & 0xff;
        int trail = at + 1 < text.length ? text[at + 1] & 0xff : 0;
        if (lead < 0x81 || lead > 0xfe) {
            return 0;
        }
        if (trail >= 0x30 && trail <= 0x39) {
            boolean four = at + 3 < text.length && text[at + 2] < 0 && text[at + 3] >= 0x30 && text[at + 3] <= 0x39;
            pairs += four ? 1 : 0;
            rare += four ? 1 : 0;
            return four ? 4 : 0;
        }
        if (trail < 0x40 || trail == 0x7f || trail > 0xfe) {
            return 0;
        }
        pairs++;
        boolean inGb2312 = lead >= 0xb0 && lead <= 0xf7 && trail >= 0xa1;
        if (inGb2312 && lead <= 0xd7) {
            common++;
        } else if (inGb2312 || lead <= 0xa0 && trail >= 0x80 || trail >= 0x80 && trail <= 0xa0) {
            rare++;
        } else if (letter((byte) trail)) {
            doubtful++;
        }
        return 2;
    }

    private static boolean letter(byte value) {
        return value >= 'A' && value <= 'Z' || value >= 'a' && value <= 'z';
    }
}
