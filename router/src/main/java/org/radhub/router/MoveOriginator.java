package org.radhub.router;

/**
 * On whose behalf instances are sent: what tells a C-STORE sub-operation's receiver which C-MOVE it belongs to (PS3.7 9.1.1.1).
 *
 * @param aeTitle of the C-MOVE's requestor
 * @param messageId of the C-MOVE request
 */
public record MoveOriginator(String aeTitle, int messageId) {}
