package org.radhub.viewer.pixels;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.nimble.LookupTableFactory;
import org.aoju.bus.image.nimble.StoredValue;

/** Draws monochrome frames: modality, VOI and presentation transformation (PS3.4 N.2), as the instance says or with a window asked for. */
final class Grey {
    private Grey() {}

    static BufferedImage draw(Samples samples, Attributes header, int frame, Optional<Wish.Window> window) {
        var attributes = ofFrame(header, frame);
        var source = raster(samples);
        var image = new BufferedImage(samples.columns(), samples.rows(), BufferedImage.TYPE_BYTE_GRAY);
        var tables = new LookupTableFactory(StoredValue.valueOf(attributes));
        tables.setModalityLUT(attributes);
        tables.setPresentationLUT(attributes);
        if (window.isPresent()) {
            tables.setWindowCenter(window.get().center());
            tables.setWindowWidth(window.get().width());
        } else if (hasVoi(attributes)) {
            tables.setVOI(attributes, 0, 0, true);
        } else {
            tables.autoWindowing(attributes, source);
        }
        tables.createLUT(8).lookup(source, image.getRaster());
        return image;
    }

    private static boolean hasVoi(Attributes attributes) {
        return attributes.containsValue(Tag.WindowCenter) && attributes.containsValue(Tag.WindowWidth)
                || attributes.containsValue(Tag.VOILUTSequence);
    }

    /** What holds for the frame: the instance's attributes, and those of its functional groups (PS3.3 C.7.6.16). */
    private static Attributes ofFrame(Attributes header, int frame) {
        var attributes = new Attributes(header);
        addGroup(attributes, header.getNestedDataset(Tag.SharedFunctionalGroupsSequence));
        addGroup(attributes, header.getNestedDataset(Tag.PerFrameFunctionalGroupsSequence, frame - 1));
        return attributes;
    }

    private static void addGroup(Attributes attributes, Attributes groups) {
        if (groups == null) {
            return;
        }
        for (var tag : new int[] {Tag.PixelValueTransformationSequence, Tag.FrameVOILUTSequence}) {
            var group = groups.getNestedDataset(tag);
            if (group != null) {
                attributes.addAll(new Attributes(group));
            }
        }
    }

    private static WritableRaster raster(Samples samples) {
        var width = samples.columns();
        var height = samples.rows();
        if (samples.bytesPerSample() == 1) {
            return Raster.createWritableRaster(
                    new ComponentSampleModel(DataBuffer.TYPE_BYTE, width, height, 1, width, new int[] {0}),
                    new DataBufferByte(samples.bytes(), width * height),
                    null);
        }
        var words = new short[width * height];
        for (var i = 0; i < words.length; i++) {
            words[i] = (short) samples.at(i);
        }
        return Raster.createWritableRaster(
                new ComponentSampleModel(DataBuffer.TYPE_USHORT, width, height, 1, width, new int[] {0}),
                new DataBufferUShort(words, words.length),
                null);
    }
}
