package org.restante.simulation.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.provider.Providers;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.RuleBook;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.dispatch.Blame;
import org.restante.sending.dispatch.Suspects;
import org.restante.sending.pacing.Conduct;
import org.restante.sending.pacing.HostCircuits;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.LaneState;
import org.restante.sending.pacing.Law;
import org.restante.sending.pacing.ReceiverPrior;
import org.restante.sending.pacing.Refused;
import org.restante.sending.pacing.SiteState;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.world.Connection;
import org.restante.simulation.world.Lane;
import org.restante.simulation.world.Letter;
import org.restante.simulation.world.Policy;
import org.restante.simulation.world.Site;
import org.restante.simulation.world.Stream;
import org.restante.simulation.world.World;

/// Restante's own decisions: the production's law of pace, its judge of replies, its circuits of hosts and its search for the message
/// that is meant. What is here is only the carrying.
final class LawPolicy implements Policy {
    private static final int MOST_DOUBLINGS = 6;

    /// What is kept of a site.
    private static final class Receiving {
        final org.restante.sending.pacing.Site site = new org.restante.sending.pacing.Site();
        final HostCircuits<Integer> circuits = new HostCircuits<>();
        final List<Integer> hosts;
        final @Nullable Provider provider;

        Receiving(int hosts, @Nullable Provider provider) {
            this.hosts = IntStream.range(0, hosts).boxed().toList();
            this.provider = provider;
        }
    }

    /// What is kept of a lane.
    private static final class Ours {
        final Law law;
        final Suspects suspects = new Suspects();

        Ours(Law law) {
            this.law = law;
        }
    }

    /// What is known of a letter that was refused for its own sake.
    private static final class Own {
        int times;
        boolean isNext;
        long greylistedAt = -1;
    }

    /// What later policies begin with.
    record Learnt(List<SiteState> sites, List<LaneState> lanes) {}

    private final World world;
    private final Judge judge;
    private final List<Receiving> sites = new ArrayList<>();
    private final List<Ours> lanes = new ArrayList<>();
    private final Map<Integer, Own> own = new HashMap<>();

    LawPolicy(World world, RuleBook rules, Providers providers) {
        this.world = world;
        judge = new Judge(rules);
        for (var site : world.sites()) {
            var word = site.flavour().provider();
            var provider = word == null ? null : providers.byWord(word);
            sites.add(new Receiving(site.hosts(), provider));
        }
        for (var site : world.sites()) {
            for (var lane : site.lanes()) {
                while (lanes.size() <= lane.index()) {
                    lanes.add(law(site));
                }
            }
        }
    }

