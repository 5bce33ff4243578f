package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

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
}
