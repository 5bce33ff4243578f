package org.radhub.viewer.dicomweb;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.radhub.storage.BytesLost;
import org.radhub.storage.Instance;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.viewer.answer.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Retrieve (WADO-RS, PS3.18 10.4) of studies, series and instances as Part 10 files, streamed. */
@RestController
class RetrieveController {
    private final Found found;
    private final InstanceBytes bytes;
    private final Studies studies;
    private final SingleFile singleFile;

    RetrieveController(Found found, InstanceBytes bytes, Studies studies) {
        this.found = found;
        this.bytes = bytes;
        this.studies = studies;
        this.singleFile = new SingleFile(studies);
    }

    @GetMapping("/dicom-web/studies/{study}")
    void study(Asked asked) throws IOException {
        var wanted = wanted(asked);
        var seen = found.study(asked, "retrieved");
        write(found.seriesOf(seen), wanted, asked);
    }

    @GetMapping("/dicom-web/studies/{study}/series/{series}")
    void series(Asked asked) throws IOException {
        var wanted = wanted(asked);
        var seen = found.study(asked, "retrieved");
        write(List.of(found.series(seen, asked.series())), wanted, asked);
    }

    @GetMapping("/dicom-web/studies/{study}/series/{series}/instances/{instance}")
    void instance(Asked asked) throws IOException {
        var wanted = wanted(asked);
        var seen = found.study(asked, "retrieved");
        var one = found.instance(seen, asked);
        var part = bytes.part(one, wanted.transferSyntax());
        var multipart = wanted.isMultipart() || !wanted.name().equals(InstanceBytes.MEDIA_TYPE);
        if (asked.clientHas(one, part.contentType() + multipart)) {
            return;
        }
        if (multipart) {
            new MultipartRelated(List.of(part)).write(InstanceBytes.MEDIA_TYPE, asked.response());
        } else {
            singleFile.write(one, part, asked.request(), asked.response());
        }
    }

    /** What was damaged and has to be sent again is left out, and the answer says that it is not all (PS3.18 table 8.5-1: 206). */
    private void write(List<Series> series, MediaRange wanted, Asked asked) throws IOException {
        var parts = new ArrayList<Part>();
        var lost = Optional.<String>empty();
        for (var each : series) {
            var instances = found.instancesOf(each);
            var stored = studies.bytesOf(instances);
            for (Instance instance : instances) {
                if (stored.areLost(instance)) {
                    lost = Optional.of(instance.sopInstanceUid());
                } else {
                    parts.add(bytes.part(instance, wanted.transferSyntax(), stored));
                }
            }
        }
        if (lost.isPresent()) {
            if (parts.isEmpty()) {
                throw new BytesLost(lost.get());
            }
            asked.response().setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        }
        Caching.changing(asked.response());
        new MultipartRelated(parts).write(InstanceBytes.MEDIA_TYPE, asked.response());
    }

    /** The first of what is accepted that these resources have: {@code application/dicom}, in parts or alone. */
    private static MediaRange wanted(Asked asked) {
        return asked.accepted().stream()
                .filter(range -> range.part().covers(InstanceBytes.MEDIA_TYPE))
                .findFirst()
                .orElseThrow(() -> Problem.notAcceptable(
                        "viewer.not-acceptable", "multipart/related; type=\"application/dicom\""));
    }
}
