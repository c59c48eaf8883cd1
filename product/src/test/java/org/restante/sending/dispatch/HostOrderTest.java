package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.restante.sending.pacing.HostCircuits;
import org.restante.sending.routing.MxHost;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Target;

/// Which host of a site a session tries first.
final class HostOrderTest {
    private final AtomicLong now = new AtomicLong();
    private final HostOrder order = new HostOrder(new HostCircuits<>(), now::get, new Random(1));

    private static Route.Reachable route(int hosts) throws Exception {
        var group = new ArrayList<MxHost>();
        for (int i = 0; i < hosts; i++) {
            var address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (i + 1)});
            group.add(new MxHost("mx" + i, "mx" + i, List.of(address), false));
        }
        return new Route.Reachable(
                "shop.test",
                List.of(new Route.Group(10, group)),
                25,
                Protocol.SMTP,
                false,
                false,
                Duration.ofHours(1),
                List.of());
    }

    private static Target bad(List<Target> targets) {
        return targets.stream()
                .filter(one -> one.host().name().equals("mx1"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aHostThatWasSetAsideForLongEnoughIsTriedByOneSessionThoughItsSiblingServes()
            throws Exception {
        var route = route(3);
        var bad = bad(order.of(route));
        order.failed(bad, true);
        assertThat(order.of(route).getLast()).as("set aside").isEqualTo(bad);

        now.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(order.of(route).getFirst()).as("its time is over").isEqualTo(bad);
        assertThat(order.tries(bad)).isTrue();
        assertThat(order.of(route).getLast()).as("one session tries it").isEqualTo(bad);

        order.failed(bad, true);
        now.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(order.of(route).getLast()).as("aside for longer").isEqualTo(bad);
    }

    @Test
    void aHostThatWasUnwillingOnceIsAskedAgainBeforeItIsSetAside() throws Exception {
        var route = route(3);
        var bad = bad(order.of(route));
        assertThat(order.failed(bad, false)).isZero();

        assertThat(order.of(route).getFirst()).isEqualTo(bad);
        assertThat(order.failed(bad, false)).isPositive();
        assertThat(order.of(route).getLast()).isEqualTo(bad);
    }
}