    LawPolicy(World world, RuleBook rules, Providers providers, Learnt learnt) {
        this(world, rules, providers);
        for (int i = 0; i < sites.size(); i++) {
            sites.get(i).site.restore(learnt.sites().get(i), world.now());
        }
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).law.restore(learnt.lanes().get(i), world.now());
        }
    }

    private Ours law(Site site) {
        return new Ours(
                new Law(
                        of(site).site,
                        () -> LaneLimits.UNKNOWN,
                        ReceiverPrior.of(site.flavour().provider()),
                        Conduct.ACTS,
                        world.chance()));
    }

    private Receiving of(Site site) {
        return sites.get(site.index());
    }

    private Ours of(Lane lane) {
        return lanes.get(lane.index());
    }

    /// A night lies between: what was closed is open again.
    Learnt learnt() {
        return new Learnt(
                sites.stream().map(each -> each.site.save()).toList(),
                lanes.stream().map(each -> each.law.save(world.now()).opened()).toList());
    }

    @Override
    public Order order() {
        return Order.TRANSACTIONAL_FIRST;
    }

    @Override
    public boolean pulls() {
        return true;
    }

    @Override
    public int source(Letter letter) {
        return 0;
    }

    @Override
    public int connections(Lane lane) {
        return of(lane).law.connections(world.now());
    }

    @Override
    public long connectAt(Lane lane) {
        var law = of(lane).law;
        tellWhatWaits(lane);
        long due = law.connectDue(world.now());
        boolean isClosed = law.closedUntil() != Long.MIN_VALUE;
        return isClosed ? Math.max(due, law.due(true, world.now())) : due;
    }

    private void tellWhatWaits(Lane lane) {
        int waiting = lane.site().backlog(Stream.BULK) + lane.site().backlog(Stream.TRANSACTIONAL);
        of(lane).law.waiting(Math.max(1, waiting / lane.site().lanes().size()));
    }

    @Override
    public long sendAt(Lane lane, Letter letter) {
        return of(lane).law.due(letter.stream() == Stream.TRANSACTIONAL, world.now());
    }

    @Override
    public int messagesPerConnection(Lane lane) {
        return of(lane).law.messagesPerConnection();
    }

    @Override
    public int host(Lane lane) {
        var site = of(lane.site());
        return site.circuits.choose(site.hosts, world.chance(), world.now());
    }

    @Override
    public boolean wantsFresh(Lane lane) {
        var ours = of(lane);
        return ours.law.closedUntil() != Long.MIN_VALUE && ours.suspects.wantsFreshCanary();
    }

    @Override
    public boolean wantsKnown(Lane lane) {
        var ours = of(lane);
        return ours.suspects.wantsKnown(ours.law.closedUntil() != Long.MIN_VALUE);
    }

    @Override
    public boolean yields(Lane lane) {
        if (world.lanesWaitingForSocket() == 0) {
            return false;
        }
        long using =
                world.sites().stream()
                        .flatMap(site -> site.lanes().stream())
                        .filter(each -> each.connections() > 0)
                        .count();
        return lane.connections()
                > world.sockets() / Math.max(1, using + world.lanesWaitingForSocket());
    }

    @Override
    public void opening(Lane lane, int host) {
        of(lane).law.connecting(world.now());
        of(lane.site()).circuits.started(host, world.now());
    }

    @Override
    public void opened(Lane lane, int host, long took) {
        of(lane).law.opened(lane.standing(), world.now());
        of(lane.site()).circuits.answered(host, world.now());
    }

    @Override
    public boolean notOpened(Lane lane, int host, long took, Answer answer) {
        var ours = of(lane);
        long began = world.now() - took;
        var verdict = verdict(lane, answer);
        if (answer.isSilence()
                || verdict.scope() == Scope.HOST
                || verdict.cause() == Cause.SERVER_ERROR) {
            var site = of(lane.site());
            site.circuits.failed(host, answer.isSilence(), world.now());
            if (site.circuits.allOut(site.hosts, world.now())) {
                for (var each : lane.site().lanes()) {
                    of(each).law.unreachable(world.now());
                }
            } else {
                ours.law.broke(began, world.now());
            }
        } else {
            ours.law.refused(
                    new Refused(
                            verdict,
                            true,
                            lane.standing(),
                            lane.connections() - lane.standing(),
                            0,
                            false,
                            began),
                    world.now());
        }
        return false;
    }

    @Override
    public void sent(Lane lane, Letter letter) {
        of(lane).law.started(letter.stream() == Stream.TRANSACTIONAL, world.now());
    }

    @Override
    public void answered(Connection connection, Letter letter, Answer answer, long sentAt) {
        var lane = connection.lane();
        var ours = of(lane);
        long now = world.now();
        var id = new UUID(0, letter.number());
        var known = own.get(letter.number());
        if (answer.isTaken()) {
            if (known != null && known.greylistedAt >= 0) {
                of(lane.site()).site.greylistPassed(now - known.greylistedAt);
            }
            ours.suspects.passed(id);
            ours.law.passed(true, sentAt, now);
            return;
        }
        var verdict = verdict(lane, answer);
        if (answer.isSilence() || verdict.cause() == Cause.SERVER_ERROR) {
            ours.law.broke(sentAt, now);
            isItsOwn(letter);
            return;
        }
        boolean isOfTheLane = isOfTheLane(answer, verdict);
        if (!isOfTheLane && !isUnexplained(verdict)) {
            if (verdict.cause() == Cause.GREYLIST) {
                greylisted(lane, letter);
            }
            ours.suspects.passed(id);
            ours.law.passed(false, sentAt, now);
            isItsOwn(letter);
            return;
        }
        if (ours.suspects.isProven(id)) {
            ours.suspects.convict(id);
            ours.law.mistaken(sentAt, now);
            isItsOwn(letter);
            return;
        }
        boolean wasCanary = ours.law.isCanary(sentAt);
        var whom =
                ours.law.refused(
                        new Refused(
                                verdict,
                                false,
                                lane.standing(),
                                lane.connections() - lane.standing(),
                                connection.carried(),
                                ours.suspects.isStranger(id),
                                sentAt),
                        now);
        switch (whom) {
            case LANE -> ours.suspects.refused(id, wasCanary, isUnexplained(verdict));
            case CONNECTION -> {}
            case MESSAGE -> isItsOwn(letter);
        }
    }

    private void isItsOwn(Letter letter) {
        own.computeIfAbsent(letter.number(), ignored -> new Own()).isNext = true;
    }

    private void greylisted(Lane lane, Letter letter) {
        letter.pin(lane.source());
        var known = own.computeIfAbsent(letter.number(), ignored -> new Own());
        if (known.greylistedAt < 0) {
            known.greylistedAt = world.now();
        }
        of(lane.site()).site.greylistRefused(world.now() - known.greylistedAt);
    }

    private Verdict verdict(Lane lane, Answer answer) {
        var trouble = answer.isSilence() ? Trouble.TIMEOUT : null;
        return judge.judge(answer.text(), answer.stage(), trouble, of(lane.site()).provider);
    }

    private static boolean isOfTheLane(Answer answer, Verdict verdict) {
        return Blame.isOfTheLane(
                new Outcome.Refused(answer.stage(), Reply.read(answer.text())), verdict);
    }

    /// A text that says nothing: whoever is meant is for the law to find out.
    private static boolean isUnexplained(Verdict verdict) {
        return verdict.cause() == Cause.OTHER_TEMPORARY
                || verdict.cause() == Cause.AUTH && verdict.code() < 500;
    }

    @Override
    public long retryAt(Lane lane, Letter letter, Answer answer) {
        long now = world.now();
        var known = own.get(letter.number());
        if (known == null || !known.isNext) {
            return now;
        }
        known.isNext = false;
        boolean isTransactional = letter.stream() == Stream.TRANSACTIONAL;
        var verdict = verdict(lane, answer);
        if (verdict.cause() == Cause.GREYLIST) {
            return known.greylistedAt
                    + of(lane.site()).site.greylistDue(now - known.greylistedAt, isTransactional)
                    + (long) (3 * Spans.SECOND * world.chance().nextDouble());
        }
        int times = Math.min(MOST_DOUBLINGS, known.times++);
        boolean isTheirs =
                verdict.cause() == Cause.SERVER_ERROR
                        || answer.isSilence()
                        || isUnexplained(verdict);
        long first = isTheirs ? (isTransactional ? 5 : 20) * Spans.SECOND : 15 * Spans.MINUTE;
        return now + (first << times);
    }
}
