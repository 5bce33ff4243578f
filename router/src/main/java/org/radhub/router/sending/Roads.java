package org.radhub.router.sending;

import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.springframework.stereotype.Component;

/** Which road leads to a destination. */
@Component
class Roads {
    private final DicomRoad dicom;
    private final StowRoad stow;

    Roads(DicomRoad dicom, StowRoad stow) {
        this.dicom = dicom;
        this.stow = stow;
    }

    Road to(Destination destination) {
        return destination.endpoint() instanceof Endpoint.Dicom ? dicom : stow;
    }
}
