package org.radhub.viewer.links;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.radhub.registry.Access;
import org.radhub.registry.Person;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.StudyKey;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.viewer.ViewerLinks;
import org.radhub.viewer.access.ViewingTokens;
import org.springframework.stereotype.Component;

/** Gives out the tokens that open a study and its priors. */
@Component
class StudyLinks implements ViewerLinks {
    private final Studies studies;
    private final Access access;
    private final Priors priors;
    private final ViewingTokens tokens;

    StudyLinks(Studies studies, Access access, Priors priors, ViewingTokens tokens) {
        this.studies = studies;
        this.access = access;
        this.priors = priors;
        this.tokens = tokens;
    }

    @Override
    public Links open(Person person, StudyKey study, String base) {
        var scope = access.scopeOf(person);
        if (!scope.includes(study)) {
            throw new Refused(Refused.Kind.NOT_ALLOWED, Phrase.of("viewer.not-allowed"));
        }
        var opened = studies.find(study)
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, Phrase.of("viewer.no-such-study")));
        var keys = Stream.concat(Stream.of(opened), priors.of(opened, scope).stream())
                .map(Study::key)
                .toList();
        return new Links(weasis(person, keys, base), viewer(person, keys, base));
    }

    /** As Weasis 4 reads it: commands that begin with a dollar sign, the whole of them encoded. */
    private String weasis(Person person, List<StudyKey> keys, String base) {
        var manifest = base + "/weasis/manifest/" + tokens.forManifest(person.id(), keys, base);
        return "weasis://?" + encoded("$dicom:get -w \"" + manifest + "\"");
    }

    private String viewer(Person person, List<StudyKey> keys, String base) {
        return "/viewer/viewer?StudyInstanceUIDs=" + encoded(keys.get(0).studyInstanceUid()) + "&token="
                + tokens.forImages(person.id(), keys, base);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
