package org.radhub.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

class SessionReadOnceTest {
    private final List<String> read = new ArrayList<>();
    private final MapSessionRepository kept = new MapSessionRepository(new ConcurrentHashMap<>()) {
        @Override
        public MapSession findById(String id) {
            read.add(id);
            return super.findById(id);
        }
    };
    private final SessionReadOnce<MapSession> sessions = new SessionReadOnce<>(kept);

    @Test
    void a_request_reads_its_session_once() throws Exception {
        var id = begun();

        var answer = ask(id, request -> request.getSession(false).setAttribute("seen", "yes"));

        assertThat(read).containsExactly(id);
        assertThat(answer.getCookies()).isEmpty();
        String seen = kept.findById(id).getAttribute("seen");
        assertThat(seen).isEqualTo("yes");
    }

    @Test
    void each_request_reads_its_session_anew() throws Exception {
        var id = begun();
        ask(id, request -> request.getSession(false).setAttribute("seen", "yes"));
        kept.deleteById(id);

        ask(id, request -> assertThat(request.getSession(false)).isNull());
    }

    @Test
    void a_session_that_a_request_ends_is_gone_for_that_request() throws Exception {
        var id = begun();

        ask(id, request -> {
            var session = sessions.findById(id);
            sessions.save(session);
            sessions.deleteById(id);
            assertThat(sessions.findById(id)).isNull();
        });
    }

    @Test
    void a_session_whose_ID_changed_is_not_found_by_the_one_before() throws Exception {
        var id = begun();

        ask(id, request -> {
            var session = sessions.findById(id);
            var renewed = session.changeSessionId();
            sessions.save(session);
            assertThat(sessions.findById(id)).isNull();
            assertThat(sessions.findById(renewed)).isNotNull();
        });
    }

    private String begun() {
        var session = kept.createSession();
        kept.save(session);
        return session.getId();
    }

    private interface Page {
        void answer(HttpServletRequest request) throws Exception;
    }

    private MockHttpServletResponse ask(String id, Page page) throws Exception {
        var request = new MockHttpServletRequest();
        request.setCookies(new Cookie("SESSION", Base64.getEncoder().encodeToString(id.getBytes())));
        var response = new MockHttpServletResponse();
        FilterChain servlet = (asked, answer) -> {
            try {
                page.answer((HttpServletRequest) asked);
                answer.flushBuffer();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
        FilterChain found = (asked, answer) -> new SessionRepositoryFilter<>(sessions).doFilter(asked, answer, servlet);
        sessions.new Scope().doFilter(request, response, found);
        return response;
    }
}
