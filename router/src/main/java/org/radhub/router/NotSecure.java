package org.radhub.router;

/** No call, because it would not have been safe from who listens or poses as somebody else. */
public class NotSecure extends PeerFailed {
    private static final long serialVersionUID = 1L;

    public enum Flaw {
        /** The peer's certificate comes from nobody whom the hub trusts. */
        UNTRUSTED,
        /** The peer's certificate, or one above it, is no longer or not yet valid. */
        EXPIRED,
        /** The peer's certificate is for another host than the one that was called. */
        OTHER_NAME,
        /** The peer's certificate is not the one that was agreed on. */
        OTHER_CERTIFICATE,
        /** The peer does not take the hub's certificate, or wants one and the hub has none. */
        OURS_REFUSED,
        /** The peer does not speak TLS there, or no version or suite of it that the hub does. */
        FAILED
    }

    private final Flaw flaw;

    public NotSecure(Flaw flaw, String message, Throwable cause) {
        super(Reason.NOT_SECURE, message, cause);
        this.flaw = flaw;
    }

    @Override
    public String inWords() {
        return flaw + " " + getMessage();
    }

    public Flaw flaw() {
        return flaw;
    }
}
