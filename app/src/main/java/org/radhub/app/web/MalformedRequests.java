package org.radhub.app.web;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers requests that never reach the application with problem details (RFC 9457): the web server itself refuses what is no HTTP, an
 * address that is no UTF-8, a head that is too long. Browsers get the server's bare page.
 */
final class MalformedRequests extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(MalformedRequests.class);

    private final JsonMapper json;

    MalformedRequests(JsonMapper json) {
        this.json = json;
        setShowReport(false);
        setShowServerInfo(false);
    }

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        var accepted = request.getHeader(HttpHeaders.ACCEPT);
        if (accepted != null && accepted.contains("text/html")) {
            super.report(request, response, failure);
            return;
        }
        var status = HttpStatus.resolve(response.getStatus());
        // Whatever was written already is an answer; only an error without one is reported, and by one valve.
        if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(json.writeValueAsBytes(new Said(status)));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("nobody there to be answered", e);
        }
    }

    /** The address is not repeated: what could not be decoded cannot be shown. */
    private record Said(String type, String title, int status, String detail) {
        Said(HttpStatus status) {
            this("about:blank", status.getReasonPhrase(), status.value(), detail(status));
        }

        private static String detail(HttpStatus status) {
            return status.is4xxClientError()
                    ? "The request is no well-formed HTTP: a head that is too long, an address that is no percent-encoded UTF-8, or one with characters that must be encoded."
                    : "The hub could not answer; its log says why.";
        }
    }
}
