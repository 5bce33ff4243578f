package org.radhub.viewer.frames;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;

/** A Part 10 file taken apart, as a sender does: what its File Meta Information says, and the data set behind. */
public record FileMeta(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, byte[] dataSet) {
    public static FileMeta of(byte[] file) throws IOException {
        var in = new ElementStream(new ByteArrayInputStream(file), 0);
        in.skip(132);
        var values = new HashMap<Integer, String>();
        while (in.peekGroup() == 0x0002) {
            var element = ElementHeader.read(in, true);
            values.put(element.tag(), in.text((int) element.length()));
        }
        var dataSet = Arrays.copyOfRange(file, (int) in.position(), file.length);
        return new FileMeta(values.get(0x00020002), values.get(0x00020003), values.get(0x00020010), dataSet);
    }
}
