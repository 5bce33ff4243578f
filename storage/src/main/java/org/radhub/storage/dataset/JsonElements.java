package org.radhub.storage.dataset;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** Writes the elements that it is shown as members of a JSON object (PS3.18 F.2.2). Of equal tags, the first is written. */
final class JsonElements implements ElementVisitor {
    private static final int MAX_VALUE = 4 << 10;
    private static final byte[] UTF_8 = "ISO_IR 192".getBytes(StandardCharsets.US_ASCII);

    private final JsonGenerator json;
    private final Deque<Level> levels = new ArrayDeque<>();

    /** Sequences inside one that is not written. */
    private int hidden;

    private static final class Level {
        private final Set<Integer> written = new HashSet<>();
        private TextEncoding encoding;
        private boolean ownEncoding;

        Level(TextEncoding encoding, boolean ownEncoding) {
            this.encoding = encoding;
            this.ownEncoding = ownEncoding;
        }
    }

    JsonElements(JsonGenerator json, TextEncoding encoding) {
        this.json = json;
        levels.push(new Level(encoding, false));
    }

    @Override
    public int wants(int depth, int tag, Vr vr, long length) {
        return hidden == 0 && length <= MAX_VALUE ? MAX_VALUE : 0;
    }

    @Override
    public void value(int depth, int tag, Vr vr, byte[] bytes, boolean bigEndian) {
        var level = levels.peek();
        if (hidden > 0 || (tag & 0xffff) == 0 || !level.written.add(tag)) {
            return;
        }
        if (tag == HeaderElements.CHARACTER_SET && depth > 0) {
            level.encoding = TextEncoding.of(bytes, List.of());
            level.ownEncoding = true;
        }
        json.writeName(name(tag));
        json.writeStartObject();
        json.writeStringProperty("vr", vr.name());
        if (bytes.length > 0) {
            // JSON is UTF-8, and (0008,0005) tells how the texts beside it are encoded (PS3.18 F.2).
            var said = tag == HeaderElements.CHARACTER_SET ? UTF_8 : bytes;
            new JsonValue(json, vr, said, bigEndian).write(encoding(level, bytes));
        }
        json.writeEndObject();
    }

    /** In an item that declares its own character set, each text is judged by itself. */
    private static TextEncoding encoding(Level level, byte[] bytes) {
        return level.ownEncoding ? level.encoding.forText(bytes) : level.encoding;
    }

    private static String name(int tag) {
        return "%08X".formatted(tag);
    }

    @Override
    public void startSequence(int tag) {
        if (hidden > 0 || !levels.peek().written.add(tag)) {
            hidden++;
            return;
        }
        json.writeName(name(tag));
        json.writeStartObject();
        json.writeStringProperty("vr", Vr.SQ.name());
        json.writeName("Value");
        json.writeStartArray();
    }

    @Override
    public void startItem() {
        if (hidden == 0) {
            json.writeStartObject();
            levels.push(new Level(levels.peek().encoding, levels.peek().ownEncoding));
        }
    }

    @Override
    public void endItem() {
        if (hidden == 0) {
            levels.pop();
            json.writeEndObject();
        }
    }

    @Override
    public void endSequence() {
        if (hidden > 0) {
            hidden--;
            return;
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
