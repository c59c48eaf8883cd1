package org.restante.sending.reception;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stops a client whose recipients do not exist or refuse its mail as spam: a bought list, or a stolen password. Knows the last
/// recipients of each client. Guarded by itself.
final class BounceBrake {
    /// What a client hears while it is stopped.
    ///
    /// @param bad of `seen`
    record Stop(Instant until, int bad, int seen) {
        String text() {
            return until.toEpochMilli() + " " + bad + " " + seen;
        }

        static Optional<Stop> of(String text) {
            var words = text.split(" ");
            return text.matches("\\d{1,18} \\d{1,9} \\d{1,9}")
                    ? Optional.of(
                            new Stop(
                                    Instant.ofEpochMilli(Long.parseLong(words[0])),
                                    Integer.parseInt(words[1]),
                                    Integer.parseInt(words[2])))
                    : Optional.empty();
        }
    }

    private final BounceBrakeSettings settings;
    private final Map<String, Record> records = new Recent();
    private final Map<String, Stop> stops = new HashMap<>();

    BounceBrake(BounceBrakeSettings settings) {
        this.settings = settings;
    }

    /// A recipient of the client's came to an end.
    ///
    /// @param scale how many times as many recipients are looked at as of one client; 1 or more
    /// @return the stop that this brings about
    synchronized Optional<Stop> came(String client, int scale, boolean isBad, Instant now) {
        if (stop(client, now).isPresent()) {
            return Optional.empty();
        }
        var record =
                records.computeIfAbsent(client, ignored -> new Record(scale * settings.window()));
        record.add(isBad);
        boolean isTooMuch =
                record.seen >= scale * settings.least()
                        && 100L * record.bad >= (long) settings.percent() * record.seen;
        if (!isTooMuch) {
            return Optional.empty();
        }
        var stop = new Stop(now.plus(settings.pause()), record.bad, record.seen);
        restore(client, stop);
        return Optional.of(stop);
    }

    /// Whether too little is known of a client to judge it.
    synchronized boolean isNew(String client) {
        var record = records.get(client);
        return record == null || record.seen < settings.least();
    }

    /// The stop of a client; empty when it may send.
    synchronized Optional<Stop> stop(String client, Instant now) {
        var stop = stops.get(client);
        if (stop != null && !now.isBefore(stop.until())) {
            stops.remove(client);
            return Optional.empty();
        }
        return Optional.ofNullable(stop);
    }

    /// A stop from before a restart.
    synchronized void restore(String client, Stop stop) {
        stops.put(client, stop);
        records.remove(client);
    }

    /// Lets a client send again; false when it was not stopped.
    synchronized boolean release(String client) {
        records.remove(client);
        return stops.remove(client) != null;
    }

    /// Who is stopped.
    synchronized Map<String, Stop> stops(Instant now) {
        stops.values().removeIf(stop -> !now.isBefore(stop.until()));
        return Map.copyOf(stops);
    }

    /// Forgets whose mail came to an end longest ago: tenants are as many as a client cares to name.
    private static final class Recent extends LinkedHashMap<String, Record> {
        private static final long serialVersionUID = 1;
        private static final int MOST = 10_000;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<String, Record> eldest) {
            return size() > MOST;
        }
    }

    /// The last recipients, in a ring.
    private static final class Record {
        private final BitSet ring = new BitSet();
        private final int window;
        private int next;
        private int seen;
        private int bad;

        Record(int window) {
            this.window = window;
        }

        void add(boolean isBad) {
            if (seen == window) {
                bad -= ring.get(next) ? 1 : 0;
            } else {
                seen++;
            }
            ring.set(next, isBad);
            bad += isBad ? 1 : 0;
            next = (next + 1) % window;
        }
    }
}
