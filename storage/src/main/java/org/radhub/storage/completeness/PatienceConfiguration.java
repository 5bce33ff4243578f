package org.radhub.storage.completeness;

import java.time.Duration;
import org.radhub.storage.completeness.Patience.Span;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How patient this hub is. */
@Configuration(proxyBeanMethods = false)
class PatienceConfiguration {
    @Bean
    Patience patience(
            @Value("${radhub.storage.settle:3s}") Duration settle,
            @Value("${radhub.storage.settle-limit:5m}") Duration settleLimit,
            @Value("${radhub.storage.quiet:10s}") Duration quiet,
            @Value("${radhub.storage.quiet-limit:10m}") Duration quietLimit,
            @Value("${radhub.storage.doubt:30s}") Duration doubt,
            @Value("${radhub.storage.doubt-limit:20m}") Duration doubtLimit,
            @Value("${radhub.storage.exam-limit:6h}") Duration exam) {
        return new Patience(
                new Span(settle, settleLimit), new Span(quiet, quietLimit), new Span(doubt, doubtLimit), exam);
    }
}
