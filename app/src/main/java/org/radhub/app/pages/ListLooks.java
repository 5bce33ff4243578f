package org.radhub.app.pages;

import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.radhub.app.people.Viewer;
import org.springframework.stereotype.Component;

/**
 * Writes down what a list showed, before it is shown. A list that renews itself every few seconds writes a line only for what was not on it
 * before in this sign-in: the first look is on the record, and the trail does not drown in repetitions.
 */
@Component
class ListLooks {
    /** Ids of cases, or Study Instance UIDs, that fit into one line of the trail whatever their length. */
    private static final int IDS_PER_LINE = 14;

    /** Beyond this many remembered ids the memory starts anew, which costs lines, never a missing one. */
    private static final int REMEMBERED = 2000;

    private final Viewer viewer;

    ListLooks(Viewer viewer) {
        this.viewer = viewer;
    }

    /** Somebody loads the page: all that it shows is written down. */
    void opened(Principal who, HttpSession session, String list, List<String> ids) {
        if (ids.isEmpty()) {
            viewer.listed(who, list + ": nothing");
        }
        write(who, list, ids);
        remember(session, list, ids);
    }

    /** The page renews itself: what is new on it is written down. */
    void renewed(Principal who, HttpSession session, String list, List<String> ids) {
        var known = known(session, list);
        write(who, list, ids.stream().filter(id -> !known.contains(id)).toList());
        remember(session, list, ids);
    }

    private void write(Principal who, String list, List<String> ids) {
        for (var from = 0; from < ids.size(); from += IDS_PER_LINE) {
            var part = ids.subList(from, Math.min(ids.size(), from + IDS_PER_LINE));
            viewer.listed(who, list + ": " + String.join(" ", part));
        }
    }

    private static void remember(HttpSession session, String list, List<String> ids) {
        var known = new LinkedHashSet<>(known(session, list));
        if (!known.addAll(ids)) {
            return;
        }
        session.setAttribute(attribute(list), new ArrayList<>(known.size() > REMEMBERED ? ids : known));
    }

    @SuppressWarnings("unchecked")
    private static List<String> known(HttpSession session, String list) {
        var known = (List<String>) session.getAttribute(attribute(list));
        return known == null ? List.of() : known;
    }

    private static String attribute(String list) {
        return "radhub.looked." + list;
    }
}
