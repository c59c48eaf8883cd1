package org.restante.app.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.restante.simulation.receiver.Check;
import org.restante.simulation.receiver.Limit;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.sink.Seen;

/// What a receiver hides, and what it has seen, in words.
final class SinkWords {
    private SinkWords() {}

    /// `20/s, 100 at once; 20 connections, 100 messages each; box for 2m after 50 violations`.
    static String of(ReceiverModel model) {
        var words = new ArrayList<String>();
        words.add(limit(model.limit()));
        door(model.door(), words);
        var box = model.box();
        if (Double.isFinite(box.violations())) {
            words.add(
                    "box for "
                            + span(box.length())
                            + " after "
                            + number(box.violations())
                            + " violations"
                            + (box.growth() > 1 ? ", each × " + number(box.growth()) : ""));
        }
        var greylist = model.greylist();
        if (greylist != null) {
            words.add("greylists for " + span(greylist.delay()));
        }
        if (!model.weather().faults().isEmpty()) {
            words.add("a bad host");
        }
        if (!model.weather().outages().isEmpty()) {
            words.add("outages");
        }
        if (model.opaque()) {
            words.add("says everything in the same words");
        }
        return String.join("; ", words);
    }

    private static String limit(Limit limit) {
        return switch (limit) {
            case Limit.None _ -> "no limit";
            case Limit.Bucket bucket ->
                    number(bucket.perSecond()) + "/s, " + number(bucket.burst()) + " at once";
            case Limit.FixedWindow window ->
                    number(window.messages()) + " in each " + span(window.length());
            case Limit.SlidingWindow window ->
                    number(window.messages()) + " in any " + span(window.length());
            case Limit.Daily daily ->
                    daily.first() + " on the first day, then × " + number(daily.growth());
        };
    }

    private static void door(ReceiverModel.Door door, List<String> words) {
        if (door.connections() < Integer.MAX_VALUE) {
            words.add(
                    door.connections()
                            + " connections, "
                            + door.messages()
                            + " messages each"
                            + (door.perMinute() > 0 ? ", " + door.perMinute() + " a minute" : ""));
        }
    }

    static String span(Duration length) {
        long millis = length.toMillis();
        if (millis % 60_000 == 0 && millis < 7_200_000) {
            return millis / 60_000 + "m";
        }
        return millis % 3_600_000 == 0 ? millis / 3_600_000 + "h" : number(millis / 1000.0) + "s";
    }

    static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// `rate 12, box 3`, the most frequent first.
    static String reasons(Map<Check, Long> refused) {
        return refused.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(
                        Map.Entry.<Check, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> entry.getKey().word() + " " + count(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /// The table of the end.
    static List<String> summary(List<String> names, List<Seen> seen) {
        var lines = new ArrayList<String>();
        int width = Math.max(8, names.stream().mapToInt(String::length).max().orElse(0));
        var row = "%-" + width + "s %10s %10s %6s %9s %7s %6s  %s";
        lines.add(
                String.format(
                        Locale.ROOT,
                        row,
                        "receiver",
                        "taken",
                        "connects",
                        "most",
                        "MiB",
                        "refused",
                        "boxes",
                        "by"));
        for (int i = 0; i < names.size(); i++) {
            var one = seen.get(i);
            lines.add(
                    String.format(
                                    Locale.ROOT,
                                    row,
                                    names.get(i),
                                    count(one.taken()),
                                    count(one.connections()),
                                    count(one.most()),
                                    String.format(Locale.ROOT, "%.1f", one.octets() / 1048576.0),
                                    count(one.refusals()),
                                    count(one.boxes()),
                                    reasons(one.refused()))
                            .stripTrailing());
        }
        return lines;
    }
}
