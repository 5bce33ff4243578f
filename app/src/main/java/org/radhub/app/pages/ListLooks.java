package org.radhub.app.pages;

import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radhub.app.people.Viewer;
import org.radhub.workflow.ReadCase;
import org.springframework.stereotype.Component;

/**
 * Writes down which cases a list showed, before it is shown. A list that renews itself every few seconds writes a line only for what was not
 * on it before in this sign-in: the first look is on the record, and the trail does not drown in repetitions.
 */
@Component
class ListLooks {
    /** Ids that fit into one line of the trail. */
    private static final int IDS_PER_LINE = 24;

    /** Beyond this many remembered ids the memory starts anew, which costs lines, never a missing one. */
    private static final int REMEMBERED = 2000;

    private final Viewer viewer;

    ListLooks(Viewer viewer) {
        this.viewer = viewer;
    }

    /** Somebody loads the page: all that it shows is written down. */
    void opened(Principal who, HttpSession session, String list, List<ReadCase> cases) {
        if (cases.isEmpty()) {
            viewer.listed(who, list + ": nothing");
        }
        write(who, list, cases.stream().map(ReadCase::id).toList());
        remember(session, list, cases);
    }

    /** The page renews itself: what is new on it is written down. */
    void renewed(Principal who, HttpSession session, String list, List<ReadCase> cases) {
        var known = known(session, list);
        write(
                who,
                list,
                cases.stream()
                        .map(ReadCase::id)
                        .filter(id -> !known.contains(id))
                        .toList());
        remember(session, list, cases);
    }

    private void write(Principal who, String list, List<UUID> ids) {
        for (var from = 0; from < ids.size(); from += IDS_PER_LINE) {
            var part = ids.subList(from, Math.min(ids.size(), from + IDS_PER_LINE));
            viewer.listed(who, list + ": " + part.stream().map(UUID::toString).collect(Collectors.joining(" ")));
        }
    }

    private static void remember(HttpSession session, String list, List<ReadCase> cases) {
        var known = new LinkedHashSet<>(known(session, list));
        if (cases.stream().map(ReadCase::id).filter(known::add).count() == 0) {
            return;
        }
        session.setAttribute(attribute(list), new ArrayList<>(known.size() > REMEMBERED ? idsOf(cases) : known));
    }

    private static List<UUID> idsOf(List<ReadCase> cases) {
        return cases.stream().map(ReadCase::id).toList();
    }

    @SuppressWarnings("unchecked")
    private static List<UUID> known(HttpSession session, String list) {
        var known = (List<UUID>) session.getAttribute(attribute(list));
        return known == null ? List.of() : known;
    }

    private static String attribute(String list) {
        return "radhub.looked." + list;
    }
}
