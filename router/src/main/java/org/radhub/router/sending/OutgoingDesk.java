package org.radhub.router.sending;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.radhub.registry.Page;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.router.Destination;
import org.radhub.router.DestinationHealth;
import org.radhub.router.Lane;
import org.radhub.router.Outgoing;
import org.radhub.router.PeerFailed;
import org.radhub.router.RoutingRule;
import org.radhub.router.Sending;
import org.radhub.router.SendingProblem;
import org.radhub.router.SendingQuery;
import org.radhub.router.SendingState;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class OutgoingDesk implements Outgoing {
    private final DestinationBook destinations;
    private final RuleBook rules;
    private final SendingList sendings;
    private final ProblemList problems;
    private final Routing routing;
    private final Roads roads;
    private final Checks checks;
    private final Lines lines;
    private final Studies studies;
    private final Clock clock;
    private final TransactionTemplate transaction;

    OutgoingDesk(
            DestinationBook destinations,
            RuleBook rules,
            SendingList sendings,
            ProblemList problems,
            Routing routing,
            Roads roads,
            Checks checks,
            Lines lines,
            Studies studies,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.destinations = destinations;
        this.rules = rules;
        this.sendings = sendings;
        this.problems = problems;
        this.routing = routing;
        this.roads = roads;
        this.checks = checks;
        this.lines = lines;
        this.studies = studies;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public List<Destination> destinations() {
        return destinations.all();
    }

    @Override
    public void put(Destination destination, String person) {
        checks.destination(destination);
        lines.network(person, destination.name(), "destination put: " + destination.endpoint());
        destinations.put(destination);
    }

    @Override
    public void removeDestination(String name, String person) {
        destination(name);
        var named = rules.all().stream()
                .filter(rule -> rule.destinations().contains(name))
                .findFirst();
        if (named.isPresent()) {
            throw conflict("router.destination.in-rule", named.get().name());
        }
        lines.network(person, name, "destination removed");
        if (!destinations.remove(name)) {
            throw conflict("router.destination.in-use", name);
        }
    }

    @Override
    public List<DestinationHealth> health() {
        return destinations.health();
    }

    @Override
    public Optional<Phrase> verify(String name) {
        var destination = destination(name);
        try {
            roads.to(destination).verify(destination);
            destinations.answered(name);
            return Optional.empty();
        } catch (PeerFailed e) {
            return Optional.of(Problems.of(e));
        }
    }

    @Override
    public List<RoutingRule> rules() {
        return rules.all();
    }

    @Override
    public void put(RoutingRule rule, String person) {
        checks.rule(rule);
        rule.destinations().forEach(this::destination);
        lines.network(person, rule.name(), "routing rule put: to " + String.join(", ", rule.destinations()));
        rules.put(rule);
    }

    @Override
    public void removeRule(UUID id, String person) {
        var rule = rules.all().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> notFound("router.rule.not-found"));
        lines.network(person, rule.name(), "routing rule removed");
        rules.remove(id);
    }

    @Override
    public Page<Sending> sendings(SendingQuery query) {
        checks.query(query);
        return sendings.list(query);
    }

    @Override
    public Optional<Sending> sending(UUID id) {
        return sendings.find(id);
    }

    @Override
    public List<Sending> ofStudy(UUID studyId) {
        return sendings.ofStudy(studyId);
    }

    @Override
    public List<SendingProblem> problems(UUID sendingId) {
        return problems.of(sendingId);
    }

    @Override
    public UUID send(UUID studyId, String destination, Lane lane, String person) {
        var to = destination(destination);
        var study = study(studyId);
        var id = UUID.randomUUID();
        lines.study(person, study.site(), study.studyInstanceUid(), "to be sent to " + to.name());
        transaction.executeWithoutResult(status -> {
            sendings.hasten(studyId, to.name(), lane);
            sendings.addAfresh(id, study, to.name(), lane, person, clock.instant());
        });
        return id;
    }

    @Override
    public void replay(UUID id, String person) {
        var sending = found(id);
        must(sending.state() == SendingState.DEAD, "router.sending.not-dead");
        line(sending, person, "to be sent again to ");
        transaction.executeWithoutResult(status -> {
            var locked = sendings.lock(id).orElseThrow(() -> notFound("router.sending.not-found"));
            must(locked.state() == SendingState.DEAD, "router.sending.not-dead");
            sendings.replay(locked, person, clock.instant());
            problems.forgive(id);
            destinations.wake(locked.destination());
        });
    }

    @Override
    public int replayAll(String destination, String person) {
        var dead = sendings.dead(destination(destination).name());
        var replayed = 0;
        for (var id : dead) {
            try {
                replay(id, person);
                replayed++;
            } catch (Refused e) {
                // Somebody else has replayed or discarded it just now.
                if (e.kind() != Refused.Kind.CONFLICT) {
                    throw e;
                }
            }
        }
        return replayed;
    }

    @Override
    public void discard(UUID id, String person) {
        var sending = found(id);
        must(sending.state().canBecome(SendingState.DISCARDED), "router.sending.not-to-discard");
        line(sending, person, "not to be sent to ");
        transaction.executeWithoutResult(status -> {
            var locked = sendings.lock(id).orElseThrow(() -> notFound("router.sending.not-found"));
            must(locked.state().canBecome(SendingState.DISCARDED), "router.sending.not-to-discard");
            sendings.discard(locked, person, clock.instant());
        });
    }

    @Override
    public void hasten(UUID studyId, Supplier<Lane> lane) {
        var study = study(studyId);
        transaction.executeWithoutResult(status -> routing.hasten(study, lane));
    }

    private void line(Sending sending, String person, String what) {
        lines.study(person, sending.site(), sending.studyInstanceUid(), what + sending.destination());
    }

    private Destination destination(String name) {
        return destinations.find(name).orElseThrow(() -> notFound("router.destination.not-found", name));
    }

    private Study study(UUID id) {
        return studies.find(id).orElseThrow(() -> notFound("router.sending.no-study"));
    }

    private Sending found(UUID id) {
        return sendings.find(id).orElseThrow(() -> notFound("router.sending.not-found"));
    }

    private static void must(boolean holds, String key) {
        if (!holds) {
            throw conflict(key);
        }
    }

    private static Refused notFound(String key, Object... args) {
        return new Refused(Refused.Kind.NOT_FOUND, Phrase.of(key, args));
    }

    private static Refused conflict(String key, Object... args) {
        return new Refused(Refused.Kind.CONFLICT, Phrase.of(key, args));
    }
}
