package org.radhub.report.print;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.BitSet;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * A TrueType font and the code points that it has a glyph for.
 *
 * @param family by which style sheets name it
 */
record Typeface(String family, Source source, BitSet glyphs) {
    /** Where the font's file is read from. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** Reads which glyphs there are; an {@link UncheckedIOException} if it is no TrueType font. */
    static Typeface read(String family, Source source) {
        try (var in = source.open();
                var font = new TTFParser().parse(new RandomAccessReadBuffer(in))) {
            var cmap = font.getUnicodeCmapLookup();
            var glyphs = new BitSet();
            for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
                if (cmap.getGlyphId(c) != 0) {
                    glyphs.set(c);
                }
            }
            return new Typeface(family, source, glyphs);
        } catch (IOException e) {
            throw new UncheckedIOException("the font " + family + " cannot be read", e);
        }
    }

    boolean has(int codePoint) {
        return glyphs.get(codePoint);
    }

    InputStream open() {
        try {
            return source.open();
        } catch (IOException e) {
            throw new UncheckedIOException("the font " + family + " cannot be read", e);
        }
    }
}
