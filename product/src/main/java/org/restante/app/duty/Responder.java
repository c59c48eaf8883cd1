package org.restante.app.duty;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.app.duty.Entry.What;
import org.restante.app.duty.Protocol.Proposal;
import org.restante.insight.response.Action;
import org.restante.insight.response.Mode;
import org.restante.insight.response.Recommendation;
import org.restante.insight.response.ResponseSettings;
import org.restante.sending.queue.By;
import org.restante.sending.queue.Control;
import org.restante.sending.queue.Order;
import org.restante.sending.routing.Pools;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Responds to incidents as the settings say: tells what it would do, or does it through the one door that people use too, and takes it back
/// when the incident is over. What a person undid is not done again in the same incident. Guarded by itself.
public final class Responder {
    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

    private final Casebook casebook;
    private final Control control;
    private final Supplier<ResponseSettings> settings;
    private final Supplier<Pools> pools;
    private final InstantSource clock;

    public Responder(
            Casebook casebook,
            Control control,
            Supplier<ResponseSettings> settings,
            Supplier<Pools> pools,
            InstantSource clock) {
        this.casebook = casebook;
        this.control = control;
        this.settings = settings;
        this.pools = pools;
        this.clock = clock;
    }

    /// What would be done about an incident, in which mode (that of slowing where nothing would), and what keeps it from being done.
    ///
    /// @param would null for nothing
    /// @param whyNot null when something would be done
    public record Standing(Mode mode, @Nullable String would, @Nullable String whyNot) {}

    /// What the response table asks for.
    public Recommendation recommendation(Case one) {
        return one.recommendation(settings.get().table(), clock.instant());
    }

    public synchronized Standing standing(Case one) throws IOException {
        var never = control.whyNothing();
        if (never.isPresent()) {
            return new Standing(Mode.OBSERVE, null, never.get());
        }
        var proposal = proposal(one, control.lanes());
        var action = proposal.act() == null ? Action.SLOW : proposal.action();
        return new Standing(
                settings.get().mode(action, one.incident().scope().receiver()),
                proposal.act() == null ? null : proposal.act().words(),
                proposal.act() == null ? proposal.why() : hindrance(one, proposal));
    }

    private Proposal proposal(Case one, List<Control.Lane> lanes) {
        return Protocol.propose(
                one,
                recommendation(one),
                lanes.stream().map(Control.Lane::standing).toList(),
                clock.instant(),
                settings.get().lasts());
    }

