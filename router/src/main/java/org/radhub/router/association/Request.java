package org.radhub.router.association;

import java.util.Map;
import java.util.Optional;

/**
 * A request that the hub itself makes on an association that a peer opened, such as an N-EVENT-REPORT.
 *
 * @param field Command Field, one of those of {@link CommandSet}
 * @param abstractSyntaxUid of the presentation context that it goes through
 * @param elements the command set beyond Command Field, Message ID and Command Data Set Type: numbers and texts
 * @param dataSet encoded in the transfer syntax of that context; see {@link Exchange#transferSyntaxFor}
 */
public record Request(int field, String abstractSyntaxUid, Map<Element, Object> elements, Optional<byte[]> dataSet) {}
