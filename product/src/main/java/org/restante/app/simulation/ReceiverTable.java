package org.restante.app.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.simulation.receiver.Check;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.receiver.Limit;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.receiver.ReceiverModel.Box;
import org.restante.simulation.receiver.ReceiverModel.Door;
import org.restante.simulation.receiver.ReceiverModel.Greylist;
import org.restante.simulation.receiver.ReceiverModel.Latency;
import org.restante.simulation.receiver.ReceiverModel.Noise;
import org.restante.simulation.receiver.ReceiverModel.Standing;
import org.restante.simulation.receiver.Weather;

/// Reads a `[[receiver]]` (docs/simulation.md has every key).
final class ReceiverTable {
    private static final Stage[] LIMITED_AT = {Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.CONTENT};
    private static final Check[] OFFENCES = {Check.RATE, Check.BOX};

    /// The kinds of limit.
    private enum Kind {
        NONE("none"),
        BUCKET("bucket"),
        FIXED_WINDOW("fixed-window"),
        SLIDING_WINDOW("sliding-window"),
        DAILY("daily");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    private ReceiverTable() {}

    /// @param name the table's own, with a number where it makes several
    static ReceiverModel read(DrawnTable table, String name) {
        var flavour = table.word("flavour", Flavour.values(), Flavour::word, Flavour.PLAIN);
        boolean isOpaque = table.flag("opaque");
        int hosts = table.whole("hosts", 1, 4);
        var door = door(table);
        var limit = limit(table.table("limit"));
        var model =
                new ReceiverModel(
                        name,
                        flavour,
                        isOpaque,
                        hosts,
                        door,
                        limit,
                        table.word("limited_at", LIMITED_AT, Stage::word, flavour.limitedAt()),
                        table.flag("charges_refused"),
                        table.flag("counts_together"),
                        weather(table, hosts),
                        box(table.table("box")),
                        standing(table.table("standing")),
                        greylist(table.table("greylist")),
                        noise(table),
                        latency(table),
                        table.has("offended_with")
                                ? table.word("offended_with", OFFENCES, Check::word)
                                : null);
        table.end();
        return model;
    }

    private static Door door(DrawnTable table) {
        return new Door(
                table.whole("connections", 1, Door.WIDE.connections()),
                table.whole("connects_per_minute", 0, Door.WIDE.perMinute()),
                table.whole("messages_per_connection", 1, Door.WIDE.messages()));
    }

    private static Limit limit(@Nullable DrawnTable table) {
        if (table == null) {
            return new Limit.None();
        }
        var kind = table.word("kind", Kind.values(), each -> each.word);
        var limit =
                switch (kind) {
                    case NONE -> new Limit.None();
                    case BUCKET ->
                            new Limit.Bucket(
                                    table.positive("per_second"),
                                    table.positive("burst"),
                                    table.flag("early"));
                    case FIXED_WINDOW -> {
                        var length = table.span("length");
                        yield new Limit.FixedWindow(messages(table, length), length);
                    }
                    case SLIDING_WINDOW -> {
                        var length = table.span("length");
                        yield new Limit.SlidingWindow(messages(table, length), length);
                    }
                    case DAILY ->
                            new Limit.Daily(
                                    table.whole("first", 1),
                                    table.positive("growth"),
                                    table.share("used", 0.5));
                };
        if (kind == Kind.BUCKET || kind == Kind.FIXED_WINDOW || kind == Kind.SLIDING_WINDOW) {
            // A kind left to chance leaves keys of the others unused.
            for (var key : List.of("burst", "length", "per_second", "messages", "early")) {
                table.has(key);
            }
        }
        table.end();
        return limit;
    }

    private static double messages(DrawnTable table, Duration length) {
        return table.has("messages")
                ? table.positive("messages")
                : table.positive("per_second") * length.toNanos() / 1e9;
    }

    private static Weather weather(DrawnTable table, int hosts) {
        var steps = new ArrayList<Weather.Step>();
        for (var step : table.tables("step")) {
            var at = step.span("at");
            if (!steps.isEmpty() && at.compareTo(steps.getLast().at()) <= 0) {
                throw step.wrong("at", "is not after the step before", "steps in order of time");
            }
            steps.add(new Weather.Step(at, step.positive("factor")));
            step.end();
        }
        var outages = new ArrayList<Weather.Span>();
        for (var outage : table.tables("outage")) {
            outages.add(span(outage));
            outage.end();
        }
        var faults = new ArrayList<Weather.Fault>();
        for (var fault : table.tables("host_fault")) {
            int host = fault.whole("host", 0);
            if (host >= hosts) {
                throw fault.wrong("host", "is " + host, "0 to " + (hosts - 1));
            }
            faults.add(
                    new Weather.Fault(
                            host, span(fault), fault.share("share", 1), fault.flag("answers")));
            fault.end();
        }
        return new Weather(
                steps,
                table.share("swing", 0),
                table.span("swing_from", Duration.ZERO),
                outages,
                faults);
    }

    private static Weather.Span span(DrawnTable table) {
        var from = table.span("from");
        var until = table.span("until");
        if (until.compareTo(from) <= 0) {
            throw table.wrong("until", "is not after from", "a later moment");
        }
        return new Weather.Span(from, until);
    }

    private static Box box(@Nullable DrawnTable table) {
        if (table == null) {
            return Box.NONE;
        }
        var length = table.span("length");
        var usual = Box.of(1, length);
        var box =
                new Box(
                        table.positive("violations"),
                        table.span("decay", usual.decay()),
                        table.number("connection_weight", usual.connectionWeight()),
                        length,
                        table.number("growth", usual.growth()),
                        table.span("longest", usual.longest()),
                        table.flag("rearmed"),
                        table.span("forgotten", usual.forgotten()));
        table.end();
        return box;
    }

    private static Standing standing(@Nullable DrawnTable table) {
        if (table == null) {
            return Standing.IGNORED;
        }
        var usual = Standing.IGNORED;
        var standing =
                new Standing(
                        table.share("per_refusal", 0),
                        table.share("per_unknown_user", 0),
                        table.span("recovery", usual.recovery()),
                        table.share("first", usual.first()),
                        table.share("least", usual.least()));
        table.end();
        return standing;
    }

    private static @Nullable Greylist greylist(@Nullable DrawnTable table) {
        if (table == null) {
            return null;
        }
        var greylist =
                new Greylist(
                        table.span("delay"),
                        table.span("window", Duration.ofHours(6)),
                        table.whole("passes", 1, 5));
        table.end();
        return greylist;
    }

    private static Noise noise(DrawnTable table) {
        return new Noise(
                table.share("ambient", Noise.USUAL.ambient()),
                table.share("mailbox_full", Noise.USUAL.mailboxFull()));
    }

    private static Latency latency(DrawnTable table) {
        return new Latency(
                table.span("latency", Latency.USUAL.reply()),
                table.number("latency_spread", Latency.USUAL.spread()),
                table.span("connect_latency", Latency.USUAL.connect()));
    }
}
