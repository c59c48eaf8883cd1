package org.restante.sending.pacing;

import java.util.random.RandomGenerator;

/// Which of a site's MX hosts are worth a connection. One that is silent once, or refuses to serve twice in a row, is set aside, for
/// longer each time; then one connection tries it, and the others when it has answered. Never are all set aside.
public final class HostCircuits {
    private static final double SILENT = 60;
    private static final double UNWILLING = 20;
    private static final double LONGEST = 10 * Seconds.MINUTE;

    /// What a connection that tries a host takes at most.
    private static final double TRIAL = 35;

    /// One that has answered so lately is no dead one.
    private static final double LATELY = 20;

    private final int[] failures;
    private final int[] times;
    private final long[] until;
    private final long[] answered;

    public HostCircuits(int hosts) {
        failures = new int[hosts];
        times = new int[hosts];
        until = new long[hosts];
        answered = new long[hosts];
        java.util.Arrays.fill(until, Long.MIN_VALUE);
        java.util.Arrays.fill(answered, Long.MIN_VALUE);
    }

    /// A host to connect to: one that works, by chance; else one that may be tried; else the one that may be soonest.
    public int choose(RandomGenerator chance, long now) {
        int hosts = failures.length;
        int offset = chance.nextInt(hosts);
        int doubtful = -1;
        int soonest = offset;
        for (int i = 0; i < hosts; i++) {
            int host = (i + offset) % hosts;
            if (until[host] <= now && failures[host] == 0) {
                return host;
            }
            if (until[host] <= now && doubtful < 0) {
                doubtful = host;
            }
            soonest = until[host] < until[soonest] ? host : soonest;
        }
        return doubtful >= 0 ? doubtful : soonest;
    }

    /// A connection to it begins; to a doubtful one no other shall, meanwhile.
    public void started(int host, long now) {
        if (failures[host] > 0) {
            until[host] = Math.max(until[host], now + Seconds.nanos(TRIAL));
        }
    }

    public void answered(int host, long now) {
        failures[host] = 0;
        times[host] = 0;
        until[host] = Long.MIN_VALUE;
        answered[host] = now;
    }

    /// @param silently no word came, instead of one that it does not serve now
    public void failed(int host, boolean silently, long now) {
        failures[host]++;
        if (silently || failures[host] >= 2) {
            double aside = (silently ? SILENT : UNWILLING) * (1L << Math.min(times[host], 10));
            times[host]++;
            until[host] = now + Seconds.nanos(Math.min(LONGEST, aside));
        }
    }

    /// Whether no host has answered lately and each has failed.
    public boolean allOut(long now) {
        for (int host = 0; host < failures.length; host++) {
            boolean lately =
                    answered[host] != Long.MIN_VALUE && Seconds.of(now - answered[host]) < LATELY;
            if (failures[host] == 0 || lately) {
                return false;
            }
        }
        return true;
    }
}
