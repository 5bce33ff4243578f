package org.radhub.app.demo;

import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.radhub.router.Listener;
import org.radhub.router.Outcome;
import org.radhub.router.OutgoingInstance;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.Sender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Sends the demo set through the hub's own DICOM port, as the demo's devices would, where it is asked for by {@code --demo-studies}. */
@Component
@ConditionalOnProperty("radhub.demo")
class DemoStudies {
    private static final Logger LOG = LoggerFactory.getLogger(DemoStudies.class);
    private static final String ASKED = "demo-studies";
    private static final String EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

    private final ApplicationArguments arguments;
    private final Listener listener;
    private final Sender sender;
    private final Clock clock;
    private final ZoneId zone;
    private final String host;

    DemoStudies(
            ApplicationArguments arguments,
            Listener listener,
            Sender sender,
            Clock clock,
            @Value("${radhub.zone}") ZoneId zone,
            @Value("${radhub.dicom.bind:127.0.0.1}") String host) {
        this.arguments = arguments;
        this.listener = listener;
        this.sender = sender;
        this.clock = clock;
        this.zone = zone;
        this.host = host;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        if (arguments.containsOption(ASKED)) {
            var thread = new Thread(this::sendAll, "demo-studies");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void sendAll() {
        var random = new SecureRandom();
        DemoStudy.all().forEach(study -> send(study, random));
    }

    private void send(DemoStudy study, Random random) {
        var confirmed = new AtomicInteger();
        var images = study.images(LocalDateTime.now(clock.withZone(zone)), random);
        var instances = images.stream().map(DemoStudies::instance).toList();
        var hub = new Peer(host, listener.port(), listener.aeTitle(), study.aeTitle());
        try {
            sender.send(hub, instances, outcome -> count(outcome, confirmed));
            LOG.info(
                    "demo study sent: {} of {} images of {} as {}",
                    confirmed,
                    instances.size(),
                    study.description(),
                    study.aeTitle());
        } catch (PeerFailed e) {
            LOG.warn(
                    "demo study not sent as {}: {} of {} images, then: {}",
                    study.aeTitle(),
                    confirmed,
                    instances.size(),
                    e.getMessage());
        }
    }

    private static OutgoingInstance instance(DemoStudy.Image image) {
        return new OutgoingInstance(
                image.sopClassUid(),
                image.sopInstanceUid(),
                EXPLICIT_VR_LITTLE_ENDIAN,
                () -> new ByteArrayInputStream(image.dataSet()));
    }

    private static void count(Outcome outcome, AtomicInteger confirmed) {
        if (outcome.confirmed()) {
            confirmed.incrementAndGet();
        }
    }
}
