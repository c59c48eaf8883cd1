package org.restante.app.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.restante.app.access.Scope;
import org.restante.sending.delivery.Overheard;
import org.restante.sending.delivery.Wiretaps;
import org.restante.sending.delivery.Wiretaps.Choice;
import tools.jackson.databind.json.JsonMapper;

/// Conversations with receivers as they happen, as a stream of server-sent events: `line` for each line, `missed` where the reader did not
/// keep up, `end` with the reason. Bounded in time and in lines.
public final class TraceRoutes implements Endpoint.Group {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FULL =
            Wiretaps.MOST + " traces run already; end one of them, or try again later";
    private static final int USUAL_SECONDS = 60;
    private static final int MOST_SECONDS = 3600;
    private static final int USUAL_LINES = 10_000;
    private static final int MOST_LINES = 1_000_000;
    private static final long LOOK_MILLIS = 500;
    private static final long KEEP_ALIVE_NANOS = 10_000_000_000L;

    private final Wiretaps taps;
    private final InstantSource clock;
    private final LongSupplier ticker;

    public TraceRoutes(Wiretaps taps, InstantSource clock, LongSupplier ticker) {
        this.taps = taps;
        this.clock = clock;
        this.ticker = ticker;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/trace", Scope.OPERATE, this::trace));
    }

    private Answer trace(Call call) throws Problem {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(ProblemKind.FORBIDDEN, "lanes are shared; this token is one tenant's");
        }
        var choice =
                new Choice(
                        call.query("site"),
                        call.query("source"),
                        call.query("domain"),
                        call.query("message"));
        int seconds = call.number("seconds", USUAL_SECONDS, 1, MOST_SECONDS);
        int lines = call.number("lines", USUAL_LINES, 1, MOST_LINES);
        if (taps.isFull()) {
            throw Problem.of(ProblemKind.TOO_MANY, FULL);
        }
        return new Answer.Stream(
                "text/event-stream", out -> write(choice, seconds, lines, out, call::stands));
    }

    private void write(
            Choice choice, int seconds, int lines, OutputStream out, BooleanSupplier stands)
            throws IOException, InterruptedException {
        var listening = taps.listen(choice);
        if (listening.isEmpty()) {
            event(out, "end", "{\"reason\":\"" + FULL + "\"}");
            return;
        }
        try (var ear = listening.get()) {
            long started = ticker.getAsLong();
            long end = started + seconds * 1_000_000_000L;
            long spoken = started;
            event(out, "begin", "{\"seconds\":" + seconds + ",\"lines\":" + lines + "}");
            var standing = new Standing(stands, ticker);
            int told = 0;
            while (told < lines) {
                if (standing.isOver()) {
                    event(out, "end", "{\"reason\":\"you may not read it any more\"}");
                    return;
                }
                long now = ticker.getAsLong();
                if (now - end >= 0) {
                    event(out, "end", "{\"reason\":\"the time is over\"}");
                    return;
                }
                var line = ear.next(Math.clamp((end - now) / 1_000_000, 1, LOOK_MILLIS));
                if (line != null) {
                    event(out, "line", json(line));
                    told++;
                    spoken = now;
                } else if (now - spoken > KEEP_ALIVE_NANOS) {
                    out.write(": nothing yet\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    spoken = now;
                }
                long missed = ear.missed();
                if (missed > 0) {
                    event(out, "missed", "{\"lines\":" + missed + "}");
                }
            }
            event(out, "end", "{\"reason\":\"that many lines were asked for\"}");
        }
    }

    private String json(Overheard line) {
        var out = JSON.createObjectNode();
        out.put("time", time(line.atNanos()).toString());
        out.put("session", line.session());
        out.put("site", line.site());
        out.put("source", line.source());
        out.put("host", line.host());
        out.put("message", line.message().map(Object::toString).orElse(null));
        out.put("side", line.side().name().toLowerCase(Locale.ROOT));
        out.put("text", line.text());
        return JSON.writeValueAsString(out);
    }

    private Instant time(long atNanos) {
        return clock.instant()
                .minusNanos(ticker.getAsLong() - atNanos)
                .truncatedTo(ChronoUnit.MILLIS);
    }

    private static void event(OutputStream out, String name, String json) throws IOException {
        out.write(("event: " + name + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
