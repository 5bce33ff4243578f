package org.radhub.app.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.radhub.app.language.Phrases;
import org.radhub.report.Deliveries;
import org.radhub.report.Delivery;
import org.radhub.workflow.LedgerEntry;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReadCases;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Shows cases as JSON, in the caller's language and the region's time. */
@Component
class CaseView {
    private final ReadCases cases;
    private final Deliveries deliveries;
    private final Phrases phrases;
    private final ZoneId zone;

    CaseView(ReadCases cases, Deliveries deliveries, Phrases phrases, @Value("${radhub.zone}") ZoneId zone) {
        this.cases = cases;
        this.deliveries = deliveries;
        this.phrases = phrases;
        this.zone = zone;
    }

    CaseJson line(ReadCase shown, Locale locale) {
        return show(shown, locale, null, null);
    }

    /** A line of a doctor's list: it says which deliveries there are to acknowledge. */
    CaseJson lineWithDeliveries(ReadCase shown, Locale locale) {
        return show(shown, locale, null, deliveriesOf(shown));
    }

    CaseJson whole(ReadCase shown, Locale locale) {
        var ledger = cases.ledgerOf(shown.id()).stream()
                .map(entry -> entry(entry, locale))
                .toList();
        return show(shown, locale, ledger, deliveriesOf(shown));
    }

    OffsetDateTime time(Instant instant) {
        return instant.atZone(zone).toOffsetDateTime();
    }

    CaseJson.DeliveryJson delivery(Delivery delivery) {
        return new CaseJson.DeliveryJson(
                delivery.id().toString(),
                delivery.version(),
                delivery.recipientSite(),
                delivery.road(),
                word(delivery.state()),
                delivery.attempts(),
                delivery.lastError().orElse(null),
                time(delivery.queuedAt()),
                delivery.deliveredAt().map(this::time).orElse(null),
                delivery.acknowledgedAt().map(this::time).orElse(null),
                delivery.acknowledgedBy().orElse(null));
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private List<CaseJson.DeliveryJson> deliveriesOf(ReadCase shown) {
        return deliveries.ofCase(shown.id()).stream().map(this::delivery).toList();
    }

    private CaseJson.LedgerJson entry(LedgerEntry entry, Locale locale) {
        return new CaseJson.LedgerJson(
                word(entry.step()), time(entry.at()), entry.actor(), phrases.say(entry.detail(), locale));
    }

    private CaseJson show(
            ReadCase shown,
            Locale locale,
            List<CaseJson.LedgerJson> ledger,
            List<CaseJson.DeliveryJson> withDeliveries) {
        return new CaseJson(
                shown.id().toString(),
                shown.study().studyInstanceUid(),
                shown.accessionNumber(),
                shown.site(),
                shown.modality(),
                shown.bodyPart(),
                shown.description(),
                shown.studyDate(),
                shown.instances(),
                shown.patient().id(),
                shown.patient().name(),
                shown.patient().displayName(),
                shown.patient().sex(),
                shown.patient().birthDate(),
                shown.skill(),
                word(shown.priority()),
                word(shown.state()),
                shown.reader().orElse(null),
                phrases.say(shown.reason(), locale),
                time(shown.createdAt()),
                time(shown.deadline()),
                shown.escalatedAt().map(this::time).orElse(null),
                shown.clinicalQuestion(),
                shown.history(),
                shown.lateInstances(),
                ledger,
                withDeliveries);
    }
}
