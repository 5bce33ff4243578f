package org.radhub.storage.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radhub.registry.Phrase;

/** Makes the {@link Header} of the elements that were collected. */
final class HeaderReading {
    /** What an index of the database takes of the longest text, whatever its characters. */
    private static final int MAX_TEXT = 300;

    private static final Set<String> SLICED = Set.of("CT", "MR", "PT");

    private final HeaderElements elements;
    private final TextEncoding encoding;

    private HeaderReading(HeaderElements elements) {
        this.elements = elements;
        this.encoding = TextEncoding.of(elements.raw(HeaderElements.CHARACTER_SET), elements.texts());
    }

    static Header of(HeaderElements elements, boolean sequenceSkipped) throws Malformed {
        return new HeaderReading(elements).header(sequenceSkipped);
    }

    private Header header(boolean sequenceSkipped) throws Malformed {
        return new Header(
                elements.uid(HeaderElements.SOP_CLASS_UID),
                elements.requireUid(HeaderElements.SOP_INSTANCE_UID),
                elements.requireUid(HeaderElements.STUDY_INSTANCE_UID),
                elements.requireUid(HeaderElements.SERIES_INSTANCE_UID),
                text(HeaderElements.PATIENT_ID),
                text(HeaderElements.ISSUER_OF_PATIENT_ID),
                name(HeaderElements.PATIENT_NAME),
                code(HeaderElements.BIRTH_DATE),
                code(HeaderElements.SEX),
                text(HeaderElements.ACCESSION_NUMBER),
                code(HeaderElements.STUDY_DATE),
                code(HeaderElements.STUDY_TIME),
                text(HeaderElements.STUDY_ID),
                text(HeaderElements.STUDY_DESCRIPTION),
                name(HeaderElements.REFERRING_PHYSICIAN),
                code(HeaderElements.MODALITY),
                code(HeaderElements.SERIES_NUMBER),
                text(HeaderElements.SERIES_DESCRIPTION),
                code(HeaderElements.BODY_PART),
                code(HeaderElements.SERIES_DATE),
                code(HeaderElements.SERIES_TIME),
                code(HeaderElements.INSTANCE_NUMBER),
                elements.unsignedShort(HeaderElements.ROWS),
                elements.unsignedShort(HeaderElements.COLUMNS),
                Math.max(1, elements.integer(HeaderElements.FRAMES, 1)),
                slice(),
                announced(),
                warnings(sequenceSkipped));
    }

    /** Localizers lie across the others, and the frames of one instance say themselves where they are. */
    private Optional<Slice> slice() {
        boolean sliced = SLICED.contains(code(HeaderElements.MODALITY))
                && elements.integer(HeaderElements.FRAMES, 1) <= 1
                && !elements.ascii(HeaderElements.IMAGE_TYPE).contains("LOCALIZER");
        return sliced
                ? Slice.of(
                        elements.ascii(HeaderElements.IMAGE_POSITION_PATIENT),
                        elements.ascii(HeaderElements.IMAGE_ORIENTATION_PATIENT))
                : Optional.empty();
    }

    private Announced announced() {
        return new Announced(
                elements.integer(HeaderElements.STUDY_RELATED_SERIES, 0),
                elements.integer(HeaderElements.STUDY_RELATED_INSTANCES, 0),
                elements.integer(HeaderElements.SERIES_RELATED_INSTANCES, 0),
                elements.integer(HeaderElements.IMAGES_IN_ACQUISITION, 0));
    }

    private List<Phrase> warnings(boolean sequenceSkipped) {
        var warnings = new ArrayList<Phrase>();
        encoding.warning().ifPresent(warnings::add);
        if (sequenceSkipped) {
            warnings.add(Phrase.of("storage.warning.sequence"));
        }
        return warnings;
    }

    private String text(int tag) {
        return clean(encoding.decode(elements.raw(tag)));
    }

    /** Without the delimiters of components and groups that are not there (PS3.5 6.2.1.1). */
    private String name(int tag) {
        return text(tag).replaceAll("\\^+(?==|$)", "").replaceAll("=+$", "");
    }

    private String code(int tag) {
        return clean(elements.ascii(tag));
    }

    /** On one line, without padding, and not longer than an index can take. */
    private static String clean(String text) {
        var line = new StringBuilder(Math.min(text.length(), MAX_TEXT));
        text.codePoints()
                .map(point -> Character.isISOControl(point) ? ' ' : point)
                .limit(MAX_TEXT)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }
}
