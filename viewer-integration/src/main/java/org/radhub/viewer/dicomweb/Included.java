package org.radhub.viewer.dicomweb;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import org.radhub.storage.Series;
import tools.jackson.databind.node.ObjectNode;

/** Adds the attributes that {@code includefield} asks for beyond the usual to what was found, out of the stored metadata. */
final class Included {
    private final boolean all;
    private final List<String> tags;

    Included(List<String> include) {
        this.all = include.contains(Search.ALL);
        this.tags = include.stream().filter(tag -> tag.matches("[0-9A-F]{8}")).toList();
    }

    /** @param objects instances of the series */
    void into(List<ObjectNode> objects, Series series, SeriesMetadata metadata) throws IOException {
        var missing = all || tags.stream().anyMatch(tag -> !objects.get(0).has(tag));
        if (!missing) {
            return;
        }
        var byUid = new HashMap<String, ObjectNode>();
        objects.forEach(object -> byUid.put(DicomJson.text(object, "00080018"), object));
        metadata.visit(series, instance -> {
            var object = byUid.remove(DicomJson.text(instance, "00080018"));
            if (object != null) {
                instance.properties().forEach(attribute -> {
                    if (!object.has(attribute.getKey()) && (all || tags.contains(attribute.getKey()))) {
                        object.set(attribute.getKey(), attribute.getValue());
                    }
                });
            }
            return !byUid.isEmpty();
        });
    }
}
