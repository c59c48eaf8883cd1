package org.restante.app.api;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.app.hooks.Answered;
import org.restante.app.hooks.Hook;
import org.restante.app.hooks.HookSettings.Kind;
import org.restante.app.hooks.Hooks;
import org.restante.app.hooks.Letter;
import org.restante.app.hooks.Payload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Programs that are told what happens: how each does, what it did not take, and sending that again. They are the operator's: no tenant's
/// token sees them.
public final class WebhookRoutes implements Endpoint.Group {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookRoutes.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_IDS = 1_000;

    private final Hooks hooks;
    private final InstantSource clock;

    public WebhookRoutes(Hooks hooks, InstantSource clock) {
        this.hooks = hooks;
        this.clock = clock;
    }

    /// Which dead letters are to be sent again.
    ///
    /// @param ids all with null
    /// @param actor heeded from the person beside the server alone
    public record Replay(
            @Nullable List<String> ids, @Nullable String actor, @Nullable String reason) {}

    /// A payload to try a hook with.
    public record Test(@Nullable String actor, @Nullable String reason) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/webhooks", Scope.READ, this::list),
                Endpoint.get("/api/v1/webhooks/{name}/dead", Scope.READ, this::dead),
                Endpoint.post("/api/v1/webhooks/{name}/replay", Scope.OPERATE, this::replay),
                Endpoint.post("/api/v1/webhooks/{name}/test", Scope.OPERATE, this::test));
    }

    private Answer list(Call call) throws Problem {
        requireEverybodys(call);
        var out = JSON.createObjectNode();
        var rows = out.putArray("webhooks");
        hooks.all().forEach(hook -> row(rows.addObject(), hook.standing()));
        return Answer.ok(out);
    }

    private static void row(ObjectNode out, Hook.Standing at) {
        var settings = at.settings();
        out.put("name", settings.name());
        out.put("place", settings.place());
        out.put("kind", settings.kind().word());
        var events = out.putArray("events");
        settings.events().stream().sorted().forEach(event -> events.add(event.word()));
        out.put("tenant", settings.tenant().orElse(null));
        out.put("state", at.gone() != null ? "gone" : at.restsUntil() != null ? "resting" : "open");
        time(out, "rests_until", at.restsUntil());
        out.put("waiting", at.waiting());
        out.put("behind_s", at.behindSeconds());
        out.put("taken", at.taken());
        out.put("failed", at.failed());
        out.put("bugs", at.bugs());
        out.put("dead", at.dead());
        time(out, "last_taken_at", at.lastTaken());
        var trouble = at.lastTrouble();
        time(out, "last_trouble_at", trouble == null ? null : trouble.at());
        out.put(
                "last_trouble",
                at.gone() != null ? at.gone() : trouble == null ? null : trouble.words());
    }

    private static void time(ObjectNode out, String key, @Nullable Instant value) {
        out.put(key, value == null ? null : value.toString());
    }

    private Answer dead(Call call) throws Problem, IOException {
        var hook = hook(call);
        int most = call.number("limit", 100, 1, 1000);
        var all = hook.dead();
        var out = JSON.createObjectNode();
        out.put("dead", all.size());
        var rows = out.putArray("letters");
        for (var letter : all.reversed().subList(0, Math.min(most, all.size()))) {
            var row = rows.addObject();
            row.put("id", letter.id());
            row.put("type", letter.type());
            row.put("tries", letter.tries());
            time(row, "since", letter.since());
            time(row, "died_at", letter.due());
            row.put("trouble", letter.trouble());
            row.put("body", letter.body());
        }
        return Answer.ok(out);
    }

    private Answer replay(Call call) throws Problem, IOException {
        var hook = hook(call);
        var wish = call.json(Replay.class);
        if (wish.ids() != null && wish.ids().stream().anyMatch(id -> id == null)) {
            throw Problem.field("ids", "has ids alone");
        }
        var ids = wish.ids() == null ? null : Set.copyOf(wish.ids());
        if (ids != null && (ids.isEmpty() || ids.size() > MOST_IDS)) {
            throw Problem.field("ids", "has 1 to " + MOST_IDS + " ids, or is null for all");
        }
        int count = hook.replay(letter -> ids == null || ids.contains(letter.id()));
        LOG.info(
                "webhook {}: {} dead letters are sent again, by {}{}",
                hook.settings().name(),
                count,
                by(call, wish.actor()),
                because(wish.reason()));
        var out = JSON.createObjectNode();
        out.put("replayed", count);
        out.put("dead", hook.standing().dead());
        return Answer.ok(out);
    }

    private Answer test(Call call) throws Problem, IOException, InterruptedException {
        var hook = hook(call);
        var wish = call.json(Test.class);
        var by = by(call, wish.actor());
        var now = clock.instant();
        var data = JSON.createObjectNode();
        data.put("words", "A test of the webhook " + hook.settings().name() + " by " + by);
        Kind kind = hook.settings().kind();
        var body = Payload.of(kind, "test", now, data.path("words").asString(), data);
        long began = System.nanoTime();
        var answered = hook.test(Letter.fresh(UUID.randomUUID().toString(), "test", body, now));
        LOG.info(
                "webhook {}: tried by {}{}: {}",
                hook.settings().name(),
                by,
                because(wish.reason()),
                answered.words());
        var out = JSON.createObjectNode();
        out.put("taken", answered instanceof Answered.Taken);
        out.put("answer", answered.words());
        out.put("took_ms", (System.nanoTime() - began) / 1_000_000);
        return Answer.ok(out);
    }

    private static String because(@Nullable String reason) {
        return reason == null || reason.isBlank() ? "" : ", because: " + reason;
    }

    private static String by(Call call, @Nullable String actor) {
        return QueueRoutes.by(call, Optional.ofNullable(actor), Optional.empty()).actor();
    }

    private Hook hook(Call call) throws Problem {
        requireEverybodys(call);
        var name = call.path("name");
        return hooks.find(name)
                .orElseThrow(() ->
                        Problem.of(
                                ProblemKind.NOT_FOUND,
                                "there is no webhook '"
                                        + name
                                        + "'; GET /api/v1/webhooks tells all"));
    }

    private static void requireEverybodys(Call call) throws Problem {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN,
                    "webhooks are the operator's; this token is one tenant's");
        }
    }
}