    /// Looks at all incidents.
    synchronized void look() {
        try {
            for (var one : casebook.list(null)) {
                var now = endOfDeeds(one);
                if (now.isOpen()) {
                    respond(now);
                } else {
                    takeBack(now, new By(Casebook.SELF, "the incident is over"), true);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("incidents are not responded to now: {}", e.getMessage());
        }
    }

    private void respond(Case one) throws IOException {
        var asked = recommendation(one);
        if (asked.action() == Action.NOTHING || asked.action() == Action.OBSERVE) {
            return;
        }
        var proposal = proposal(one, control.lanes());
        if (proposal.act() == null
                || one.deeds().stream()
                        .anyMatch(it -> it.covers(proposal.action(), proposal.slowBy()))) {
            return;
        }
        var mode = settings.get().mode(proposal.action(), one.incident().scope().receiver());
        if (mode == Mode.ACT && hindrance(one, proposal) == null) {
            act(one, proposal, new By(Casebook.SELF, reason(one, proposal)));
        } else if (mode != Mode.OBSERVE) {
            suggest(one, proposal);
        }
    }

    private static String reason(Case one, Proposal proposal) {
        return "incident " + one.id() + ": " + proposal.why();
    }

    /// Why it is not done without a person, null when nothing hinders.
    private @Nullable String hindrance(Case one, Proposal proposal) {
        if (one.deeds().stream().anyMatch(it -> it.isOurs() && isUndoneByAPerson(it))) {
            return "a person took back what was done";
        }
        return proposal.action() == Action.PAUSE ? pausedAlready(one) : null;
    }

    private static boolean isUndoneByAPerson(Deed deed) {
        return deed.undoneBy() != null && !deed.undoneBy().equals(Casebook.SELF);
    }

    private @Nullable String pausedAlready(Case one) {
        var paused = new ArrayList<String>();
        for (var other : casebook.list(null)) {
            for (var deed : other.deeds()) {
                var source = deed.source();
                if (deed.stands() && deed.action() == Action.PAUSE && source != null) {
                    paused.add(source);
                }
            }
        }
        return PoolRule.objection(one.incident().scope().source(), pools.get(), paused);
    }

    private void suggest(Case one, Proposal proposal) throws IOException {
        var heading = proposal.heading(one.incident().scope());
        boolean isTold =
                one.timeline().stream()
                        .anyMatch(it ->
                                it.what() == What.SUGGESTED
                                        && it.words().startsWith(heading + ":"));
        if (!isTold && proposal.act() != null) {
            casebook.alter(
                    one.id(),
                    What.SUGGESTED,
                    new By(Casebook.SELF, ""),
                    heading + ": " + proposal.act().words() + "; " + proposal.why(),
                    it -> it);
        }
    }

    /// Does what is asked for, in the name of whoever it is; what stood before makes room for it.
    private Optional<Case> act(Case one, Proposal proposal, By by) throws IOException {
        var act = proposal.act();
        if (act == null) {
            throw new IllegalArgumentException(proposal.why());
        }
        takeBack(one, new By(by.actor(), "more is asked for"), false);
        var order = control.act(act, by);
        var deed =
                new Deed(
                        order.id(),
                        proposal.action(),
                        proposal.slowBy(),
                        one.incident().scope().source(),
                        act.words(),
                        by.actor(),
                        by.reason(),
                        order.at(),
                        act.end().orElse(null),
                        true,
                        null);
        LOG.info("incident {}: {} by {}: {}", one.id(), act.words(), by.actor(), by.reason());
        return casebook.alter(
                one.id(),
                What.ACTED,
                by,
                proposal.heading(one.incident().scope())
                        + ": "
                        + act.words()
                        + act.end().map(end -> " until " + end).orElse("")
                        + "; "
                        + proposal.why(),
                it -> it.with(deed).with(it.work().reviewedAt(act.end().orElse(null))));
    }

    /// A person has done what the table asks for, whatever the mode is.
    ///
    /// @return empty when there is no such incident
    /// @throws IllegalArgumentException when nothing is asked for, with why
    public synchronized Optional<Case> act(String id, By by) throws IOException {
        var one = casebook.find(id);
        if (one.isEmpty()) {
            return Optional.empty();
        }
        return act(one.get(), proposal(one.get(), control.lanes()), by);
    }

    /// A person takes back what stands.
    ///
    /// @return empty when there is no such incident
    /// @throws IllegalArgumentException when nothing stands
    public synchronized Optional<Case> undo(String id, By by) throws IOException {
        var one = casebook.find(id).map(this::endOfDeeds);
        if (one.isEmpty()) {
            return Optional.empty();
        }
        if (one.get().deeds().stream().noneMatch(Deed::stands)) {
            throw new IllegalArgumentException("nothing stands that could be taken back");
        }
        takeBack(one.get(), by, true);
        return casebook.find(id);
    }

    private void takeBack(Case one, By by, boolean isTold) throws IOException {
        for (var deed : one.deeds()) {
            if (deed.stands()) {
                control.undo(deed.id(), by);
                casebook.alter(
                        one.id(),
                        What.UNDONE,
                        by,
                        deed.words() + (by.reason().isEmpty() ? "" : ": " + by.reason()),
                        it -> {
                            var next = it.with(deed.over(by.actor()));
                            return isTold ? next.with(next.work().reviewedAt(null)) : next;
                        });
            }
        }
    }

    /// What ended by itself, or was taken back at the queue.
    private Case endOfDeeds(Case one) {
        var now = one;
        for (var deed : new ArrayList<>(one.deeds())) {
            var order = deed.stands() ? control.order(deed.id()) : Optional.<Order>empty();
            boolean stands = order.isPresent() && order.get().progress() != Order.Progress.OVER;
            if (deed.stands() && !stands) {
                boolean isDue = deed.until() != null && !clock.instant().isBefore(deed.until());
                try {
                    now =
                            casebook.alter(
                                            one.id(),
                                            isDue ? What.ENDED : What.UNDONE,
                                            new By(isDue ? Casebook.SELF : "somebody", ""),
                                            deed.words()
                                                    + (isDue
                                                            ? ": its time is over"
                                                            : ": taken back at the queue"),
                                            it -> it.with(deed.over(isDue ? null : "somebody")))
                                    .orElse(now);
                } catch (IOException e) {
                    LOG.warn("incident {}: {}", one.id(), e.getMessage());
                }
            }
        }
        return now;
    }
}
