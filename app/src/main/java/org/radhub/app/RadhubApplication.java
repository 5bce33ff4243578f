package org.radhub.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the hub. */
@SpringBootApplication(scanBasePackages = "org.radhub")
public class RadhubApplication {
    public static void main(String[] args) {
        SpringApplication.run(RadhubApplication.class, args);
    }
}
