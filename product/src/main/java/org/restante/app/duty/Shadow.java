package org.restante.app.duty;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.app.duty.Protocol.Proposal;
import org.restante.insight.response.Action;
import org.restante.insight.response.Mode;
import org.restante.insight.response.Recommendation;
import org.restante.insight.response.ResponseSettings;
import org.restante.sending.dispatch.LaneStanding;
import org.restante.sending.queue.Act;
import org.restante.sending.queue.Control;
import org.restante.sending.routing.Pools;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps beside each incident what *act* would have done about it while the mode says less: by the same table, the same rules and the same
/// lanes as [Responder], in a world where its own acts stand. It does nothing. Guarded by itself.
public final class Shadow {
    private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);
    private static final int MOST_ACTS = 50;

    private final Casebook casebook;
    private final Control control;
    private final Supplier<ResponseSettings> settings;
    private final Supplier<Pools> pools;
    private final ShadowFolder folder;
    private final InstantSource clock;
    private final Map<String, List<ShadowAct>> acts = new HashMap<>();
    private final Map<String, String> withheld = new HashMap<>();

    /// @param folder where it is kept; made when there is something
    Shadow(
            Casebook casebook,
            Control control,
            Supplier<ResponseSettings> settings,
            Supplier<Pools> pools,
            Path folder,
            InstantSource clock)
            throws IOException {
        this.casebook = casebook;
        this.control = control;
        this.settings = settings;
        this.pools = pools;
        this.folder = new ShadowFolder(folder);
        this.clock = clock;
        acts.putAll(this.folder.all());
    }

    /// What would have been done about an incident, the latest last.
    public synchronized List<ShadowAct> acts(String incident) {
        return List.copyOf(acts.getOrDefault(incident, List.of()));
    }

    /// Why nothing more would be done now without a person; null where nothing more is asked for, or something would be done.
    public synchronized @Nullable String withheld(String incident) {
        return withheld.get(incident);
    }

    /// The mode in force for what is asked for.
    public Mode mode(Case one) {
        return mode(one, recommendation(one, clock.instant()).action());
    }

    private Mode mode(Case one, Action action) {
        return settings.get()
                .mode(
                        action == Action.PAUSE ? Action.PAUSE : Action.SLOW,
                        one.incident().scope().receiver());
    }

    private Recommendation recommendation(Case one, Instant now) {
        return one.recommendation(settings.get().table(), now);
    }

    /// Looks at all incidents.
    synchronized void look() {
        var now = clock.instant();
        var cases = casebook.list(null);
        List<LaneStanding> lanes;
        try {
            lanes = control.lanes().stream().map(Control.Lane::standing).toList();
        } catch (IOException e) {
            LOG.warn("what would be done about incidents is not known now: {}", e.getMessage());
            return;
        }
        withheld.clear();
        for (var one : cases) {
            var before = acts.getOrDefault(one.id(), List.of());
            var next = looked(one, before, lanes, now);
            if (!next.equals(before)) {
                acts.put(one.id(), next);
                keep(one.id(), next);
            }
        }
        forgetOthers(cases);
    }

    private void forgetOthers(List<Case> cases) {
        var known = cases.stream().map(Case::id).toList();
        for (var id : List.copyOf(acts.keySet())) {
            if (!known.contains(id)) {
                acts.remove(id);
                keep(id, List.of());
            }
        }
    }

    private void keep(String id, List<ShadowAct> next) {
        try {
            folder.write(id, next);
        } catch (IOException e) {
            LOG.warn("what would be done about {} is not kept: {}", id, e.toString());
        }
    }

    private List<ShadowAct> looked(
            Case one, List<ShadowAct> before, List<LaneStanding> lanes, Instant now) {
        var next = new ArrayList<>(before);
        var standing = next.isEmpty() || !next.getLast().stands() ? null : next.getLast();
        if (standing != null) {
            standing = standing.seeing(one.incident());
            var end = end(one, standing, now);
            if (end != null) {
                standing = standing.over(end.at(), end.why());
            }
            next.set(next.size() - 1, standing);
        }
        var begun = one.isOpen() ? beginning(one, standing, lanes, now) : null;
        if (begun != null) {
            if (standing != null && standing.stands()) {
                next.set(next.size() - 1, standing.over(now, "more is asked for"));
            }
            next.add(begun);
            if (next.size() > MOST_ACTS) {
                next.removeFirst();
            }
        }
        return next;
    }

    private record End(Instant at, String why) {}

    private @Nullable End end(Case one, ShadowAct standing, Instant now) {
        if (!now.isBefore(standing.due())) {
            return new End(standing.due(), "its time was over");
        }
        if (!one.isOpen()) {
            return new End(now, "the incident was over");
        }
        return mode(one, standing.action()) == Mode.ACT
                ? new End(now, "the server acts by itself since")
                : null;
    }

    private @Nullable ShadowAct beginning(
            Case one, @Nullable ShadowAct standing, List<LaneStanding> lanes, Instant now) {
        var asked = recommendation(one, now);
        boolean isNothing =
                asked.action() == Action.NOTHING
                        || asked.action() == Action.OBSERVE
                        || mode(one, asked.action()) == Mode.ACT;
        if (isNothing) {
            return null;
        }
        var proposal = Protocol.propose(one, asked, lanes, now, settings.get().lasts());
        boolean isCovered =
                (standing != null && standing.covers(proposal.action(), proposal.slowBy()))
                        || one.deeds().stream()
                                .anyMatch(it -> it.covers(proposal.action(), proposal.slowBy()));
        if (isCovered) {
            return null;
        }
        var objection =
                proposal.act() == null
                        ? proposal.why()
                        : proposal.action() == Action.PAUSE
                                ? PoolRule.objection(
                                        one.incident().scope().source(), pools.get(), paused(one))
                                : null;
        if (objection != null) {
            withheld.put(one.id(), objection);
            return null;
        }
        return begun(one, proposal, asked, now);
    }

    /// Sources that are paused, or would be.
    private List<String> paused(Case but) {
        var sources = new ArrayList<String>();
        for (var other : casebook.list(null)) {
            for (var deed : other.deeds()) {
                var source = deed.source();
                if (deed.stands() && deed.action() == Action.PAUSE && source != null) {
                    sources.add(source);
                }
            }
            if (!other.id().equals(but.id())) {
                for (var act : acts.getOrDefault(other.id(), List.of())) {
                    var source = act.source();
                    if (act.stands() && act.action() == Action.PAUSE && source != null) {
                        sources.add(source);
                    }
                }
            }
        }
        return sources;
    }

    private static @Nullable ShadowAct begun(
            Case one, Proposal proposal, Recommendation asked, Instant now) {
        var act = proposal.act();
        if (act == null) {
            return null;
        }
        return new ShadowAct(
                proposal.action(),
                proposal.slowBy(),
                one.incident().scope().source(),
                act.words(),
                proposal.why(),
                one.incident().headline(),
                asked.share(),
                asked.counted(),
                perHour(act, proposal.lanes()),
                now,
                act.end().orElse(now),
                null,
                null,
                0,
                0,
                one.incident().attempts(),
                one.incident().refusals());
    }

    private static @Nullable Integer perHour(Act act, int lanes) {
        if (act instanceof Act.Limit limit) {
            return limit.messagesPerHour().isEmpty()
                    ? null
                    : limit.messagesPerHour().getAsInt() * Math.max(1, lanes);
        }
        return act instanceof Act.Pause ? 0 : null;
    }
}
