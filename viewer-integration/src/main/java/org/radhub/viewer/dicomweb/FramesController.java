package org.radhub.viewer.dicomweb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Retrieve of frames (WADO-RS, PS3.18 10.4.1.1.6): {@code frames/1} or {@code frames/1,2,5}, counted from 1. */
@RestController
class FramesController {
    private static final Pattern LIST = Pattern.compile("[1-9]\\d{0,8}(,[1-9]\\d{0,8}){0,999}");

    private final Found found;
    private final FrameBytes bytes;

    FramesController(Found found, FrameBytes bytes) {
        this.found = found;
        this.bytes = bytes;
    }

    @GetMapping("/dicom-web/studies/{study}/series/{series}/instances/{instance}/frames/{frames}")
    void frames(Asked asked) throws IOException {
        var frames = asked.path().get("frames");
        var numbers = numbers(frames);
        var accepted = asked.accepted();
        var seen = found.study(asked, "retrieved");
        var one = found.instance(seen, asked);
        var answer = bytes.choose(one, accepted);
        var parts = new ArrayList<Part>();
        for (var number : numbers) {
            parts.add(answer.part(number));
        }
        if (asked.clientHas(one, answer.contentType() + answer.multipart() + frames)) {
            return;
        }
        if (answer.multipart() || parts.size() > 1) {
            new MultipartRelated(parts).write(answer.mediaType(), asked.response());
        } else {
            var part = parts.get(0);
            var response = asked.response();
            response.setContentType(part.contentType());
            response.setContentLengthLong(part.length());
            part.writeTo(new AnswerOutput(response));
        }
    }

    private static List<Integer> numbers(String list) {
        if (!LIST.matcher(list).matches()) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("viewer.bad-frame-list"));
        }
        return Pattern.compile(",").splitAsStream(list).map(Integer::valueOf).toList();
    }
}
