package org.radhub.storage.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** Reads a data set once, while its bytes go where they are to be kept. */
public final class DataSetReader {
    private DataSetReader() {}

    /** Where the bytes go. */
    public interface Keeper {
        /** The next bytes of the data set, as they were sent. */
        void bytes(byte[] buffer, int offset, int length) throws IOException;

        /** Said once, as soon as both are known; both are acceptable UIDs. */
        void belongsTo(String studyInstanceUid, String seriesInstanceUid) throws IOException;
    }

    /**
     * Reads to the end of the stream.
     *
     * @throws Malformed if it is not a data set that can be kept
     * @throws IOException if the stream breaks, or the keeper cannot take the bytes
     */
    public static DataSet read(InputStream in, String transferSyntaxUid, Keeper keeper) throws IOException, Malformed {
        return read(in, transferSyntaxUid, Digest.begin(), keeper);
    }

    /** The same; its digest is taken with this one. */
    public static DataSet read(InputStream in, String transferSyntaxUid, Digest digest, Keeper keeper)
            throws IOException, Malformed {
        var passing = new Passing(in, digest, keeper);
        var elements = new Elements(keeper);
        var encoding = Encoding.of(transferSyntaxUid);
        DataSetWalker walker;
        if (encoding == Encoding.DEFLATED) {
            walker = inflating(passing, elements);
        } else {
            walker = new DataSetWalker(new Source(passing), encoding, elements);
            walker.walk();
        }
        elements.requireIdentity();
        return new DataSet(
                HeaderReading.of(elements.collected, walker.sequenceSkipped()),
                passing.length,
                digest.value(),
                elements.collected.pixelFingerprint());
    }

    /**
     * Reads what stands before the pixels of a data set that was kept.
     *
     * @throws Malformed if it is none
     */
    public static Header header(InputStream in, String transferSyntaxUid) throws IOException, Malformed {
        var elements = new HeaderElements();
        DicomJson.walk(() -> in, transferSyntaxUid, elements);
        return HeaderReading.of(elements, false);
    }

    private static DataSetWalker inflating(Passing passing, Elements elements) throws IOException, Malformed {
        try (var inflating = new BoundedInflater(passing)) {
            var walker = new DataSetWalker(new Source(inflating), Encoding.EXPLICIT_LITTLE_ENDIAN, elements);
            walker.walk();
            passing.toItsEnd();
            return walker;
        } catch (BoundedInflater.TooMuch e) {
            throw new Malformed("deflated data set inflates beyond all measure", e);
        } catch (ZipException e) {
            throw new Malformed("deflated data set is not a deflate stream", e);
        } catch (EOFException e) {
            if (passing.ended) {
                throw new Malformed("deflated data set ends early", e);
            }
            throw e;
        }
    }

    /** The sender's stream; whatever is read of it is counted, digested, and kept. */
    private static final class Passing extends InputStream {
        private final InputStream in;
        private final Keeper keeper;
        private final Digest digest;
        private long length;
        private boolean ended;

        Passing(InputStream in, Digest digest, Keeper keeper) {
            this.in = in;
            this.digest = digest;
            this.keeper = keeper;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int wanted) throws IOException {
            // As much as there is room for: network layers give a piece of a PDU at a time, and each piece kept costs a
            // call.
            int count = in.readNBytes(buffer, offset, wanted);
            if (count == 0 && wanted > 0) {
                ended = true;
                return -1;
            }
            digest.update(buffer, offset, count);
            length += count;
            keeper.bytes(buffer, offset, count);
            return count;
        }

        void toItsEnd() throws IOException {
            var buffer = new byte[8 << 10];
            while (read(buffer, 0, buffer.length) >= 0) {
                // Each piece is kept by read.
            }
        }
    }

    /** Watches for the two UIDs that say where the bytes belong. */
    private static final class Elements implements ElementVisitor {
        private final HeaderElements collected = new HeaderElements();
        private final Keeper keeper;
        private boolean placed;

        Elements(Keeper keeper) {
            this.keeper = keeper;
        }

        @Override
        public int wants(int depth, int tag, Vr vr, long length) {
            return collected.wants(depth, tag, vr, length);
        }

        @Override
        public void value(int depth, int tag, Vr vr, byte[] bytes, boolean bigEndian) throws IOException, Malformed {
            collected.value(depth, tag, vr, bytes, bigEndian);
            if (!placed
                    && collected.has(HeaderElements.STUDY_INSTANCE_UID)
                    && collected.has(HeaderElements.SERIES_INSTANCE_UID)) {
                placed = true;
                requireIdentity();
                keeper.belongsTo(
                        collected.uid(HeaderElements.STUDY_INSTANCE_UID),
                        collected.uid(HeaderElements.SERIES_INSTANCE_UID));
            }
        }

        @Override
        public void pixels(byte[] buffer, int offset, int length) {
            collected.pixels(buffer, offset, length);
        }

        private void requireIdentity() throws Malformed {
            collected.requireUid(HeaderElements.STUDY_INSTANCE_UID);
            collected.requireUid(HeaderElements.SERIES_INSTANCE_UID);
        }
    }
}
