package org.restante.app.api;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.sending.dispatch.LaneStanding;
import org.restante.sending.pacing.Belief;
import org.restante.sending.pacing.Binding;
import org.restante.sending.queue.Act;
import org.restante.sending.queue.Control;
import org.restante.sending.queue.Order;
import org.restante.sending.warmup.WarmupStanding;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A lane as an object, with a sentence for people.
final class LaneWords {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Acts that keep mail are named up to so many.
    private static final int NAMED = 3;

    private LaneWords() {}

    static ObjectNode object(Control.Lane lane, Instant now) {
        var at = lane.standing();
        var out = JSON.createObjectNode();
        out.put("site", at.site());
        out.put("source", at.source());
        out.put("provider", at.provider());
        out.put("state", state(lane));
        out.put("waiting", lane.waiting());
        out.put("held", held(lane));
        var keepers = out.putArray("held_by");
        lane.held().keySet().forEach(id -> keepers.add(id.toString()));
        out.put("sessions", at.sessions());
        out.put("connections", at.connections());
        out.put("delivered", at.counts().delivered());
        out.put("deferred", at.counts().deferred());
        out.put("bounced", at.counts().bounced());
        out.put(
                "closed_until",
                at.isClosed()
                        ? now.plus(at.closedFor()).truncatedTo(ChronoUnit.SECONDS).toString()
                        : null);
        var refusal = at.lastRefusal();
        out.put("last_refusal", refusal == null ? null : refusal.text());
        out.put("last_refusal_cause", refusal == null ? null : refusal.verdict().cause().word());
        out.put(
                "last_refusal_at",
                refusal == null
                        ? null
                        : now.minus(refusal.ago()).truncatedTo(ChronoUnit.SECONDS).toString());
        out.put("explanation", refusal == null ? null : refusal.verdict().explanation());
        believe(out, at.belief());
        var step = at.lastStep();
        out.put("last_step", step == null ? null : step.sentence());
        out.put(
                "last_step_at",
                step == null
                        ? null
                        : now.minus(step.ago()).truncatedTo(ChronoUnit.SECONDS).toString());
        plan(out, at.warmup());
        var orders = out.putArray("acts");
        lane.orders().forEach(order -> orders.add(order.id().toString()));
        out.put("sentence", sentence(lane));
        return out;
    }

