package org.radhub.viewer.dicomweb;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.radhub.storage.BytesLost;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Retrieve of metadata (WADO-RS, PS3.18 10.4.1.1.2) as DICOM JSON, streamed. */
@RestController
class MetadataController {
    private final Found found;
    private final Studies studies;
    private final SeriesMetadata metadata;

    MetadataController(Found found, Studies studies, SeriesMetadata metadata) {
        this.found = found;
        this.studies = studies;
        this.metadata = metadata;
    }

    @GetMapping("/dicom-web/studies/{study}/metadata")
    void study(Asked asked) throws IOException {
        DicomJson.mustBeAccepted(asked);
        var seen = found.study(asked, "metadata");
        write(found.seriesOf(seen), asked);
    }

    @GetMapping("/dicom-web/studies/{study}/series/{series}/metadata")
    void series(Asked asked) throws IOException {
        DicomJson.mustBeAccepted(asked);
        var seen = found.study(asked, "metadata");
        write(List.of(found.series(seen, asked.series())), asked);
    }

    @GetMapping("/dicom-web/studies/{study}/series/{series}/instances/{instance}/metadata")
    void instance(Asked asked) throws IOException {
        DicomJson.mustBeAccepted(asked);
        var seen = found.study(asked, "metadata");
        var one = found.instance(seen, asked);
        if (studies.bytesOf(List.of(one)).areLost(one)) {
            throw new BytesLost(one.sopInstanceUid());
        }
        metadata.writeInstance(found.series(seen, asked.series()), one.sopInstanceUid(), begun(asked));
    }

    /** What was damaged and has to be sent again is left out, and the answer says that it is not all, as that of the bytes does. */
    private void write(List<Series> series, Asked asked) throws IOException {
        if (!studies.areWhole(series)) {
            asked.response().setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        }
        metadata.write(series, begun(asked));
    }

    private static OutputStream begun(Asked asked) throws IOException {
        Caching.changing(asked.response());
        asked.response().setContentType(DicomJson.MEDIA_TYPE);
        return asked.response().getOutputStream();
    }
}
