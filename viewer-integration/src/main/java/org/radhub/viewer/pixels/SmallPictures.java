package org.radhub.viewer.pixels;

import java.io.IOException;
import java.util.Optional;
import org.radhub.storage.Instance;
import org.radhub.viewer.Thumbnails;
import org.radhub.viewer.frames.Malformed;
import org.springframework.stereotype.Component;

/** Draws thumbnails for other modules. */
@Component
class SmallPictures implements Thumbnails {
    private final Pictures pictures;

    SmallPictures(Pictures pictures) {
        this.pictures = pictures;
    }

    @Override
    public byte[] jpeg(Instance instance, int largest) throws IOException {
        var wish = new Wish(Wish.Format.JPEG, largest, largest, Wish.USUAL_QUALITY, Optional.empty());
        try {
            return pictures.draw(instance, 1, wish);
        } catch (Undecodable | Malformed e) {
            throw new NoPicture(e.getMessage(), e);
        } catch (Busy e) {
            throw new NoPicture("too many pictures are being drawn", e);
        }
    }
}
