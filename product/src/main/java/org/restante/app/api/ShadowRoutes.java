package org.restante.app.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.app.duty.Case;
import org.restante.app.duty.Casebook;
import org.restante.app.duty.Shadow;
import org.restante.app.duty.ShadowAct;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What *act* would have done about incidents while the mode says less: for whoever wonders whether to let the server act.
public final class ShadowRoutes implements Endpoint.Group {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Casebook casebook;
    private final Shadow shadow;
    private final InstantSource clock;

    public ShadowRoutes(Casebook casebook, Shadow shadow, InstantSource clock) {
        this.casebook = casebook;
        this.shadow = shadow;
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/incidents/shadow", Scope.READ, this::report));
    }

    private Answer report(Call call) throws Problem {
        IncidentRoutes.requireEverybodys(call);
        int most = call.number("limit", 50, 1, 500);
        var now = clock.instant();
        var told = new Totals(now);
        var out = JSON.createObjectNode();
        var totals = out.putObject("totals");
        var rows = out.putArray("incidents");
        for (var one : casebook.list(null)) {
            var acts = shadow.acts(one.id());
            var withheld = shadow.withheld(one.id());
            if (acts.isEmpty() && withheld == null) {
                continue;
            }
            told.add(acts);
            if (rows.size() < most) {
                row(rows.addObject(), one, acts, withheld, now);
            }
        }
        told.write(totals);
        out.put("caught_up", casebook.isCaughtUp());
        return Answer.ok(out);
    }

    /// Of all incidents kept, shown or not.
    private static final class Totals {
        private final Instant now;
        private int incidents;
        private int acts;
        private Duration stood = Duration.ZERO;
        private long attempts;
        private long refusals;
        private long sparedAttempts;
        private long sparedRefusals;

        Totals(Instant now) {
            this.now = now;
        }

        void add(List<ShadowAct> of) {
            incidents++;
            acts += of.size();
            for (var act : of) {
                stood = stood.plus(act.lasted(now));
                attempts += act.attempts();
                refusals += act.refusals();
                sparedAttempts += act.sparedAttempts(now).orElse(0);
                sparedRefusals += act.sparedRefusals(now).orElse(0);
            }
        }

        void write(ObjectNode to) {
            to.put("incidents", incidents);
            to.put("acts", acts);
            to.put("lasted_s", stood.toSeconds());
            to.put("attempts", attempts);
            to.put("refusals", refusals);
            to.put("spared_attempts", sparedAttempts);
            to.put("spared_refusals", sparedRefusals);
        }
    }

    private void row(
            ObjectNode to, Case one, List<ShadowAct> acts, @Nullable String withheld, Instant now) {
        var incident = one.incident();
        to.put("id", one.id());
        to.put("state", one.isOpen() ? "open" : "closed");
        to.put("headline", incident.headline());
        time(to, "since", incident.since());
        time(to, "until", incident.until());
        to.put("scope", incident.scope().words());
        to.put("mode", shadow.mode(one).word());
        to.put("withheld", withheld);
        var list = to.putArray("acts");
        acts.forEach(act -> act(list.addObject(), act, now));
    }

    private static void act(ObjectNode to, ShadowAct act, Instant now) {
        to.put("action", act.action().word());
        to.put("slow_by", act.slowBy());
        to.put("words", act.words());
        time(to, "from", act.from());
        time(to, "until", act.until());
        time(to, "due", act.due());
        to.put("end", act.end());
        to.put("lasted_s", act.lasted(now).toSeconds());
        to.put("why", act.why());
        to.put("headline", act.headline());
        to.put("share", Math.round(act.share() * 10_000) / 10_000.0);
        to.put("counted", act.counted());
        to.put("attempts", act.attempts());
        to.put("refusals", act.refusals());
        count(to, "let_through", act.letThrough(now));
        count(to, "spared_attempts", act.sparedAttempts(now));
        count(to, "spared_refusals", act.sparedRefusals(now));
    }

    private static void count(ObjectNode to, String key, OptionalLong count) {
        to.put(key, count.isPresent() ? (Long) count.getAsLong() : null);
    }

    private static void time(ObjectNode to, String key, @Nullable Instant value) {
        to.put(key, value == null ? null : value.toString());
    }
}
