package org.radhub.app.web;

import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** What stands before every page and every call. */
@Configuration(proxyBeanMethods = false)
class WebEdges {
    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit(
            @Value("${radhub.http.longest-body:1MB}") DataSize longest, Problems problems) {
        var filter = new FilterRegistrationBean<>(new BodyLimit(longest.toBytes(), problems));
        filter.addUrlPatterns("/api/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return filter;
    }

    @Bean
    @ConditionalOnExpression("'${radhub.http.public-address:}' != ''")
    FilterRegistrationBean<PublicAddress> publicAddress(@Value("${radhub.http.public-address}") URI address) {
        var filter = new FilterRegistrationBean<>(new PublicAddress(address));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> malformedRequests(JsonMapper json) {
        return server -> server.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new MalformedRequests(json)));
    }

    /**
     * Series are a hundred megabytes: Tomcat hands them to the network in pieces of this size, and of 8 KiB by itself. The kernel sends at most
     * 64 KiB with their heads as one: of 64 KiB a few bytes are left over, which go alone, and a series takes half as long again.
     */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> largeAnswers(
            @Value("${radhub.http.write-buffer:60KB}") DataSize buffer) {
        return server -> server.addConnectorCustomizers(connector -> {
            connector.setProperty("socket.appWriteBufSize", Long.toString(buffer.toBytes()));
            connector.setProperty("socket.directBuffer", "true");
        });
    }
}
