package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.message.Domain;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.pacing.Conduct;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.Law;
import org.restante.sending.pacing.ReceiverPrior;
import org.restante.sending.pacing.Site;
import org.restante.sending.pacing.Whom;
import org.restante.sending.routing.MxHost;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Source;

/// A lane before a greylist that does not say what it is: it takes what it saw ten minutes before, and refuses all else without a reason.
final class SilentGreylistTest {
    private static final long DELAY = Duration.ofMinutes(10).toNanos();
    private static final int PATIENCE_SECONDS = 7_200;
    private static final Source US = Source.unbound("us", new Domain("us.test"));
    private static final Verdict FOR_NOW =
            new Judge(Knowledge.shipped().rules())
                    .judge("451 4.7.1 Please try again later", Stage.RCPT, null, null);

    private final AtomicLong ticker = new AtomicLong();
    private final Map<UUID, Long> seen = new HashMap<>();
    private final Set<UUID> known = new LinkedHashSet<>();
    private final List<UUID> taken = new ArrayList<>();
    private final Lane lane =
            new Lane(
                    "site",
                    US,
                    null,
                    new Law(
                            new Site(),
                            () -> LaneLimits.UNKNOWN,
                            ReceiverPrior.UNKNOWN,
                            Conduct.ACTS,
                            new SplittableRandom(1)),
                    new BulkPlan(Allowance.FREE, BulkPlan.Overflow.NONE),
                    new SiteHolds(),
                    (pool, site, closed, other) -> {},
                    ticker::get);

    private WaitingMail waiting(String stream, boolean isTransactional, int messages)
            throws Exception {
        var mail = new WaitingMail("shop.test", stream, Pool.of(US), US, messages, isTransactional);
        var address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        var host = new MxHost("mx", "mx", List.of(address), false);
        var route =
                new Route.Reachable(
                        "site",
                        List.of(new Route.Group(0, List.of(host))),
                        25,
                        Protocol.SMTP,
                        false,
                        false,
                        Duration.ZERO,
                        List.of());
        lane.ready(mail, new Way.Open("shop.test", route, null));
        return mail;
    }

    private void receive(Consignment one) {
        long now = ticker.get();
        boolean isTaken = now - seen.getOrDefault(one.id(), now) >= DELAY;
        seen.putIfAbsent(one.id(), now);
        if (isTaken) {
            taken.add(one.id());
            known.remove(one.id());
            lane.passed(one.id(), true, now);
        } else {
            keepOrPutBack(one, lane.refused(one.id(), FOR_NOW, "451", false, 0, now));
        }
    }

    /// One that is held to be meant itself has a schedule of its own, and does not come back here.
    private void keepOrPutBack(Consignment one, Whom whom) {
        if (whom == Whom.LANE) {
            one.putBack();
            known.add(one.id());
        }
    }

    /// Second by second, until one has left.
    private UUID leaves() throws InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS; i++) {
            var one = lane.next(true, 0).map(Lane.Work::consignment);
            if (one.isPresent()) {
                receive(one.get());
                return one.get().id();
            }
            ticker.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        throw new AssertionError("nothing has left for two hours");
    }

    @Test
    void onceOneIsTakenThoseRefusedBeforeGoAheadOfAllOthers() throws Exception {
        waiting("news", false, 20);
        while (taken.isEmpty()) {
            leaves();
        }
        var refusedBefore = List.copyOf(known);
        var receipts = waiting("receipts", true, 5);

        var left = new ArrayList<UUID>();
        for (int i = refusedBefore.size(); i > 0; i--) {
            left.add(leaves());
        }

        assertThat(refusedBefore).isNotEmpty();
        assertThat(left).containsExactlyInAnyOrderElementsOf(refusedBefore);
        assertThat(taken).containsAll(refusedBefore);
        assertThat(receipts.waiting()).isEqualTo(5);
    }
}
