package org.restante.sending.pacing;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Which MX hosts are worth a connection. One that is silent once, or refuses to serve twice in a row, is set aside, for longer each
/// time; then one connection tries it, and the others when it has answered. Guards itself.
///
/// @param <H> what tells a host from others
public final class HostCircuits<H> {
    private static final double SILENT = 60;
    private static final double UNWILLING = 20;
    private static final double LONGEST = 10 * Seconds.MINUTE;

    /// What a connection that tries a host takes at most.
    private static final double TRIAL = 35;

    /// One that has answered so lately is no dead one.
    private static final double LATELY = 20;

    static final int MOST = 100_000;

    /// How one host stands.
    private static final class Circuit {
        private int failures;
        private int times;
        private long until = Long.MIN_VALUE;
        private long answered = Long.MIN_VALUE;

        private boolean isSetAside(long now) {
            return until > now;
        }
    }

    /// Of more hosts than that the one nobody asked for longest is forgotten.
    private final Map<H, Circuit> circuits =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<H, Circuit> eldest) {
                    return size() > MOST;
                }
            };

    /// Hosts that are remembered, for tests.
    synchronized int remembered() {
        return circuits.size();
    }

    private Circuit circuit(H host) {
        return circuits.computeIfAbsent(host, ignored -> new Circuit());
    }

    /// A host to connect to: one that works, by chance; else one that may be tried; else the one that may be soonest.
    ///
    /// @param hosts one at least
    public synchronized H choose(List<H> hosts, RandomGenerator chance, long now) {
        int offset = chance.nextInt(hosts.size());
        H doubtful = null;
        H soonest = hosts.get(offset);
        long first = circuit(soonest).until;
        for (int i = 0; i < hosts.size(); i++) {
            var host = hosts.get((i + offset) % hosts.size());
            var circuit = circuit(host);
            if (!circuit.isSetAside(now) && circuit.failures == 0) {
                return host;
            }
            if (!circuit.isSetAside(now) && doubtful == null) {
                doubtful = host;
            }
            if (circuit.until < first) {
                soonest = host;
                first = circuit.until;
            }
        }
        return doubtful != null ? doubtful : soonest;
    }

    /// Whether it has failed and not answered since.
    public synchronized boolean isDoubtful(H host) {
        var circuit = circuits.get(host);
        return circuit != null && circuit.failures > 0;
    }

    /// Whether a connection to it may begin.
    public synchronized boolean isWorthTrying(H host, long now) {
        var circuit = circuits.get(host);
        return circuit == null || !circuit.isSetAside(now);
    }

    /// Whether it has failed, and may be tried again.
    public synchronized boolean isDue(H host, long now) {
        var circuit = circuits.get(host);
        return circuit != null && circuit.failures > 0 && !circuit.isSetAside(now);
    }

    /// A connection to it begins, where that is worth it; to a doubtful one no other shall, meanwhile.
    public synchronized boolean tries(H host, long now) {
        boolean begins = isWorthTrying(host, now);
        if (begins) {
            started(host, now);
        }
        return begins;
    }

    /// A connection to it begins; to a doubtful one no other shall, meanwhile.
    public synchronized void started(H host, long now) {
        var circuit = circuit(host);
        if (circuit.failures > 0) {
            circuit.until = Math.max(circuit.until, now + Seconds.nanos(TRIAL));
        }
    }

    /// @return whether it had been set aside
    public synchronized boolean answered(H host, long now) {
        var circuit = circuit(host);
        boolean isBack = circuit.times > 0;
        circuit.failures = 0;
        circuit.times = 0;
        circuit.until = Long.MIN_VALUE;
        circuit.answered = now;
        return isBack;
    }

    /// @param silently no word came, instead of one that it does not serve now
    /// @return for how long it is set aside for that; zero where it is not
    public synchronized Duration failed(H host, boolean silently, long now) {
        var circuit = circuit(host);
        circuit.failures++;
        if (silently || circuit.failures >= 2) {
            double aside = (silently ? SILENT : UNWILLING) * (1L << Math.min(circuit.times, 10));
            circuit.times++;
            long nanos = Seconds.nanos(Math.min(LONGEST, aside));
            circuit.until = now + nanos;
            return Duration.ofNanos(nanos);
        }
        return Duration.ZERO;
    }

    /// Whether none of them has answered lately and each has failed.
    public synchronized boolean allOut(Collection<H> hosts, long now) {
        for (var host : hosts) {
            var circuit = circuits.get(host);
            if (circuit == null || circuit.failures == 0) {
                return false;
            }
            if (circuit.answered != Long.MIN_VALUE && Seconds.of(now - circuit.answered) < LATELY) {
                return false;
            }
        }
        return true;
    }
}
