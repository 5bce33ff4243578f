package org.radhub.viewer;

import jakarta.servlet.http.HttpServletRequest;

/** Devices' tokens that are brought where they open nothing. */
public interface StrayTokens {
    /**
     * Writes a line in the trail where a request that is not let in brings such a token: whose it is, from where, and what for. Others it passes
     * by.
     */
    void look(HttpServletRequest request);
}
