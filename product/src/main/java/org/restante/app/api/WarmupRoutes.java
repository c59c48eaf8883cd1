package org.restante.app.api;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.app.warmup.Warmups;
import org.restante.sending.warmup.Complaints;
import org.restante.sending.warmup.DayCount;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Sources that are being warmed up: plan against actual, and what people do about it.
public final class WarmupRoutes implements Endpoint.Group {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Warmups warmups;
    private final KnownNames names;

    /// @param names the sources and providers there are
    public WarmupRoutes(Warmups warmups, KnownNames names) {
        this.warmups = warmups;
        this.names = names;
    }

    /// What a person wants.
    ///
    /// @param act start, stop, set-day or complaints
    /// @param receiver a provider's word or a site; null for all
    /// @param percent of the delivered who complained
    /// @param actor heeded from the person beside the server alone
    public record Wish(
            @Nullable String act,
            @Nullable String source,
            @Nullable String receiver,
            @Nullable String plan,
            @Nullable Integer day,
            @Nullable Double percent,
            @Nullable String actor,
            @Nullable String reason) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/warmup", Scope.READ, this::all),
                Endpoint.get("/api/v1/warmup/plans", Scope.READ, this::plans),
                Endpoint.post("/api/v1/warmup/acts", Scope.OPERATE, this::act));
    }

    private Answer all(Call call) throws Problem {
        requireEverybodys(call);
        return Answer.ok(told());
    }

    private ObjectNode told() {
        var out = JSON.createObjectNode();
        var list = out.putArray("warmups");
        warmups.rows().forEach(row -> tell(list.addObject(), row));
        return out;
    }

    private Answer plans(Call call) throws Problem {
        requireEverybodys(call);
        var out = JSON.createObjectNode();
        var list = out.putArray("plans");
        warmups.plans()
                .forEach((name, plan) -> {
                    var one = list.addObject();
                    one.put("name", name);
                    one.put("origin", plan.origin());
                    var volumes = one.putArray("volumes");
                    plan.volumes().forEach(volumes::add);
                });
        return Answer.ok(out);
    }

    private Answer act(Call call) throws Problem, IOException {
        requireEverybodys(call);
        var wish = call.json(Wish.class);
        var by = QueueRoutes.by(call, Optional.ofNullable(wish.actor()), Optional.empty()).actor();
        var source = required(wish.source(), "source", "names one of our addresses");
        var receiver = Optional.ofNullable(wish.receiver());
        var reason = required(wish.reason(), "reason", "says why, for the record");
        if (warmups.rows().stream().noneMatch(row -> row.key().source().equals(source))) {
            names.requireSource("source", source);
        }
        if (receiver.isPresent() && !isWarming(source, receiver.get())) {
            names.requireReceiver("receiver", receiver.get());
        }
        try {
            switch (required(wish.act(), "act", "is start, stop, set-day or complaints")) {
                case "start" ->
                        warmups.begin(
                                source,
                                receiver,
                                Optional.ofNullable(wish.plan()).orElse("automatic"),
                                wish.day() == null ? 1 : wish.day(),
                                by,
                                reason);
                case "stop" -> warmups.stop(source, receiver, by, reason);
                case "set-day" ->
                        warmups.set(source, receiver, required(wish.day(), "day"), by, reason);
                case "complaints" ->
                        warmups.complaints(
                                source,
                                receiver,
                                share(required(wish.percent(), "percent")),
                                by,
                                reason);
                default ->
                        throw Problem.field(
                                "act",
                                "is '"
                                        + wish.act()
                                        + "'; start, stop, set-day or complaints would be right");
            }
        } catch (IllegalArgumentException e) {
            throw Problem.of(ProblemKind.INVALID, String.valueOf(e.getMessage()));
        }
        return Answer.ok(told());
    }

    private boolean isWarming(String source, String receiver) {
        return warmups.rows().stream()
                .anyMatch(row ->
                        row.key().source().equals(source) && row.key().receiver().equals(receiver));
    }

    private static double share(double percent) throws Problem {
        if (!(percent >= 0 && percent <= 100)) {
            throw Problem.field(
                    "percent", "is " + percent + "; a number from 0 to 100 would be right");
        }
        return percent / 100;
    }

    private static String required(@Nullable String text, String field, String what)
            throws Problem {
        if (text == null || text.isBlank()) {
            throw Problem.field(field, what);
        }
        return text;
    }

    private static <T> T required(@Nullable T number, String field) throws Problem {
        if (number == null) {
            throw Problem.field(field, "is a number that this act needs");
        }
        return number;
    }

    private static void requireEverybodys(Call call) throws Problem {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN,
                    "sources are shared by all tenants; this token is one tenant's");
        }
    }

    private static void tell(ObjectNode out, Warmups.Row row) {
        var at = row.standing();
        var today = at.today();
        out.put("source", row.key().source());
        out.put("receiver", row.key().receiver());
        out.put("state", at.isOver() ? "warm" : "warming");
        out.put("ordered_by", row.by());
        out.put("plan", at.plan());
        out.put("days", at.days());
        out.put("when_full", word(row.policy().whenFull()));
        out.put("without_complaints", word(row.policy().withoutComplaints()));
        out.put("under_way", at.underWay());
        out.put("room", at.isOver() ? null : (Integer) at.room());
        out.put("next_in_s", at.isOver() ? null : (Long) at.nextIn().toSeconds());
        out.put("complaints", today.complaints() == null ? "missing" : "told");
        var told = at.complaints();
        out.put("complaints_told_at", told == null ? null : time(told.at()));
        count(out.putObject("today"), today);
        var history = out.putArray("history");
        for (var turned : at.history()) {
            var day = history.addObject();
            count(day, turned.count());
            day.put("step", turned.step().kind().word());
            day.put("next_day", turned.step().day());
            day.put("reason", turned.step().reason());
        }
    }

    private static void count(ObjectNode out, DayCount count) {
        out.put("date", count.date().toString());
        out.put("day", count.day());
        out.put("planned", count.planned());
        out.put("used", count.used());
        out.put("attempts", count.attempts());
        out.put("refused", count.refused());
        out.put("refused_rate", count.attempts() == 0 ? null : (Double) count.refusedRate());
        out.put("complaint_rate", rate(count.complaints()));
    }

    private static @Nullable Double rate(@Nullable Complaints complaints) {
        return complaints == null ? null : complaints.rate();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