    /// What the pace holds true of the receiver; what is not bounded, or not known, is null.
    private static void believe(ObjectNode out, @Nullable Belief belief) {
        if (belief == null) {
            out.putNull("belief");
            return;
        }
        var to = out.putObject("belief");
        finite(to, "messages_per_second", belief.rate());
        finite(to, "certified_per_second", belief.certified());
        finite(to, "refused_per_second", belief.refused());
        to.put("refusals", belief.refusals());
        finite(to, "connections_per_minute", belief.connectsPerMinute());
        to.put("messages_per_connection", belief.messagesPerConnection());
        to.put("binding", belief.binding().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        finite(to, "drain_seconds", Math.ceil(belief.drain()));
        to.put("sentence", belief.sentence());
    }

    /// The plan of a source that is being warmed up, for the whole receiver; null without one.
    private static void plan(ObjectNode out, @Nullable WarmupStanding warmup) {
        if (warmup == null) {
            out.putNull("warmup");
            return;
        }
        var to = out.putObject("warmup");
        to.put("plan", warmup.plan());
        to.put("day", warmup.today().day());
        to.put("days", warmup.days());
        to.put("planned", warmup.today().planned());
        to.put("used", warmup.today().used());
        to.put("room", warmup.room());
        to.put("next_in_s", warmup.nextIn().toSeconds());
    }

    private static void plan(StringBuilder text, @Nullable WarmupStanding warmup) {
        if (warmup == null) {
            return;
        }
        var today = warmup.today();
        text.append("; warming up, day ").append(today.day()).append(" of ").append(warmup.days());
        text.append(
                String.format(
                        Locale.ROOT, ": %,d of today's %,d sent", today.used(), today.planned()));
        if (!warmup.nextIn().isZero()) {
            text.append(", bulk mail goes on in ").append(span(warmup.nextIn()));
        }
    }

    private static void finite(ObjectNode to, String key, double value) {
        if (Double.isFinite(value)) {
            to.put(key, Math.round(value * 1000) / 1000.0);
        } else {
            to.putNull(key);
        }
    }

    private static String state(Control.Lane lane) {
        return lane.standing().isPaused()
                ? "paused"
                : lane.standing().isClosed() ? "closed" : "open";
    }

    private static String sentence(Control.Lane lane) {
        var at = lane.standing();
        var text = new StringBuilder();
        if (at.isPaused()) {
            text.append("Paused").append(byWhom(lane));
        } else if (at.isClosed()) {
            var refusal = at.lastRefusal();
            text.append("Closed");
            if (refusal != null) {
                text.append(" by a refusal (").append(refusal.verdict().cause().word()).append(')');
            }
            text.append(
                    at.closedFor().isZero()
                            ? "; one message goes next to see whether it is over"
                            : "; one message tries again in " + span(at.closedFor()));
        } else {
            text.append("Open");
        }
        text.append(": ").append(counted(lane.waiting(), "recipient")).append(" waiting, ");
        text.append(at.sessions()).append(" of ").append(at.connections());
        text.append(at.connections() == 1 ? " connection" : " connections");
        for (var order : lane.orders()) {
            if (order.act() instanceof Act.Limit(var reach, var connections, var rate, var until)) {
                text.append("; limited by ").append(order.by().actor());
                connections.ifPresent(it -> text.append(" to ").append(counted(it, "connection")));
                rate.ifPresent(it ->
                        text.append(connections.isPresent() ? " and " : " to ")
                                .append(counted(it, "message"))
                                .append(" an hour"));
            }
        }
        held(text, lane);
        aside(text, at.aside());
        if (lane.waiting() > 0 && held(lane) >= lane.waiting()) {
            return text.append('.').toString();
        }
        plan(text, at.warmup());
        boolean waitsForPlan = at.warmup() != null && !at.warmup().nextIn().isZero();
        if (at.isClosed() && !at.isPaused()) {
            // What goes next, and when, is said already; until all is sent nobody knows.
            return text.append('.').toString();
        }
        if (isNothingDue(lane)) {
            return text.append("; none is due: each waits for its own time to be tried again.")
                    .toString();
        }
        believe(
                text,
                at.belief(),
                lane.orders().isEmpty() && !waitsForPlan && at.aside() == null,
                isLawAlone(lane));
        return text.append('.').toString();
    }

    /// Whether the pace alone decides when all is sent: no plan, no person and no hold of the site's does too.
    private static boolean isLawAlone(Control.Lane lane) {
        var at = lane.standing();
        return held(lane) == 0
                && at.aside() == null
                && (at.warmup() == null || lane.waiting() <= at.warmup().room());
    }

    private static long held(Control.Lane lane) {
        return lane.held().values().stream().mapToLong(Long::longValue).sum();
    }

    /// What people keep here, and by which acts: the few with most mail are named.
    private static void held(StringBuilder text, Control.Lane lane) {
        long held = held(lane);
        if (held == 0) {
            return;
        }
        text.append(
                        held < lane.waiting()
                                ? String.format(Locale.ROOT, "; %,d of them", held)
                                : "; all")
                .append(" kept by order (")
                .append(
                        lane.held().entrySet().stream()
                                .sorted(Map.Entry.<UUID, Long>comparingByValue().reversed())
                                .limit(NAMED)
                                .map(entry -> entry.getKey().toString())
                                .collect(Collectors.joining(", ")))
                .append(lane.held().size() > NAMED ? ", …)" : ")");
    }

    private static void aside(StringBuilder text, LaneStanding.@Nullable Aside aside) {
        if (aside != null) {
            text.append(
                            String.format(
                                    Locale.ROOT,
                                    "; %,d set aside (the site refuses their stream, or has not the TLS their domain asks for)",
                                    aside.recipients()))
                    .append(": one message tries in ")
                    .append(span(aside.next()));
        }
    }

    /// Whether all that waits was tried and has a time of its own.
    private static boolean isNothingDue(Control.Lane lane) {
        var at = lane.standing();
        return !at.isPaused() && lane.waiting() > 0 && at.readyBuckets() == 0 && at.sessions() == 0;
    }

    /// Where people have set limits, nothing is said of a law that would let it go.
    private static void believe(
            StringBuilder text, @Nullable Belief belief, boolean isFree, boolean knowsEnd) {
        if (belief == null || belief.binding() == Binding.NOTHING && !isFree) {
            return;
        }
        text.append("; ").append(belief.sentence());
        if (knowsEnd && belief.drain() > 1) {
            text.append("; ")
                    .append(span(Duration.ofSeconds((long) belief.drain())))
                    .append(" until all is sent");
        }
    }

    private static String byWhom(Control.Lane lane) {
        return lane.orders().stream()
                .filter(order -> order.act() instanceof Act.Pause)
                .findFirst()
                .map(LaneWords::words)
                .orElse("");
    }

    private static String words(Order order) {
        return " by "
                + order.by().actor()
                + order.act()
                        .end()
                        .map(end -> " until " + end.truncatedTo(ChronoUnit.SECONDS))
                        .orElse("")
                + (order.by().reason().isEmpty() ? "" : " (" + order.by().reason() + ")");
    }

    private static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    private static String span(Duration time) {
        long seconds = time.toSeconds() + 1;
        return seconds < 120
                ? seconds + " s"
                : seconds < 7200 ? (seconds + 59) / 60 + " min" : (seconds + 3599) / 3600 + " h";
    }
}
