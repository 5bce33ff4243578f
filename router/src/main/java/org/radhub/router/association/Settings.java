package org.radhub.router.association;

import java.time.Duration;
import org.radhub.router.tls.TlsSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the hub listens on the DICOM network.
 *
 * @param aeTitle the hub's AE title
 * @param bind address to listen on
 * @param port port to listen on; 0 for any free one
 * @param maxPduLength longest P-DATA-TF that senders are asked for, in bytes
 * @param maxConnections how many connections may be open at once
 * @param maxConnectionsPerAddress how many of them from one address
 * @param maxAssociations how many of them may be associations
 * @param maxAssociationsPerSite how many of those by devices of one site, where the site has no limit of its own
 * @param requestTimeout how long a caller may take to send its whole A-ASSOCIATE-RQ
 * @param idleTimeout how long an association may be silent between two messages
 * @param stallTimeout how long a peer may be silent within a message, or leave an answer unread
 * @param slowestBytesPerSecond what a peer must send on average within a message, once stallTimeout has passed
 * @param stopTimeout how long a message that has begun may take to end when the hub stops
 * @param tls the second port, that speaks TLS, and who the hub is wherever TLS is spoken
 */
@ConfigurationProperties("radhub.dicom")
record Settings(
        @DefaultValue("RADHUB") String aeTitle,
        @DefaultValue("127.0.0.1") String bind,
        @DefaultValue("11112") int port,
        @DefaultValue("262144") int maxPduLength,
        @DefaultValue("1024") int maxConnections,
        @DefaultValue("512") int maxConnectionsPerAddress,
        @DefaultValue("512") int maxAssociations,
        @DefaultValue("256") int maxAssociationsPerSite,
        @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("5m") Duration idleTimeout,
        @DefaultValue("30s") Duration stallTimeout,
        @DefaultValue("1024") int slowestBytesPerSecond,
        @DefaultValue("5s") Duration stopTimeout,
        @DefaultValue TlsSettings tls) {

    private static final int SHORTEST_PDU = 4096;

    Settings {
        if (aeTitle.isBlank() || aeTitle.length() > 16) {
            throw new IllegalArgumentException("radhub.dicom.ae-title must have 1 to 16 characters");
        }
        if (maxPduLength < SHORTEST_PDU) {
            throw new IllegalArgumentException("radhub.dicom.max-pdu-length must be at least " + SHORTEST_PDU);
        }
        if (maxConnections < 1
                || maxConnectionsPerAddress < 1
                || maxAssociations < 1
                || maxAssociationsPerSite < 1
                || slowestBytesPerSecond < 1) {
            throw new IllegalArgumentException("the limits of radhub.dicom must be at least 1");
        }
    }
}
