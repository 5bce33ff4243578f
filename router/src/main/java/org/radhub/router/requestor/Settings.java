package org.radhub.router.requestor;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a peer that the hub calls may let it wait.
 *
 * @param connectTimeout for a connection
 * @param acceptTimeout for the answer to an A-ASSOCIATE-RQ or an A-RELEASE-RQ
 * @param stallTimeout for the peer to take the next bytes of a message
 * @param responseTimeout for the response to a message
 * @param maxPduLength longest P-DATA-TF that the hub sends and takes, in bytes; a peer's own lower limit is kept
 */
@ConfigurationProperties("radhub.requestor")
record Settings(
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("30s") Duration acceptTimeout,
        @DefaultValue("60s") Duration stallTimeout,
        @DefaultValue("5m") Duration responseTimeout,
        @DefaultValue("131072") int maxPduLength) {

    private static final int SHORTEST_PDU = 4096;

    Settings {
        if (maxPduLength < SHORTEST_PDU) {
            throw new IllegalArgumentException("radhub.requestor.max-pdu-length must be at least " + SHORTEST_PDU);
        }
    }
}
