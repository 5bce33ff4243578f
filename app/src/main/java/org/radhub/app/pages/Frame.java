package org.radhub.app.pages;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * What surrounds every page.
 *
 * @param lang {@code zh-CN} or {@code en}
 * @param theme {@code light}, {@code dark}, or {@code auto}: as the browser prefers
 * @param person the signed-in person; empty name when nobody is signed in
 * @param otherLanguage address of this page in the other language
 */
record Frame(String lang, String theme, Badge person, List<Item> navigation, String otherLanguage) {

    record Badge(String id, String name, String site) {
        static final Badge NOBODY = new Badge("", "", "");

        public boolean isSignedIn() {
            return !id.isEmpty();
        }
    }

    /** @param waiting counts what waits there for this person; asked only by a page that shows it */
    record Item(String key, String href, boolean current, LongSupplier waiting) {
        public long getCount() {
            return waiting.getAsLong();
        }
    }

    /** The media query under which the dark colours apply. */
    public String darkMedia() {
        return switch (theme) {
            case "dark" -> "screen";
            case "light" -> "not all";
            default -> "screen and (prefers-color-scheme: dark)";
        };
    }
}
