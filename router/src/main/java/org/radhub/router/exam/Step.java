package org.radhub.router.exam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radhub.router.association.SopClasses;
import org.radhub.storage.Attributes;
import org.radhub.storage.PerformedStep.State;
import org.radhub.storage.SopReference;

/**
 * A performed procedure step as its device describes it.
 *
 * @param uid its SOP Instance UID
 * @param attributes all that was said of it, the last word of each
 */
record Step(String uid, String site, String aeTitle, State state, Attributes attributes) {
    static final int STATUS = 0x00400252;
    static final int SCHEDULED_STEP_ATTRIBUTES = 0x00400270;

    private static final int STUDY_INSTANCE_UID = 0x0020000D;
    private static final int PERFORMED_SERIES = 0x00400340;
    private static final int REFERENCED_IMAGES = 0x00081140;
    private static final int REFERENCED_OTHERS = 0x00400220;
    private static final int REFERENCED_SOP_CLASS_UID = 0x00081150;
    private static final int REFERENCED_SOP_INSTANCE_UID = 0x00081155;

    /** In the words of the standard: IN PROGRESS, COMPLETED, DISCONTINUED; empty if it is none of them. */
    static Optional<State> state(Attributes attributes) {
        var text = attributes.text(STATUS).replace(' ', '_');
        return Stream.of(State.values())
                .filter(state -> state.name().equals(text))
                .findFirst();
    }

    static Set<String> studies(Attributes attributes) {
        return attributes.items(SCHEDULED_STEP_ATTRIBUTES).stream()
                .map(item -> item.text(STUDY_INSTANCE_UID))
                .filter(SopClasses::isUid)
                .collect(Collectors.toSet());
    }

    Set<String> studies() {
        return studies(attributes);
    }

    /** What its series name, images or not. */
    List<SopReference> instances() {
        var instances = new ArrayList<SopReference>();
        for (var series : attributes.items(PERFORMED_SERIES)) {
            Stream.of(REFERENCED_IMAGES, REFERENCED_OTHERS)
                    .flatMap(tag -> series.items(tag).stream())
                    .map(item -> new SopReference(
                            item.text(REFERENCED_SOP_CLASS_UID), item.text(REFERENCED_SOP_INSTANCE_UID)))
                    .filter(reference -> SopClasses.isUid(reference.sopInstanceUid()))
                    .forEach(instances::add);
        }
        return instances;
    }

    /** With the attributes that are set now (PS3.4 F.7.2.2). */
    Step set(Attributes changes, State now) {
        var merged = Attributes.builder();
        attributes.attributes().forEach(merged::put);
        changes.attributes().forEach(merged::put);
        return new Step(uid, site, aeTitle, now, merged.build());
    }
}
