package org.radhub.report;

import java.util.Locale;

/**
 * A text to start a report from: a normal study, structured, whose parts the reader changes.
 *
 * @param key names it for good, e.g. {@code ct-head}
 * @param modality as in (0008,0060)
 */
public record ReportTemplate(String key, String modality, Text title, Text findings, Text impression) {
    /** The same in both languages. */
    public record Text(String en, String zh) {
        /** In Chinese for a Chinese reader, in English for anybody else. */
        public String in(Locale locale) {
            return locale.getLanguage().equals("zh") ? zh : en;
        }
    }
}
