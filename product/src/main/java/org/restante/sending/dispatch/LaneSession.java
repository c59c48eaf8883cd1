package org.restante.sending.dispatch;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.delivery.DeliverySession;
import org.restante.sending.delivery.DeliverySession.Opening;
import org.restante.sending.delivery.Mail;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.delivery.Peer;
import org.restante.sending.delivery.Peer.Speaks;
import org.restante.sending.delivery.Wiretap;
import org.restante.sending.dispatch.Lane.Work;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries mail of one lane, connection after connection, for as long as there is some.
final class LaneSession implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneSession.class);

    /// How long a connection is kept for the next message.
    private static final long LINGER = Duration.ofSeconds(2).toNanos();

    private final Lane lane;
    private final Dispatch dispatch;
    private @Nullable DeliverySession open;
    private @Nullable Target target;
    private String sessionId = "";
    private @Nullable Wiretap tap;
    private @Nullable UUID carried;
    private Set<String> carriedTo = Set.of();

    LaneSession(Lane lane, Dispatch dispatch) {
        this.lane = lane;
        this.dispatch = dispatch;
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
        } catch (RuntimeException e) {
            LOG.error("a session of {} with {} failed", lane.source.name(), lane.site, e);
            lane.lost();
        } finally {
            quit();
        }
    }

    private void quit() {
        var session = open;
        open = null;
        target = null;
        if (session != null) {
            session.quit();
        }
    }

    private void carry(Work work) {
        var consignment = work.consignment();
        try {
            var mail = consignment.mail();
            if (mail.envelope().recipients().isEmpty()) {
                lane.withdrawn();
                return;
            }
            consignment.begins();
            boolean wasOpen = open != null;
            var outcomes = attempt(work, mail);
            if (wasOpen && outcomes.stream().allMatch(LaneSession::isOfAnOldConnection)) {
                quit();
                outcomes = attempt(work, mail);
            }
            settle(work, outcomes);
        } catch (IOException e) {
            LOG.error("mail could not be read or noted; it stays where it was: {}", e.getMessage());
            lane.broke();
            consignment.putBack();
        } catch (RuntimeException e) {
            consignment.putBack();
            throw e;
        } finally {
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
    /// mail, and a new connection will show what the host thinks of us.
    private static boolean isOfAnOldConnection(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Broken(var stage, var trouble, var text) ->
                    stage == Stage.MAIL && trouble == Trouble.RESET;
            case Outcome.Refused(var stage, var reply) ->
                    stage == Stage.MAIL && reply.code().orElse(0) == 421;
            case Outcome.Accepted accepted -> false;
            case Outcome.Unfit unfit -> false;
        };
    }

    private static List<Outcome> all(int count, Outcome outcome) {
        return java.util.Collections.nCopies(count, outcome);
    }

    private List<Outcome> deliver(Mail mail) throws IOException {
        var session = open;
        if (session == null) {
            throw new IllegalStateException("not connected");
        }
        return session.deliver(mail);
    }

    /// Null when a session stands with one of the way's hosts; else what the last host tried came to.
    private @Nullable Outcome connect(Way.Open way) {
        if (open != null && target != null && way.route().reaches(target)) {
            return null;
        }
        quit();
        var targets = way.route().targets(dispatch.chance());
        Outcome last = null;
        for (var one : targets) {
            if (dispatch.hosts().isWorthTrying(one.socket())) {
                last = open(way, one);
                if (last == null || last instanceof Outcome.Refused) {
                    return last;
                }
            }
        }
        return last == null ? open(way, targets.getFirst()) : last;
    }

    private @Nullable Outcome open(Way.Open way, Target one) {
        sessionId = UUID.randomUUID().toString();
        var heard =
                dispatch.wiretaps().of(sessionId, lane.site, lane.source.name(), one.host().name());
        heard.carries(carried, carriedTo);
        tap = heard;
        target = one;
        var speaks = way.route().protocol() == Protocol.LMTP ? Speaks.LMTP : Speaks.SMTP;
        var peer =
                new Peer(
                        one.host().name(),
                        one.socket(),
                        speaks,
                        dispatch.security(one),
                        lane.source.bindFor(one.address()),
                        lane.source.ehlo().toString());
        return switch (DeliverySession.open(
                peer, dispatch.settings(), dispatch.tls(), dispatch.ticker(), heard)) {
            case Opening.Open(var session) -> {
                open = session;
                dispatch.hosts().answered(one.socket());
                yield null;
            }
            case Opening.Failed(var outcome) -> {
                dispatch.failed(one, outcome);
                yield outcome;
            }
        };
    }

    private void settle(Work work, List<Outcome> outcomes) {
        var provider = dispatch.provider(work.way());
        var settled = new ArrayList<Settled>();
        var facts = facts(work.way());
        Verdict laneRefusal = null;
        String refusal = "";
        boolean passed = false;
        for (var outcome : outcomes) {
            var verdict = dispatch.judges().verdict(outcome, provider);
            boolean ofLane = verdict != null && Blame.isOfTheLane(outcome, verdict);
            settled.add(new Settled(outcome, verdict, !ofLane));
            if (ofLane && laneRefusal == null) {
                laneRefusal = verdict;
                refusal = words(outcome);
                lane.heard(new LastWord(settled.getLast(), facts));
            }
            passed |=
                    outcome instanceof Outcome.Accepted
                            || outcome instanceof Outcome.Refused && !ofLane;
        }
        lane.count(settled);
        if (laneRefusal != null) {
            lane.refused(laneRefusal, refusal);
        } else if (passed) {
            lane.passed();
        } else {
            lane.heard(new LastWord(settled.getFirst(), facts));
            lane.broke();
        }
        work.consignment().settle(settled, facts);
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(var reply, var handsOn) -> String.join("\n", reply.lines());
            case Outcome.Refused(var stage, var reply) ->
                    (reply.code().isPresent() ? reply.code().getAsInt() + " " : "")
                            + String.join("\n", reply.lines());
            case Outcome.Broken(var stage, var trouble, var text) -> text;
            case Outcome.Unfit(var status, var text) -> text;
        };
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
                session == null ? null : session.tlsVersion().orElse(null));
    }

    private @Nullable String sourceIp(@Nullable DeliverySession session, @Nullable Target at) {
        if (session != null) {
            return session.localAddress().getHostAddress();
        }
        return at == null
                ? null
                : lane.source.bindFor(at.address()).map(InetAddress::getHostAddress).orElse(null);
    }
}
