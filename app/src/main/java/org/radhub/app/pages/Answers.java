package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.support.RequestContextUtils;

/** How a form is answered once it is carried out: the browser goes on to a page. */
final class Answers {
    private Answers() {}

    /** @param path within the hub, made of what the hub itself knows */
    static ResponseEntity<Void> goTo(String path, HttpServletRequest request) {
        var address = request.getContextPath() + path;
        if (request.getHeader("HX-Request") != null) {
            return ResponseEntity.noContent().header("HX-Redirect", address).build();
        }
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(address))
                .build();
    }

    /** @param done what that page says at its top, in the person's language */
    static ResponseEntity<Void> goTo(
            String path, String done, HttpServletRequest request, HttpServletResponse response) {
        RequestContextUtils.getOutputFlashMap(request).put("done", done);
        RequestContextUtils.saveOutputFlashMap(request.getContextPath() + path, request, response);
        return goTo(path, request);
    }
}
