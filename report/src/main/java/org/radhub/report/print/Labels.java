package org.radhub.report.print;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The printed words, Chinese first and English beside it. */
final class Labels {
    private static final ResourceBundle ENGLISH = ResourceBundle.getBundle("messages/report", Locale.ROOT);
    private static final ResourceBundle CHINESE = ResourceBundle.getBundle("messages/report", Locale.CHINESE);

    private Labels() {}

    /** Both as HTML; arguments are numbers of ours. */
    static String both(String key, Object... args) {
        return "<span class=\"zh\">" + zh(key, args) + "</span><span class=\"en\">" + en(key, args) + "</span>";
    }

    /** Both in one run of text. */
    static String plain(String key, Object... args) {
        return zh(key, args) + " " + en(key, args);
    }

    static String zh(String key, Object... args) {
        return new MessageFormat(CHINESE.getString("report.print." + key), Locale.ROOT).format(args);
    }

    static String en(String key, Object... args) {
        return new MessageFormat(ENGLISH.getString("report.print." + key), Locale.ROOT).format(args);
    }
}
