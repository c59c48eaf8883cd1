package org.restante.simulation.policy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
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
import org.restante.sending.dispatch.Hosts;
import org.restante.sending.dispatch.Suspects;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.Pace;
import org.restante.sending.pacing.StaticPace;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.world.Connection;
import org.restante.simulation.world.Lane;
import org.restante.simulation.world.Letter;
import org.restante.simulation.world.Policy;
import org.restante.simulation.world.Site;
import org.restante.simulation.world.Stream;
import org.restante.simulation.world.World;

/// Restante's own decisions: the production's pace, its judge of replies, its circuits of hosts and its search for the message that is
/// meant, asked and told as dispatch asks and tells them. What is here is only the carrying.
final class LawPolicy implements Policy {
    private static final int MOST_DOUBLINGS = 6;

    /// What is kept of a lane.
    private static final class Ours {
        final Pace pace = new StaticPace(LaneLimits.UNKNOWN);
        final Suspects suspects = new Suspects();

        /// Connections being opened, or open and unused, for which a message has been asked for already.
        int claims;
    }

    /// What later policies begin with.
    record Learnt() {}

    private final World world;
    private final Judge judge;
    private final Providers providers;
    private final PerLane<Ours> lanes = new PerLane<>(Ours::new);
    private final Hosts hosts;
    private final Map<Integer, Integer> ownRefusals = new HashMap<>();

    LawPolicy(World world, RuleBook rules, Providers providers) {
        this.world = world;
        this.providers = providers;
        judge = new Judge(rules);
        hosts = new Hosts(world::now);
    }

    LawPolicy(World world, RuleBook rules, Providers providers, Learnt learnt) {
        this(world, rules, providers);
    }

    Learnt learnt() {
        return new Learnt();
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
        return lanes.of(lane).pace.connections(world.now());
    }

    @Override
    public long connectAt(Lane lane) {
        return lanes.of(lane).pace.due(world.now());
    }

    @Override
    public long sendAt(Lane lane, Letter letter) {
        var ours = lanes.of(lane);
        return ours.claims > 0 ? world.now() : ours.pace.due(world.now());
    }

    @Override
    public int messagesPerConnection(Lane lane) {
        return lanes.of(lane).pace.messagesPerConnection();
    }

    @Override
    public int host(Lane lane) {
        var numbers = new ArrayList<Integer>();
        for (int host = 0; host < lane.site().hosts(); host++) {
            numbers.add(host);
        }
        Collections.shuffle(numbers, world.chance());
        for (int host : numbers) {
            if (hosts.isWorthTrying(address(lane.site(), host))) {
                return host;
            }
        }
        return numbers.getFirst();
    }

    private static InetSocketAddress address(Site site, int host) {
        return InetSocketAddress.createUnresolved(
                site.index() + "." + site.flavour().host(host), 25);
    }

    @Override
    public boolean wantsFresh(Lane lane) {
        return lanes.of(lane).pace.closedUntil() != Long.MIN_VALUE;
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
        var ours = lanes.of(lane);
        ours.claims++;
        ours.pace.started(world.now());
    }

    @Override
    public void opened(Lane lane, int host, long took) {
        hosts.answered(address(lane.site(), host));
    }

    @Override
    public void unused(Lane lane) {
        var ours = lanes.of(lane);
        if (ours.claims > 0) {
            ours.claims--;
            ours.pace.withdrawn(world.now());
        }
    }

    @Override
    public boolean notOpened(Lane lane, int host, Answer answer) {
        var ours = lanes.of(lane);
        ours.claims--;
        var verdict = verdict(lane, answer);
        if (answer.isSilence() || verdict.scope() == Scope.HOST) {
            hosts.failed(address(lane.site(), host));
            if (ours.claims == 0 && lane.standing() == 0) {
                ours.pace.unreachable(world.now());
            } else {
                ours.pace.broke(world.now());
            }
        } else {
            ours.pace.refused(verdict, lane.standing() + 1, world.now());
        }
        return false;
    }

    @Override
    public void sent(Lane lane, Letter letter) {
        var ours = lanes.of(lane);
        if (ours.claims > 0) {
            ours.claims--;
        } else {
            ours.pace.started(world.now());
        }
    }

    @Override
    public void answered(Connection connection, Letter letter, Answer answer, long sentAt) {
        var lane = connection.lane();
        var ours = lanes.of(lane);
        if (answer.isSilence()) {
            ours.pace.broke(world.now());
            return;
        }
        if (answer.isTaken() || !isOfTheLane(answer, verdict(lane, answer))) {
            ours.suspects.passed();
            ours.pace.passed(world.now());
            return;
        }
        if (ours.suspects.refused(new UUID(0, letter.number()))) {
            ours.pace.broke(world.now());
            ownRefusals.put(letter.number(), 1);
            return;
        }
        ours.pace.refused(verdict(lane, answer), lane.standing(), world.now());
    }

    private Verdict verdict(Lane lane, Answer answer) {
        var trouble = answer.isSilence() ? Trouble.TIMEOUT : null;
        return judge.judge(answer.text(), answer.stage(), trouble, provider(lane));
    }

    private @Nullable Provider provider(Lane lane) {
        var word = lane.site().flavour().provider();
        return word == null ? null : providers.byWord(word);
    }

    private static boolean isOfTheLane(Answer answer, Verdict verdict) {
        return Blame.isOfTheLane(
                new Outcome.Refused(answer.stage(), Reply.read(answer.text())), verdict);
    }

    @Override
    public long retryAt(Lane lane, Letter letter, Answer answer) {
        if (answer.isSilence()) {
            return world.now();
        }
        var verdict = verdict(lane, answer);
        boolean isItsOwn = ownRefusals.containsKey(letter.number());
        if (!isItsOwn && isOfTheLane(answer, verdict)) {
            return world.now();
        }
        int times =
                Math.min(MOST_DOUBLINGS, ownRefusals.merge(letter.number(), 1, Integer::sum) - 1);
        if (verdict.cause() == Cause.GREYLIST) {
            letter.pin(lane.source());
            return world.now() + (301 * Spans.SECOND << times);
        }
        boolean isTransactional = letter.stream() == Stream.TRANSACTIONAL;
        boolean isTheirs = verdict.cause() == Cause.SERVER_ERROR;
        long first = isTheirs ? (isTransactional ? 5 : 20) * Spans.SECOND : 15 * Spans.MINUTE;
        return world.now() + (first << times);
    }
}
