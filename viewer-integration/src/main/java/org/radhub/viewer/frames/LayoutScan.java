package org.radhub.viewer.frames;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Walks a Part 10 file (PS3.10 7) up to and through its pixel data, and notes where the frames are. Values are passed over, so it takes
 * little memory whatever the file says.
 */
final class LayoutScan {
    private static final String IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";
    private static final String EXPLICIT_BIG_ENDIAN = "1.2.840.10008.1.2.2";
    static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    private static final int LONGEST_SHORT_VALUE = 64;

    private final long fileLength;
    private ElementStream in;
    private String transferSyntax = "";
    private boolean explicit;
    private boolean bigEndian;
    private boolean deflated;
    private long dataSet;

    private int rows;
    private int columns;
    private int samples = 1;
    private int bitsAllocated;
    private int frames = 1;
    private String photometric = "";
    private long[] extendedOffsets = {};
    private ElementHeader pixels;
    private long pixelElement;
    private boolean cutOff;
    private long pixelValue;

    private LayoutScan(InputStream part10, long fileLength) {
        this.in = new ElementStream(part10, 0);
        this.fileLength = fileLength;
    }

    /**
     * @param part10 from its first byte
     * @param fileLength of the whole file in bytes
     */
    static FrameLayout of(InputStream part10, long fileLength) throws IOException {
        var scan = new LayoutScan(part10, fileLength);
        scan.readMeta();
        scan.readUpToPixels();
        return scan.layout();
    }

    private void readMeta() throws IOException {
        in.skip(128);
        if (!in.text(4).equals("DICM")) {
            throw new Malformed("not a DICOM file");
        }
        while (in.peekGroup() == 0x0002) {
            var element = ElementHeader.read(in, true);
            if (element.tag() == 0x00020010 && element.length() <= LONGEST_SHORT_VALUE) {
                transferSyntax = in.text((int) element.length());
            } else {
                in.skip(element.length());
            }
        }
        dataSet = in.position();
        explicit = !transferSyntax.equals(IMPLICIT_LITTLE_ENDIAN);
        bigEndian = transferSyntax.equals(EXPLICIT_BIG_ENDIAN);
        deflated = transferSyntax.equals(DEFLATED);
        if (deflated) {
            in = new ElementStream(Inflating.of(in.rest()), dataSet);
        }
        in.bigEndian(bigEndian);
    }

    private void readUpToPixels() throws IOException {
        pixelElement = in.position();
        try {
            while (pixels == null && in.peekGroup() >= 0) {
                pixelElement = in.position();
                read(ElementHeader.read(in, explicit));
            }
            if (pixels == null) {
                pixelElement = in.position();
            }
        } catch (EOFException e) {
            // What was read up to here is what there is.
            cutOff = true;
            pixels = null;
        }
    }

    private void read(ElementHeader element) throws IOException {
        switch (element.tag()) {
            case 0x00280002 -> samples = number(element);
            case 0x00280004 -> photometric = text(element);
            case 0x00280008 -> frames = count(text(element));
            case 0x00280010 -> rows = number(element);
            case 0x00280011 -> columns = number(element);
            case 0x00280100 -> bitsAllocated = number(element);
            case 0x7FE00001 -> extendedOffsets = offsets(element);
            case 0x7FE00008, 0x7FE00009, 0x7FE00010 -> {
                pixels = element;
                pixelValue = in.position();
            }
            default -> passOver(element);
        }
    }

    private void passOver(ElementHeader element) throws IOException {
        if (element.undefinedLength()) {
            SequenceSkip.over(in, element, explicit);
        } else {
            in.skip(element.length());
        }
    }

    private FrameLayout layout() throws IOException {
        var raster = new Raster(rows, columns, samples, bitsAllocated, frames, photometric);
        if (pixels == null) {
            return new FrameLayout.Pixelless(transferSyntax, raster, dataSet, pixelElement, cutOff);
        }
        if (pixels.undefinedLength()) {
            if (deflated) {
                throw new Malformed("encapsulated pixel data in a deflated data set");
            }
            var streams = FrameLayout.isVideo(transferSyntax) ? 1 : frames;
            var found = FragmentScan.scan(in, fileLength, streams, extendedOffsets);
            return new FrameLayout.Encapsulated(
                    transferSyntax, raster, dataSet, pixelElement, found.fragments(), found.firsts());
        }
        var length = deflated ? pixels.length() : Math.max(0, Math.min(pixels.length(), fileLength - pixelValue));
        return new FrameLayout.Native(
                transferSyntax, raster, dataSet, pixelElement, pixels.tag(), pixelValue, length, wordBytes(), deflated);
    }

    private int wordBytes() {
        if (!bigEndian) {
            return 1;
        }
        return switch (pixels.vr()) {
            case "OW" -> 2;
            case "OF", "OL" -> 4;
            case "OD", "OV" -> 8;
            default -> 1;
        };
    }

    private int number(ElementHeader element) throws IOException {
        if (element.length() < 2) {
            passOver(element);
            return 0;
        }
        var number = in.unsignedShort();
        in.skip(element.length() - 2);
        return number;
    }

    private String text(ElementHeader element) throws IOException {
        if (element.length() > LONGEST_SHORT_VALUE) {
            passOver(element);
            return "";
        }
        return in.text((int) element.length());
    }

    private static int count(String integerString) {
        try {
            return Math.max(1, Integer.parseInt(integerString));
        } catch (NumberFormatException notANumber) {
            return 1;
        }
    }

    private long[] offsets(ElementHeader element) throws IOException {
        if (element.length() > 8L * Fragments.LIMIT) {
            passOver(element);
            return new long[0];
        }
        return FragmentScan.numbers(in.take((int) element.length()), 8);
    }
}
