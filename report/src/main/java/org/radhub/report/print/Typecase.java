package org.radhub.report.print;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * All the fonts there are to print with. Noto Sans SC first; what it lacks comes from HanaMin, whose many small files are read when one of
 * their characters is first needed; what that lacks from the fonts that a hospital put into a directory of its own.
 */
@Component
class Typecase {
    static final String MAIN = "Noto Sans SC";

    /** Code points that one file of HanaMin has, by its own word. */
    private record Drawer(int first, int last, String file) {}

    private final Typeface regular;
    private final Typeface bold;
    private final BitSet mainGlyphs;
    private final List<Drawer> drawers;
    private final Map<String, Typeface> opened = new ConcurrentHashMap<>();
    private final List<Typeface> own;

    /** @param directory of TrueType files (*.ttf), looked into last, by name; empty: none */
    Typecase(@Value("${radhub.report.fonts:}") String directory) {
        regular = main("NotoSansSC-Regular");
        bold = main("NotoSansSC-Bold");
        mainGlyphs = (BitSet) regular.glyphs().clone();
        mainGlyphs.and(bold.glyphs());
        drawers = readIndex();
        own = directory.isBlank() ? List.of() : readOwn(Path.of(directory));
    }

    Typeface regular() {
        return regular;
    }

    Typeface bold() {
        return bold;
    }

    boolean isMain(int codePoint) {
        return mainGlyphs.get(codePoint);
    }

    /** The font for what the main one lacks; empty if no font has it. */
    Optional<Typeface> substitute(int codePoint) {
        for (var drawer : drawers) {
            if (codePoint >= drawer.first() && codePoint <= drawer.last()) {
                var face = opened.computeIfAbsent(drawer.file(), Typecase::open);
                if (face.has(codePoint)) {
                    return Optional.of(face);
                }
            }
        }
        return own.stream().filter(face -> face.has(codePoint)).findFirst();
    }

    private static Typeface open(String file) {
        return Typeface.read(file.replace(".ttf", "").replace('.', ' '), () -> resource("hanamin/" + file));
    }

    /** The main fonts are large: which glyphs they have was listed when the hub was built. */
    private static Typeface main(String name) {
        var glyphs = new BitSet();
        lines(name + ".glyphs")
                .map(line -> line.split(" "))
                .forEach(span -> glyphs.set(hex(span[0]), hex(span[1]) + 1));
        return new Typeface(MAIN, () -> resource(name + ".ttf"), glyphs);
    }

    private static List<Drawer> readIndex() {
        return lines("hanamin/index.txt")
                .map(line -> line.split(" "))
                .map(part -> new Drawer(hex(part[0]), hex(part[1]), part[2]))
                .toList();
    }

    private static Stream<String> lines(String name) {
        try (var in = resource(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int hex(String digits) {
        return Integer.parseInt(digits, 16);
    }

    private static List<Typeface> readOwn(Path directory) {
        var faces = new ArrayList<Typeface>();
        try (var files = Files.list(directory)) {
            for (var file : files.filter(path -> path.toString().endsWith(".ttf"))
                    .sorted()
                    .toList()) {
                faces.add(readOwn(file, "own " + faces.size()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("radhub.report.fonts: " + directory + " cannot be read", e);
        }
        return faces;
    }

    private static Typeface readOwn(Path file, String family) {
        try {
            return Typeface.read(family, () -> Files.newInputStream(file));
        } catch (UncheckedIOException e) {
            throw new UncheckedIOException("radhub.report.fonts: " + file + " is no TrueType font", e.getCause());
        }
    }

    private static InputStream resource(String name) throws IOException {
        var stream = Typecase.class.getResourceAsStream("fonts/" + name);
        if (stream == null) {
            throw new IOException("the font " + name + " is missing from the build");
        }
        return stream;
    }
}
