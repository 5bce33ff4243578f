package org.radhub.storage;

/**
 * A setting with which the hub cannot start, or a disk that is not where it should be. The message names it, and says on one line what it
 * should be.
 */
public final class WrongSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongSetting(String message) {
        super(message);
    }
}
