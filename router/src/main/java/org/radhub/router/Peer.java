package org.radhub.router;

/**
 * A DICOM application entity that the hub calls.
 *
 * @param port 1 to 65535
 * @param calledAeTitle its AE title, 1 to 16 characters
 * @param callingAeTitle the AE title that the hub calls under, 1 to 16 characters
 */
public record Peer(String host, int port, String calledAeTitle, String callingAeTitle) {
    @Override
    public String toString() {
        return calledAeTitle + "@" + host + ":" + port;
    }
}
