package org.restante.sending.dispatch;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Verdict;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.sending.delivery.DeliverySession;
import org.restante.sending.delivery.DeliverySession.Opening;
import org.restante.sending.delivery.Mail;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.delivery.Peer;
import org.restante.sending.delivery.Peer.Security;
import org.restante.sending.delivery.Peer.Speaks;
import org.restante.sending.delivery.TlsFailure;
import org.restante.sending.delivery.Wiretap;
import org.restante.sending.dispatch.Lane.Work;
import org.restante.sending.pacing.Whom;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries mail of one lane, connection after connection, for as long as there is some.
final class LaneSession implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneSession.class);

    /// How long a connection is kept for the next message.
    private static final long LINGER = Duration.ofSeconds(2).toNanos();

    /// Where no connection can be made for want of file handles the next message is not tried at once: each trial is written.
    private static final long WITHOUT_HANDLES = Duration.ofSeconds(1).toNanos();

    private final Lane lane;
    private final Dispatch dispatch;
    private final HostOrder hosts;
    private volatile @Nullable DeliverySession open;
    private @Nullable Target target;

    /// Whose mail the session was opened for, and what that asks of TLS.
    private String domain = "";

    private Demand demand = new Demand.Opportunistic("");
    private String sessionId = "";
    private @Nullable Wiretap tap;
    private @Nullable UUID carried;
    private Set<String> carriedTo = Set.of();

    /// Messages the connection has carried to their end.
    private int taken;

    /// Whether at the last try no host of the site could be spoken with: that is no fault of the message's.
    private boolean spokeWithNobody;

    /// When the attempt under way began.
    private long began;

    /// Whether none of them can be now.
    private boolean isOutage;

    LaneSession(Lane lane, Dispatch dispatch) {
        this.lane = lane;
        this.dispatch = dispatch;
        hosts = dispatch.hosts();
    }

    /// This machine has no file handle for a connection: no fault of the host's, the lane's or the message's.
    private static final class NoHandle extends IOException {
        private static final long serialVersionUID = 1;

        NoHandle(String why) {
            super(why);
        }
    }

    @Override
    public void run() {
        try {
            while (true) {
                var work = lane.next(open != null, LINGER);
                if (work.isPresent()) {
                    dispatch.another(lane);
                    carry(work.get());
                } else if (open != null) {
                    quit();
                } else {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lane.lost();
        } catch (RuntimeException | Error e) {
            LOG.error("a session of {} with {} failed", lane.source.name(), lane.site, e);
            lane.lost();
            dispatch.anotherSoon(lane);
        } finally {
            quit();
            dispatch.ended(this);
        }
    }

    /// On any thread, at this server's stop.
    ///
    /// @return whether a host's last word was waited for
    boolean giveUp() {
        var session = open;
        return session != null && session.giveUp();
    }

    private void quit() {
        var session = open;
        open = null;
        target = null;
        if (session != null) {
            lane.closed();
            session.quit();
        }
    }

    private void carry(Work work) {
        var consignment = work.consignment();
        List<Settled> settled = List.of();
        try {
            var mail = consignment.mail();
            if (mail.envelope().recipients().isEmpty()) {
                lane.withdrawn(work.startedAt());
                return;
            }
            consignment.begins();
            began = dispatch.ticker().getAsLong();
            boolean wasOpen = open != null;
            var outcomes = attempt(work, mail);
            if (wasOpen && outcomes.stream().allMatch(one -> isOfAnOldConnection(work, one))) {
                tellOfItsEnd(work, outcomes.getFirst());
                quit();
                outcomes = attempt(work, mail);
            }
            settled = settle(work, outcomes);
        } catch (NoHandle e) {
            LOG.error(
                    "no connection from {} to {} could be made; the mail stays where it was: {}",
                    lane.source.name(),
                    lane.site,
                    e.getMessage());
            lane.withdrawn(work.startedAt());
            consignment.putBack();
            LockSupport.parkNanos(WITHOUT_HANDLES);
        } catch (IOException e) {
            LOG.error("mail could not be read or noted; it stays where it was: {}", e.getMessage());
            lane.broke(work.startedAt());
            consignment.putBack();
        } catch (RuntimeException | Error e) {
            lane.broke(work.startedAt());
            consignment.putBack();
            throw e;
        } finally {
            lane.ended(work, settled);
            var session = open;
            if (session != null
                    && (!session.isUsable()
                            || session.transactions() >= lane.messagesPerConnection())) {
                quit();
            }
        }
    }

    private List<Outcome> attempt(Work work, Mail mail) throws IOException {
        carried = work.consignment().id();
        carriedTo = Set.of(work.bucket().domain());
        if (tap != null) {
            tap.carries(carried, carriedTo);
        }
        var failure = connect(work.way());
        return failure == null ? deliver(mail) : all(mail.envelope().recipients().size(), failure);
    }

    /// A connection kept from before that the host has given up meanwhile, with a word (421) or without: nothing was said of the
    /// mail, and a new connection will show what the host thinks of us. Where it speaks of our pace or address it has shown that.
    private boolean isOfAnOldConnection(Work work, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Broken(var stage, var trouble, var text) ->
                    stage == Stage.MAIL && trouble == Trouble.RESET;
            case Outcome.Refused(var stage, var reply) ->
                    stage == Stage.MAIL
                            && reply.code().orElse(0) == 421
                            && !isOfPaceOrAddress(outcome, verdict(work, outcome));
            case Outcome.Accepted accepted -> false;
            case Outcome.Unfit unfit -> false;
        };
    }

    private static boolean isOfPaceOrAddress(Outcome outcome, @Nullable Verdict verdict) {
        return verdict != null
                && Blame.isOfTheLane(outcome, verdict)
                && !Blame.isOfConnections(verdict);
    }

    private @Nullable Verdict verdict(Work work, Outcome outcome) {
        return dispatch.judges().verdict(outcome, dispatch.provider(work.way()));
    }

    /// How many messages a connection may carry shows in nothing else.
    private void tellOfItsEnd(Work work, Outcome outcome) {
        var verdict = outcome instanceof Outcome.Refused ? verdict(work, outcome) : null;
        if (verdict != null) {
            lane.connectionEnded(verdict, taken);
        }
    }

    private static List<Outcome> all(int count, Outcome outcome) {
        return Collections.nCopies(count, outcome);
    }

    private List<Outcome> deliver(Mail mail) throws IOException {
        var session = open;
        if (session == null) {
            throw new IllegalStateException("not connected");
        }
        return session.deliver(mail);
    }

    /// Null when a session stands with one of the way's hosts; else what the last host tried came to.
    private @Nullable Outcome connect(Way.Open way) throws NoHandle {
        spokeWithNobody = false;
        isOutage = false;
        if (serves(way)) {
            return null;
        }
        quit();
        var targets = hosts.of(way.route());
        Outcome last = null;
        Block block = null;
        for (var one : targets) {
            if (hosts.tries(one)) {
                var outcome = open(way, one);
                if (outcome == null) {
                    return null;
                } else if (block != null) {
                    break;
                } else if (isBlock(way, outcome)) {
                    block = new Block(one, sessionId, outcome);
                } else if (!isOfTheHost(way, outcome)) {
                    return outcome;
                }
                last = outcome;
            }
        }
        if (block != null) {
            target = block.by();
            sessionId = block.sessionId();
            return block.outcome();
        }
        last = last == null ? open(way, hosts.soonest(targets)) : last;
        spokeWithNobody = last != null && isNoAnswer(way, last);
        isOutage = spokeWithNobody && hosts.areAllOut(targets);
        return last;
    }

    /// Whether another host of the site may do better: this one cannot be spoken with.
    private boolean isOfTheHost(Way.Open way, Outcome failure) {
        return failure instanceof Outcome.Broken || isNoAnswer(way, failure);
    }

    /// What one host has against our address, before any mail. Its siblings need not have it; one of them is asked.
    private record Block(Target by, String sessionId, Outcome outcome) {}

    private boolean isBlock(Way.Open way, Outcome outcome) {
        return Blame.isBlockBeforeMail(
                outcome, dispatch.judges().verdict(outcome, dispatch.provider(way)));
    }

    private boolean isNoAnswer(Way.Open way, Outcome failure) {
        return Blame.isOfTheHost(
                failure, dispatch.judges().verdict(failure, dispatch.provider(way)));
    }

    /// Whether the session that stands may carry mail of this way: the same host, and TLS as this domain asks for it.
    private boolean serves(Way.Open way) {
        var at = target;
        if (open == null || at == null || !way.route().reaches(at)) {
            return false;
        }
        return way.domain().equals(domain) || demand.includes(dispatch.demand(way, at));
    }

    private @Nullable Outcome open(Way.Open way, Target one) throws NoHandle {
        target = one;
        domain = way.domain();
        demand = dispatch.demand(way, one);
        if (demand instanceof Demand.NotThisHost(var result, var why)) {
            sessionId = UUID.randomUUID().toString();
            dispatch.account().session(demand, domain, one, null, new TlsFailure(result, why));
            return new Outcome.Broken(Stage.CONNECT, Trouble.TLS, why);
        }
        var means = dispatch.tls().meeting(demand, one.host().name());
        boolean mayDoWithout = means.security() == Security.OPPORTUNISTIC;
        if (mayDoWithout && dispatch.tls().isBroken(one.socket())) {
            return open(way, one, means, Security.NONE);
        }
        var failure = open(way, one, means, means.security());
        if (mayDoWithout
                && failure instanceof Outcome.Broken broken
                && broken.trouble() == Trouble.TLS) {
            dispatch.tls().broke(one.socket());
            return open(way, one, means, Security.NONE);
        }
        return failure;
    }

    private @Nullable Outcome open(
            Way.Open way, Target one, TlsMeans.Means means, Security security) throws NoHandle {
        sessionId = UUID.randomUUID().toString();
        taken = 0;
        lane.connecting();
        var heard =
                dispatch.wiretaps().of(sessionId, lane.site, lane.source.name(), one.host().name());
        heard.carries(carried, carriedTo);
        tap = heard;
        var peer =
                new Peer(
                        means.name(),
                        one.socket(),
                        way.route().protocol() == Protocol.LMTP ? Speaks.LMTP : Speaks.SMTP,
                        security,
                        lane.source.bindFor(one.address()),
                        lane.source.ehlo().toString(),
                        lane.source.egress(),
                        dispatch.login(way));
        return switch (DeliverySession.open(
                peer, dispatch.settings(), means.sockets(), dispatch.ticker(), heard)) {
            case Opening.Open(var session) -> {
                open = session;
                lane.opened();
                if (hosts.answered(one)) {
                    dispatch.hops().servesAgain(lane.site, way.provider(), one);
                }
                if (security != Security.NONE) {
                    count(way, one, session.tlsFailure(), means);
                }
                yield null;
            }
            case Opening.NoHandle(var why) -> {
                lane.notOpened();
                throw new NoHandle(why);
            }
            case Opening.Failed(var outcome, var tls) -> {
                lane.notOpened();
                if (tls != null) {
                    count(way, one, tls, means);
                } else if (isOfTheHost(way, outcome)) {
                    failed(way, one, outcome);
                }
                yield outcome;
            }
        };
    }

    /// People are told of a host whose siblings may do better; one that is alone shows in its mail.
    private void failed(Way.Open way, Target one, Outcome outcome) {
        var aside = hosts.failed(one, outcome instanceof Outcome.Broken);
        if (!aside.isZero() && hosts.of(way.route()).size() > 1) {
            dispatch.hops().setsAside(lane.site, way.provider(), one, words(outcome), aside);
        }
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Broken broken ->
                    "broke off at "
                            + broken.stage().word()
                            + " ("
                            + broken.trouble().word()
                            + ": "
                            + broken.text()
                            + ")";
            case Outcome.Refused refused ->
                    "said at " + refused.stage().word() + ": " + whole(refused.reply());
            case Outcome.Accepted accepted -> "said " + accepted.reply().text();
            case Outcome.Unfit unfit -> unfit.text();
        };
    }

    private static String whole(Reply reply) {
        var text = String.join(" ", reply.lines());
        return reply.code().isPresent() ? reply.code().getAsInt() + " " + text : text;
    }

    private void count(
            Way.Open way, Target one, @Nullable TlsFailure failed, TlsMeans.Means means) {
        if (way.route().isFixed()) {
            return;
        }
        var failure =
                failed != null
                        ? failed
                        : means.failure()
                                .map(tested ->
                                        new TlsFailure(
                                                tested.result(),
                                                String.valueOf(tested.getMessage())))
                                .orElse(null);
        dispatch.account().session(demand, way.domain(), one, sourceIp(open, one), failure);
    }

    private List<Settled> settle(Work work, List<Outcome> outcomes) {
        var provider = dispatch.provider(work.way());
        var facts = facts(work.way());
        var settled = new ArrayList<Settled>();
        for (var outcome : outcomes) {
            settled.add(new Settled(outcome, dispatch.judges().verdict(outcome, provider), true));
        }
        var refusal = spokeWithNobody ? null : Reckoning.refusal(settled);
        var whom = refusal == null ? null : judged(work, refusal);
        settled.replaceAll(one ->
                spokeWithNobody || Blame.isOfTls(one.outcome())
                        ? one.free()
                        : Reckoning.held(one, whom));
        lane.count(settled);
        if (whom != Whom.MESSAGE && refusal != null) {
            lane.heard(new LastWord(Reckoning.held(refusal, whom), facts));
        } else if (refusal == null) {
            tell(work, settled, facts);
        }
        tellOfStream(work, settled);
        tellOfTls(work, settled);
        work.consignment().settle(settled, facts);
        if (whom == Whom.LANE) {
            lane.handOver().forEach(dispatch::ready);
        }
        return settled;
    }

    private Whom judged(Work work, Settled refusal) {
        return lane.refused(
                work.consignment().id(),
                Objects.requireNonNull(refusal.verdict()),
                Reckoning.words(refusal.outcome()),
                open == null,
                taken,
                work.startedAt());
    }

    /// Nothing spoke of the lane.
    private void tell(Work work, List<Settled> settled, Facts facts) {
        boolean isTaken = settled.stream().anyMatch(one -> one.verdict() == null);
        boolean isHeard =
                settled.stream().anyMatch(one -> one.outcome() instanceof Outcome.Refused);
        if (isTaken || isHeard && !spokeWithNobody) {
            taken++;
            lane.passed(work.consignment().id(), isTaken, work.startedAt());
            return;
        }
        lane.heard(new LastWord(settled.getFirst(), facts));
        if (isOutage) {
            lane.unreachable();
        } else {
            lane.broke(work.startedAt());
        }
    }

    private void tellOfStream(Work work, List<Settled> settled) {
        var stream = work.bucket().stream();
        for (var one : settled) {
            var verdict = one.verdict();
            if (verdict != null && Blame.isOfTheStream(one.outcome(), verdict)) {
                dispatch.holds().refused(lane.site, stream, verdict, dispatch.ticker().getAsLong());
                return;
            }
        }
        if (settled.stream().anyMatch(one -> one.verdict() == null)) {
            dispatch.holds().passed(lane.site, stream);
        }
    }

    private void tellOfTls(Work work, List<Settled> settled) {
        var domain = work.bucket().domain();
        if (settled.stream().anyMatch(one -> Blame.isOfTls(one.outcome()))) {
            dispatch.holds().lacksTls(lane.site, domain, dispatch.ticker().getAsLong());
        } else if (open != null) {
            dispatch.holds().hasTls(lane.site, domain);
        }
    }

    private Facts facts(Way.Open way) {
        var session = open;
        var at = target;
        return new Facts(
                sessionId,
                lane.site,
                way.provider(),
                at == null ? null : at.host().name(),
                at == null ? null : at.address().getHostAddress(),
                lane.source,
                sourceIp(session, at),
                session == null ? null : session.tlsVersion().orElse(null),
                Math.max(0, dispatch.ticker().getAsLong() - began) / 1_000_000);
    }

    private @Nullable String sourceIp(@Nullable DeliverySession session, @Nullable Target at) {
        var from = session == null ? null : session.localAddress();
        if (from != null) {
            return from.getHostAddress();
        }
        return at == null
                ? null
                : lane.source.bindFor(at.address()).map(InetAddress::getHostAddress).orElse(null);
    }
}
