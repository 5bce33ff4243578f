package org.radhub.router.sending;

/** A worker is to put down what it carries, without this being a failure. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped(String why) {
        super(why, null, false, false);
    }
}
