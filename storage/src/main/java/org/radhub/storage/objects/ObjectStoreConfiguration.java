package org.radhub.storage.objects;

import java.io.IOException;
import java.nio.file.Path;
import org.radhub.storage.ObjectStore;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** S3 where an endpoint is configured, else the file system. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(S3Properties.class)
class ObjectStoreConfiguration {
    @Bean
    ObjectStore objectStore(S3Properties s3, @Value("${radhub.home:./data}") Path home) throws IOException {
        s3.require();
        return s3.isMeant() ? new S3ObjectStore(s3) : new FileObjectStore(home.resolve("objects"));
    }
}
