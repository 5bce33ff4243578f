package org.radhub.router.sending;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.radhub.router.Outcome;
import org.radhub.router.Outcome.Result;
import org.radhub.router.PeerFailed;
import org.radhub.router.Uncompressed;
import org.radhub.router.offer.Offered;
import org.radhub.storage.Instance;
import org.radhub.storage.Studies;

/**
 * Instances on their way by STOW-RS, some files to a request: as they are kept, and where the destination does not take the transfer syntax, once
 * more uncompressed, under the same UID. For one thread.
 */
final class StowShipment {
    private static final int MOST_FILES = 50;
    private static final long MOST_BYTES = 64L << 20;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    /** Referenced Transfer Syntax, and SOP Class, not supported (PS3.18 table I.2-2); some say the second and mean the first. */
    private static final Set<Integer> TRANSFER_SYNTAX_NOT_SUPPORTED = Set.of(0xC122, 0x0122);

    private static final String EXPLICIT_LITTLE_ENDIAN = Offered.READ_BY_ALL.get(0);

    private final Post post;
    private final Studies studies;
    private final Function<Instance, Offered> offers;
    private final Runnable leaving;
    private final Consumer<List<Outcome>> told;

    /** Transfer syntaxes that were not taken where the same instance uncompressed was. */
    private final Set<String> notTaken = new HashSet<>();

    /** Transfer syntaxes, or SOP classes in them, of which the same was said of an instance uncompressed: the destination minds something else. */
    private final Set<String> takenNeitherWay = new HashSet<>();

    /** One request. */
    @FunctionalInterface
    interface Post {
        StowRoad.Answer of(List<StowBody.File> files) throws PeerFailed;
    }

    /**
     * @param offers what is on its way to this destination
     * @param leaving is run before an instance is opened to be sent as it is kept
     * @param told hears outcomes, as {@link Road#send} promises
     */
    StowShipment(
            Post post,
            Studies studies,
            Function<Instance, Offered> offers,
            Runnable leaving,
            Consumer<List<Outcome>> told) {
        this.post = post;
        this.studies = studies;
        this.offers = offers;
        this.leaving = leaving;
        this.told = told;
    }

    void send(List<Instance> instances) throws PeerFailed {
        for (var together : together(instances)) {
            if (notTaken.contains(together.get(0).transferSyntaxUid())) {
                for (var instance : together) {
                    tell(uncompressed(instance, notTaken(instance, UNSUPPORTED_MEDIA_TYPE)));
                }
            } else {
                asKept(together);
            }
        }
    }

    /** What goes in one request is of one transfer syntax, so that it is clear what is meant when that is refused. */
    private static List<List<Instance>> together(List<Instance> instances) {
        var all = new ArrayList<List<Instance>>();
        var current = new ArrayList<Instance>();
        var bytes = 0L;
        var sorted = instances.stream()
                .sorted(Comparator.comparing(Instance::transferSyntaxUid))
                .toList();
        for (var instance : sorted) {
            var full = current.size() == MOST_FILES || bytes + instance.bytes() > MOST_BYTES;
            if (!current.isEmpty()
                    && (full || !current.get(0).transferSyntaxUid().equals(instance.transferSyntaxUid()))) {
                all.add(List.copyOf(current));
                current.clear();
                bytes = 0;
            }
            current.add(instance);
            bytes += instance.bytes();
        }
        if (!current.isEmpty()) {
            all.add(current);
        }
        return all;
    }

    private void asKept(List<Instance> instances) throws PeerFailed {
        var answer = post.of(instances.stream().map(this::kept).toList());
        if (answer.namesInstances()) {
            named(instances, new StowAnswer(answer.statusCode(), answer.body()).of(instances));
        } else if (answer.statusCode() == UNSUPPORTED_MEDIA_TYPE
                && mayBeUncompressed(instances.get(0))
                && !takenNeitherWay.contains(instances.get(0).transferSyntaxUid())) {
            uncompressed(instances);
        } else {
            inHalves(instances, answer.statusCode());
        }
    }

