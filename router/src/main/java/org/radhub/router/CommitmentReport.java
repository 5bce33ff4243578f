package org.radhub.router;

import java.util.Map;
import java.util.Set;

/**
 * What a peer says that it keeps: N-EVENT-REPORT of the Storage Commitment Push Model (PS3.4 J.3.3).
 *
 * @param committed SOP Instance UIDs
 * @param failed Failure Reason (0008,1197) by SOP Instance UID
 */
public record CommitmentReport(String transactionUid, Set<String> committed, Map<String, Integer> failed) {}
