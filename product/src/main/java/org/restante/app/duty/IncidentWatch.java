package org.restante.app.duty;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.app.analysis.KnownPlaces;
import org.restante.app.identity.DnsChange;
import org.restante.app.knowledge.Knowledge;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.incident.Cell;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentChange;
import org.restante.insight.incident.IncidentScan;
import org.restante.insight.incident.ScanSettings;
import org.restante.insight.incident.Standstills;
import org.restante.insight.incident.Throttlings;
import org.restante.mail.event.Attempt;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Word;
import org.restante.sending.dispatch.Blame;
import org.restante.sending.dispatch.Hops;
import org.restante.sending.reception.Brakes;

/// Finds incidents in events, our own or those of other servers' logs, in the order in which they go on record, and remembers what a case file needs of the refusals. The
/// time is that of the events, and what [#passed] tells. One thread's.
public final class IncidentWatch {
    /// An attempt goes on record so soon after it was made; later ones are still counted in their own minute.
    private static final Duration LAG = Duration.ofSeconds(5);

    private static final Duration EACH = Duration.ofSeconds(5);

    /// Greylisting that lasts longer, and goes on after more attempts, holds mail up.
    private static final Duration GREYLISTED_FOR = Duration.ofMinutes(30);

    private static final int GREYLISTED_AT_MOST = 2;

    /// How the acts begin that tell of another key or certificate in use.
    public static final String KEY_CHANGE = "key change: ";

    /// How those begin that tell of other MX hosts of a domain.
    private static final String NEW_HOSTS = DnsChange.ACT + DnsChange.MX;

    /// The origin of our own events.
    static final String OURS = "restante";

    private static final Map<String, Cause> CAUSES =
            Stream.of(Cause.values()).collect(Collectors.toMap(Word::word, Function.identity()));

    private final IncidentScan scan = new IncidentScan(ScanSettings.defaults());
    private final Standstills standstills = new Standstills();
    private final Throttlings throttlings = new Throttlings();
    private final AlikeReplies replies;
    private final Receivers receivers;
    private final LatestChanges changes = new LatestChanges();
    private final FactGathering gathering;
    private final LatestAttempts latest = new LatestAttempts();
    private final Senders senders = new Senders();

    private long newest = Long.MIN_VALUE;
    private Instant looked = Instant.MIN;

    public IncidentWatch(Knowledge knowledge) {
        replies = new AlikeReplies(new Judge(knowledge.rules()), knowledge.providers());
        receivers = new Receivers(new KnownPlaces(knowledge.providers()));
        gathering = new FactGathering(replies, changes);
    }

    LatestAttempts latest() {
        return latest;
    }

    /// The next event on record.
    public void take(Event event) {
        // Whether a sender's own address takes mail says nothing of the lists that customers mail.
        if (event.isOfNotice()) {
            return;
        }
        var tried = event.attempt();
        if (tried != null && event.type().isAttempt()) {
            count(event, tried);
            return;
        }
        var host = HostNews.of(event);
        if (host.isPresent()) {
            hear(event, host.get());
        } else if (isChange(event)) {
            hearBrake(event);
            var change = new CaseFacts.Change(event.time(), words(event), told(event));
            domainOfHosts(event)
                    .ifPresentOrElse(
                            domain ->
                                    receivers
                                            .known(domain)
                                            .ifPresent(it -> changes.add(it, change)),
                            () -> changes.add(change));
        }
    }

    /// The domain whose MX hosts the DNS says to be others; empty when it is about something else.
    private static Optional<String> domainOfHosts(Event event) {
        var act = event.act() == null ? "" : event.act();
        return act.startsWith(NEW_HOSTS)
                ? Optional.of(act.substring(NEW_HOSTS.length()))
                : Optional.empty();
    }

    private void count(Event event, Attempt tried) {
        long minute = minute(event.time());
        if (minute > newest) {
            newest = minute;
            scan.advance(minute - 2);
        }
        var receiver = receivers.of(event);
        if (receiver == null) {
            return;
        }
        var cell =
                new Cell(
                        receiver.provider(),
                        receiver.site(),
                        tried.mxHost(),
                        tried.source() == null ? tried.sourceIp() : tried.source(),
                        event.stream(),
                        senders.count(event),
                        null);
        int number = scan.cell(cell);
        if (isFirstContact(event, tried)) {
            return;
        }
        long message =
                event.queueId() == null ? 0 : Fingerprint.of(event.queueId(), event.recipient());
        if (event.type() == EventType.DELIVERED) {
            latest.add(event.time(), cell, null);
            scan.count(minute, number, null, -1, message);
            standstills.count(event.time(), cell, null, null, -1, 0, false);
            throttlings.took(event.time(), cell, wait(tried));
            return;
        }
        var cause = cause(event, tried);
        latest.add(event.time(), cell, cause);
        int reply = replies.add(event, tried, cell.party());
        long session = tried.sessionId() == null ? 0 : Fingerprint.of(tried.sessionId());
        scan.count(
                minute,
                tried.stage() == null ? number : IncidentScan.atStage(number, tried.stage()),
                cause,
                reply,
                message,
                session);
        boolean closes = Boolean.FALSE.equals(tried.counted()) || isBlock(event, tried, cause);
        standstills.count(event.time(), cell, tried.stage(), cause, reply, session, closes);
        if (closes) {
            throttlings.closed(event.time(), cell, tried.stage(), cause, reply, session);
        }
    }