    private StowBody.File kept(Instance instance) {
        return new StowBody.File(instance.bytes(), () -> {
            leaving.run();
            return studies.open(instance);
        });
    }

    private void named(List<Instance> instances, List<Outcome> outcomes) throws PeerFailed {
        var clear = new ArrayList<>(outcomes);
        clear.removeIf(StowShipment::isTransferSyntaxNotSupported);
        var again = new ArrayList<Integer>();
        for (var i = 0; i < instances.size(); i++) {
            if (isTransferSyntaxNotSupported(outcomes.get(i))) {
                if (mayBeUncompressed(instances.get(i))) {
                    again.add(i);
                } else {
                    clear.add(outcomes.get(i));
                }
            }
        }
        if (!clear.isEmpty()) {
            told.accept(clear);
        }
        for (var i : again) {
            var kind = instances.get(i).sopClassUid() + " " + instances.get(i).transferSyntaxUid();
            var first = outcomes.get(i);
            var outcome = takenNeitherWay.contains(kind) ? first : uncompressed(instances.get(i), first);
            if (outcome.equals(first)) {
                takenNeitherWay.add(kind);
            }
            tell(outcome);
        }
    }

    /** All of these were refused as they are kept. If that has another reason than the transfer syntax, the first shows it. */
    private void uncompressed(List<Instance> instances) throws PeerFailed {
        for (var instance : instances) {
            var first = notTaken(instance, UNSUPPORTED_MEDIA_TYPE);
            var outcome = uncompressed(instance, first);
            tell(outcome);
            if (outcome.equals(first) && instance == instances.get(0)) {
                takenNeitherWay.add(instance.transferSyntaxUid());
                if (instances.size() > 1) {
                    asKept(instances.subList(1, instances.size()));
                }
                return;
            }
        }
    }

    /** What is refused as a whole is sent in halves, until it is clear which instance the destination does not like. */
    private void inHalves(List<Instance> instances, int status) throws PeerFailed {
        if (instances.size() == 1) {
            tell(notTaken(instances.get(0), status));
        } else {
            var half = instances.size() / 2;
            asKept(instances.subList(0, half));
            asKept(instances.subList(half, instances.size()));
        }
    }

    /** @return what was said of it as it is kept, if it is not taken uncompressed either */
    private Outcome uncompressed(Instance instance, Outcome asKept) throws PeerFailed {
        var uid = instance.sopInstanceUid();
        try (var file = offers.apply(instance).file()) {
            var answer = post.of(List.of(new StowBody.File(file.length(), file::bytes)));
            if (!answer.namesInstances()) {
                return answer.statusCode() == UNSUPPORTED_MEDIA_TYPE ? asKept : notTaken(instance, answer.statusCode());
            }
            var outcome = new StowAnswer(answer.statusCode(), answer.body())
                    .of(List.of(instance))
                    .get(0);
            if (outcome.confirmed()) {
                notTaken.add(instance.transferSyntaxUid());
            }
            return isTransferSyntaxNotSupported(outcome) ? asKept : outcome;
        } catch (PeerFailed e) {
            throw e;
        } catch (Uncompressed.Impossible e) {
            return Outcome.impossible(uid, e);
        } catch (IOException e) {
            return new Outcome(uid, Result.NOT_READ, 0, String.valueOf(e.getMessage()));
        }
    }

    private boolean mayBeUncompressed(Instance instance) {
        return offers.apply(instance).mayBe(EXPLICIT_LITTLE_ENDIAN);
    }

    private static boolean isTransferSyntaxNotSupported(Outcome outcome) {
        return outcome.result() == Result.REFUSED && TRANSFER_SYNTAX_NOT_SUPPORTED.contains(outcome.status());
    }

    private static Outcome notTaken(Instance instance, int status) {
        return new Outcome(instance.sopInstanceUid(), Result.NOT_NEGOTIATED, 0, "HTTP status " + status);
    }

    private void tell(Outcome outcome) {
        told.accept(List.of(outcome));
    }
}
