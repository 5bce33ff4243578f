package org.radhub.registry;

import java.util.List;

/**
 * A part of a longer list.
 *
 * @param page number of this page, from 1
 * @param pages how many there are, at least 1
 * @param total how many items there are in all
 */
public record Page<T>(List<T> items, int page, int pages, long total) {
    public static <T> Page<T> of(List<T> items, int page, int size, long total) {
        return new Page<>(items, page, (int) Math.max(1, (total + size - 1) / size), total);
    }
}
