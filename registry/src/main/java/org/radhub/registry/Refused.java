package org.radhub.registry;

/** The hub does not carry out a request. The phrase tells whoever asked what to do about it. */
public class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of no, in the terms that HTTP and DICOM answers need. */
    public enum Kind {
        NOT_FOUND,
        NOT_ALLOWED,
        CONFLICT,
        INVALID
    }

    private final Kind kind;
    private final transient Phrase phrase;

    public Refused(Kind kind, Phrase phrase) {
        super(phrase.encoded());
        this.kind = kind;
        this.phrase = phrase;
    }

    public Kind kind() {
        return kind;
    }

    public Phrase phrase() {
        return phrase == null ? Phrase.decode(getMessage()) : phrase;
    }
}
