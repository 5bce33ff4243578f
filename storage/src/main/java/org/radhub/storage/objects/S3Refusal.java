package org.radhub.storage.objects;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.util.Set;
import org.radhub.storage.Unavailable;

/** What an S3 says when it does not do what it is asked, for an operator: which setting it is about, where one can be to blame. */
final class S3Refusal {
    private static final Set<String> OF_THE_CREDENTIALS = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "AuthorizationHeaderMalformed",
            "InvalidToken",
            "InvalidSecurity");
    private static final int LONGEST = 300;

    private final S3Properties settings;

    S3Refusal(S3Properties settings) {
        this.settings = settings;
    }

    Unavailable answered(ErrorResponseException e) {
        var code = String.valueOf(e.errorResponse().code());
        var said = code + ": " + e.errorResponse().message();
        if (OF_THE_CREDENTIALS.contains(code)) {
            return because(
                    "the object store at " + settings.endpoint()
                            + " does not accept RADHUB_S3_ACCESS_KEY with RADHUB_S3_SECRET_KEY (" + said + ")",
                    e);
        }
        if (code.equals("AccessDenied")) {
            return because(
                    "the object store at " + settings.endpoint() + " does not let RADHUB_S3_ACCESS_KEY use the bucket "
                            + settings.bucket() + " (" + said + ")",
                    e);
        }
        return because("the object store answers " + said, e);
    }

    Unavailable failed(MinioException e) {
        return e.getCause() instanceof IOException cause
                ? silent(cause)
                : because(
                        "what answers at RADHUB_S3_ENDPOINT " + settings.endpoint() + " is not understood as an S3: "
                                + e.getMessage(),
                        e);
    }

    Unavailable silent(Exception e) {
        var deepest = (Throwable) e;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        var said = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        return because("the object store at " + settings.endpoint() + " does not answer: " + said, e);
    }

    private static Unavailable because(String message, Exception cause) {
        var line = message.replaceAll("\\p{Cntrl}+", " ");
        return new Unavailable(
                Unavailable.Why.OBJECT_STORE, line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line, cause);
    }
}
