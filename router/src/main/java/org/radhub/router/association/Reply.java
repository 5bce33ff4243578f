package org.radhub.router.association;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A response. Message ID, SOP class and instance, and the event's or action's type are taken from the request, unless they stand here.
 *
 * @param elements further elements of the command set, numbers and texts
 * @param dataSet encoded in the presentation context's transfer syntax
 */
public record Reply(Status status, Map<Element, Object> elements, Optional<byte[]> dataSet) {
    public static Reply of(Status status) {
        return new Reply(status, Map.of(), Optional.empty());
    }

    public Reply with(Element element, int number) {
        return plus(element, number);
    }

    public Reply with(Element element, String text) {
        return plus(element, text);
    }

    public Reply with(byte[] encoded) {
        return new Reply(status, elements, Optional.of(encoded));
    }

    private Reply plus(Element element, Object value) {
        var all = new EnumMap<Element, Object>(Element.class);
        all.putAll(elements);
        all.put(element, value);
        return new Reply(status, all, dataSet);
    }
}
