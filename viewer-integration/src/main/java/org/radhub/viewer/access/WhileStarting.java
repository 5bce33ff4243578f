package org.radhub.viewer.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.radhub.storage.Studies;
import org.radhub.viewer.answer.Problem;
import org.radhub.viewer.answer.ProblemWriter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Sees to it that no viewer takes a part of a study for all of it while the hub comes back from a crash: it waits a little, and is asked to come again
 * then. What is brought is taken all the while.
 */
@Configuration(proxyBeanMethods = false)
class WhileStarting implements WebMvcConfigurer, HandlerInterceptor {
    private static final int BEHIND_THE_GATE = 1;

    private final Studies studies;
    private final ProblemWriter problems;
    private final Duration patience;

    WhileStarting(
            Studies studies, ProblemWriter problems, @Value("${radhub.viewer.index-patience:5s}") Duration patience) {
        this.studies = studies;
        this.problems = problems;
        this.patience = patience;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors
                .addInterceptor(this)
                .addPathPatterns("/dicom-web/**", "/wado", "/weasis/manifest/**")
                .order(BEHIND_THE_GATE);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (request.getMethod().equals("POST") || studies.isWhole(patience)) {
            return true;
        }
        var later = new Problem(HttpStatus.SERVICE_UNAVAILABLE, "viewer.starting").with(HttpHeaders.RETRY_AFTER, "5");
        problems.write(later, request, response);
        return false;
    }
}