    /// How long it waited for its turn alone; null where it had been refused for itself.
    private static @Nullable Duration wait(Attempt tried) {
        boolean isFirst = tried.number() != null && tried.number() == 1;
        return isFirst && tried.delayMs() != null ? Duration.ofMillis(tried.delayMs()) : null;
    }

    /// A receiver puts off whom it does not know, and takes the mail a few minutes later: no harm is done, and nothing is learnt of it. Only
    /// where mail is held for long does greylisting count.
    private static boolean isFirstContact(Event event, Attempt tried) {
        return event.type() == EventType.DEFERRED
                && Cause.GREYLIST.word().equals(tried.cause())
                && (tried.number() == null
                        || tried.number() <= GREYLISTED_AT_MOST
                        || tried.delayMs() == null
                        || tried.delayMs() < GREYLISTED_FOR.toMillis());
    }

    /// A host of several cannot be spoken with, or can again.
    private void hear(Event event, HostNews news) {
        if (event.site() == null) {
            return;
        }
        var cell = new Cell(event.provider(), event.site(), news.host(), null, null, null);
        if (news.isAside()) {
            var tried = news.attempt();
            standstills.setAside(
                    event.time(),
                    cell,
                    tried.stage(),
                    replies.cause(event, tried),
                    replies.add(event, tried, cell.party()));
        } else {
            standstills.usedAgain(event.time(), cell);
        }
    }

    /// Our own server stopped who writes to many that do not exist, or that refuse it as spam.
    private void hearBrake(Event event) {
        if (Brakes.isBounceBrake(event.act(), event.actor())) {
            scan.alarm(minute(event.time()), Cause.NO_SUCH_USER);
            scan.alarm(minute(event.time()), Cause.CONTENT);
        }
    }

    /// Whether a receiver refused our address for good: that bounces the message, and closes the lane all the same.
    private static boolean isBlock(Event event, Attempt tried, Cause cause) {
        return event.type() == EventType.BOUNCED
                && event.origin().equals(OURS)
                && Word.of(Scope.class, String.valueOf(tried.scope()))
                        .filter(scope -> Blame.isBlock(cause, scope))
                        .isPresent();
    }

    private static Cause cause(Event event, Attempt tried) {
        var known = tried.cause() == null ? null : CAUSES.get(tried.cause());
        if (known != null) {
            return known;
        }
        return event.type() == EventType.DEFERRED ? Cause.OTHER_TEMPORARY : Cause.OTHER_PERMANENT;
    }

    /// Whether somebody changed something about how mail is sent; that a lane finds its pace follows from what a receiver did.
    private static boolean isChange(Event event) {
        var act = event.act();
        return event.type() == EventType.ACTION
                && act != null
                && event.actor() != null
                && event.recipient() == null
                && !act.startsWith(Hops.PACES)
                && !act.startsWith("suppress")
                && !act.startsWith("end of suppress");
    }

    private static String words(Event event) {
        var reason = event.reason() == null ? "" : ": " + event.reason();
        var act = event.act() == null ? "" : event.act();
        return act.startsWith(DnsChange.ACT) ? act + reason : act + " by " + event.actor() + reason;
    }

    /// Names and keys are public, what people order is not.
    private static @Nullable String told(Event event) {
        var act = event.act() == null ? "" : event.act();
        if (act.startsWith(DnsChange.ACT)) {
            return words(event);
        }
        return act.startsWith(KEY_CHANGE) ? act : null;
    }

    private static long minute(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), 60);
    }

    /// All events that were made a moment before are read.
    ///
    /// @return what opened, changed or closed
    public List<IncidentChange> passed(Instant now) {
        scan.advance(minute(now.minus(LAG)) - 1);
        var told = new ArrayList<>(scan.changes());
        if (looked.isBefore(now.minus(EACH))) {
            looked = now;
            told.addAll(standstills.passed(now));
            told.addAll(throttlings.passed(now));
        }
        return told;
    }

    /// What is known of, with what is over.
    public List<Incident> incidents() {
        var all = new ArrayList<>(scan.incidents());
        all.addAll(standstills.open(looked));
        all.addAll(throttlings.open(looked));
        return all;
    }

    /// What a case file needs beside the incident.
    public CaseFacts facts(Incident incident) {
        return gathering.facts(incident);
    }

    /// The texts of its refusals, the most frequent first.
    public List<String> replies(Incident incident) {
        return gathering.replies(incident);
    }
}
