package org.radhub.storage.intake;

import java.io.IOException;
import java.nio.file.Path;
import org.radhub.storage.pack.Spool;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** The spool of this process. */
@Configuration(proxyBeanMethods = false)
class SpoolConfiguration {
    @Bean(destroyMethod = "close")
    Spool spool(
            @Value("${radhub.home:./data}") Path home, @Value("${radhub.storage.pack-limit:1GB}") DataSize packLimit)
            throws IOException {
        return new Spool(home, packLimit.toBytes());
    }
}
