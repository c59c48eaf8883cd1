package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class HostsTest {
    private static final InetSocketAddress HOST = InetSocketAddress.createUnresolved("mx", 25);

    private final AtomicLong ticker = new AtomicLong();
    private final Hosts hosts = new Hosts(ticker::get);

    @Test
    void aHostThatFailedIsTriedByOneAfterAWhile() {
        hosts.failed(HOST);
        assertThat(hosts.isWorthTrying(HOST)).isFalse();

        ticker.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(hosts.isWorthTrying(HOST)).isTrue();
        assertThat(hosts.isWorthTrying(HOST)).isFalse();

        hosts.answered(HOST);
        assertThat(hosts.isWorthTrying(HOST)).isTrue();
        assertThat(hosts.isWorthTrying(HOST)).isTrue();
    }

    @Test
    void itIsLeftAloneLongerEachTime() {
        hosts.failed(HOST);
        hosts.failed(HOST);
        ticker.addAndGet(Duration.ofSeconds(119).toNanos());
        assertThat(hosts.isWorthTrying(HOST)).isFalse();
        ticker.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(hosts.isWorthTrying(HOST)).isTrue();
    }
}
