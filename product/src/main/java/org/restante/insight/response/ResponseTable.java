package org.restante.insight.response;

import static org.restante.meaning.verdict.NextStep.*;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Interval;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;

/// The protocol as data.
///
/// @param bands by rising share
/// @param counted refusals that count; all others (greylisting, full mailboxes, a recipient's own rate …) change nothing
/// @param blocks of those counted, the ones that ask for a pause when they prevail, whatever the share
/// @param connections of those counted, the ones that only ask for fewer connections when they prevail
/// @param leastMessages below so many messages nothing is recommended
/// @param stairs by rising duration
public record ResponseTable(
        List<Band> bands,
        Set<Cause> counted,
        Set<Cause> blocks,
        Set<Cause> connections,
        int leastMessages,
        List<Stair> stairs) {
    private static final int FEWER_CONNECTIONS_BY = 70;
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    public ResponseTable {
        bands = bands.stream().sorted(Comparator.comparingDouble(Band::from)).toList();
        stairs = stairs.stream().sorted(Comparator.comparing(Stair::after)).toList();
        counted = Set.copyOf(counted);
        blocks = Set.copyOf(blocks);
        connections = Set.copyOf(connections);
    }

    public static ResponseTable defaults() {
        return new ResponseTable(
                defaultBands(),
                EnumSet.of(
                        Cause.REPUTATION,
                        Cause.RATE,
                        Cause.CONNECTIONS,
                        Cause.CONNECTION_RATE,
                        Cause.MESSAGES_PER_CONNECTION,
                        Cause.BLOCKLIST,
                        Cause.POLICY,
                        Cause.AUTH),
                EnumSet.of(Cause.BLOCKLIST),
                EnumSet.of(Cause.CONNECTIONS, Cause.CONNECTION_RATE, Cause.MESSAGES_PER_CONNECTION),
                50,
                defaultStairs());
    }

    private static List<Band> defaultBands() {
        return List.of(
                new Band(.05, Action.OBSERVE, 0, null, List.of()),
                new Band(
                        .15,
                        Action.SLOW,
                        30,
                        null,
                        List.of("complaint rate", "spam rate in the receiver's sender tools")),
                new Band(
                        .25,
                        Action.SLOW,
                        50,
                        HALF_AN_HOUR,
                        List.of(
                                "reputation in the receiver's sender tools",
                                "which campaign or segment the refused mail belongs to")),
                new Band(
                        .50,
                        Action.PAUSE,
                        100,
                        HALF_AN_HOUR,
                        List.of(
                                "blocklists",
                                "reputation in the receiver's sender tools",
                                "SPF, DKIM, DMARC, PTR and EHLO",
                                "volume, lists and content since before the onset")));
    }

    private static List<Stair> defaultStairs() {
        return List.of(
                new Stair(
                        Duration.ofHours(1),
                        List.of(RETRY),
                        "An hour is within what receivers do; keep watching."),
                new Stair(
                        Duration.ofHours(4),
                        List.of(SLOW, FIX_IDENTITY),
                        "Check rate limits, DNS and the names of the source; tell senders of the delay."),
                new Stair(
                        Duration.ofHours(24),
                        List.of(PAUSE, DELIST),
                        "Check blocklists and reputation; stop the source at this receiver."),
                new Stair(
                        Duration.ofHours(48),
                        List.of(ESCALATE),
                        "Write to the receiver's postmaster with the case file."),
                new Stair(
                        Duration.ofHours(72),
                        List.of(BOUNCE),
                        "Give up on the recipients that have waited so long."));
    }

    /// What the table says to an observation.
    public Recommendation recommend(Observation seen) {
        long refused = sum(seen, counted);
        double share = Interval.lower(Math.min(refused, seen.messages()), seen.messages());
        var stair = refused == 0 ? null : stair(seen.lasting());
        if (seen.messages() < leastMessages) {
            return nothing(share, seen, stair, tooFew(seen));
        }
        var band = band(share);
        if (band == null) {
            return nothing(share, seen, stair, below(share, seen));
        }
        boolean floor = seen.minimumPause() != null && seen.underMinimumPause() * 2 > refused;
        if (floor || sum(seen, blocks) * 2 > refused) {
            return pause(share, seen, stair, floor ? seen.minimumPause() : null);
        }
        if (sum(seen, connections) * 2 > refused) {
            return fewerConnections(share, seen, stair);
        }
        return byBand(band, share, seen, stair);
    }

    private static long sum(Observation seen, Set<Cause> causes) {
        return causes.stream().mapToLong(c -> seen.refused().getOrDefault(c, 0L)).sum();
    }

    private @Nullable Band band(double share) {
        Band reached = null;
        for (var band : bands) {
            reached = share >= band.from() ? band : reached;
        }
        return reached;
    }

    private @Nullable Stair stair(Duration lasting) {
        Stair reached = null;
        for (var stair : stairs) {
            reached = lasting.compareTo(stair.after()) >= 0 ? stair : reached;
        }
        return reached;
    }

    private Recommendation nothing(
            double share, Observation seen, @Nullable Stair stair, String reason) {
        return new Recommendation(
                Action.NOTHING,
                0,
                false,
                null,
                null,
                false,
                true,
                share,
                seen.messages(),
                stair,
                next(List.of(RETRY), stair),
                List.of(),
                reason);
    }

    private Recommendation byBand(
            Band band, double share, Observation seen, @Nullable Stair stair) {
        if (band.action() == Action.PAUSE) {
            return pause(share, seen, stair, null);
        }
        var next = band.action() == Action.SLOW ? List.of(SLOW) : List.of(RETRY);
        return new Recommendation(
                band.action(),
                band.slowBy(),
                false,
                band.retryAtLeast(),
                null,
                false,
                true,
                share,
                seen.messages(),
                stair,
                next(next, stair),
                band.look(),
                percent(share, seen) + ", which asks for: " + band.action().word());
    }

    private Recommendation pause(
            double share, Observation seen, @Nullable Stair stair, @Nullable Duration atLeast) {
        var last = bands.getLast();
        var why =
                atLeast == null
                        ? percent(share, seen) + ": a block, or half of all and more"
                        : percent(share, seen)
                                + ", most by replies after which the receiver wants a pause of "
                                + atLeast.toHours()
                                + " h";
        return new Recommendation(
                Action.PAUSE,
                100,
                false,
                last.retryAtLeast(),
                atLeast,
                true,
                atLeast == null,
                share,
                seen.messages(),
                stair,
                next(List.of(PAUSE), stair),
                last.look(),
                why);
    }

    private Recommendation fewerConnections(double share, Observation seen, @Nullable Stair stair) {
        return new Recommendation(
                Action.SLOW,
                FEWER_CONNECTIONS_BY,
                true,
                HALF_AN_HOUR,
                null,
                false,
                true,
                share,
                seen.messages(),
                stair,
                next(List.of(FEWER_CONNECTIONS), stair),
                List.of("connections at once and connections a minute to this receiver"),
                percent(share, seen)
                        + ", most for too many connections: a setting, not a reputation");
    }

    private static List<NextStep> next(List<NextStep> first, @Nullable Stair stair) {
        var all = new LinkedHashSet<>(first);
        if (stair != null) {
            all.addAll(stair.next());
        }
        return new ArrayList<>(all);
    }

    private String tooFew(Observation seen) {
        return "%d messages are too few to judge by; %d are needed"
                .formatted(seen.messages(), leastMessages);
    }

    private String below(double share, Observation seen) {
        return share < 0.005
                ? String.format(
                        Locale.ROOT,
                        "hardly any of %,d messages is known to be refused for standing or pace: slower would not help",
                        seen.messages())
                : percent(share, seen) + ", below what asks for anything";
    }

    private static String percent(double share, Observation seen) {
        return String.format(
                Locale.ROOT,
                "at least %.0f %% of %,d messages were refused for standing or pace",
                100 * share,
                seen.messages());
    }
}
