package org.restante.insight.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// Makes the [Incident] of a [Track].
final class Account {
    private static final double ONE_STAGE = .9;
    private static final double NAMES_THE_CAUSE = .3;
    private static final int FREQUENT = 5;

    private final Crossings crossings;

    Account(Crossings crossings) {
        this.crossings = crossings;
    }

    Incident of(Track track) {
        var opinion = Opinion.of(mixture(track), shape(track.reach), track.rate());
        var first = opinion.first();
        var diagnosis = ofOurSource(first.signature().diagnosis());
        var advice = Advice.on(diagnosis, track.reach.isOfSomeMail(), sources() != 0);
        var cause = cause(track, first.signature());
        return new Incident(
                track.id,
                instant(track.since),
                track.isOpen() ? null : instant(track.until),
                scope(track),
                cause,
                diagnosis,
                first.probability() * margin(track.ahead),
                track.rate(),
                track.usual,
                track.attempts,
                track.refused,
                severity(diagnosis, cause, track),
                evidence(track),
                opinion.alternatives(margin(track.ahead)).stream().map(this::ofOurSource).toList(),
                advice.next(),
                advice.steps());
    }

    static Instant instant(long minute) {
        return Instant.ofEpochSecond(minute * 60);
    }

    /// How much the scope can be trusted that leads the next best by so many nats.
    private static double margin(double ahead) {
        return 1 / (1 + Math.exp(-ahead / 2));
    }

    private static double[] mixture(Track track) {
        var mixture = track.symptoms.clone();
        double all = 0;
        for (double symptom : mixture) {
            all += symptom;
        }
        for (int i = 0; i < mixture.length && all > 0; i++) {
            mixture[i] /= all;
        }
        return mixture;
    }

    private Shape shape(Reach reach) {
        var span =
                reach.isEverywhere()
                        ? Shape.Span.ALL
                        : reach.parties().cardinality() == 1 ? Shape.Span.ONE : Shape.Span.MANY;
        return new Shape(
                span,
                reach.source() > 0,
                reach.isOfSomeMail(),
                reach.unit() >= 0 && crossings.isHost(reach.unit()),
                sources() > 1,
                crossings.streams.size() > 2 || crossings.senders.size() > 2);
    }

    /// How many sources of ours are known.
    private int sources() {
        return crossings.sources.size() - 1;
    }

    /// Who has one source alone can not tell a block of the source from one of the sender, and is told of what can be looked up: the source.
    private Diagnosis ofOurSource(Diagnosis diagnosis) {
        if (sources() != 1) {
            return diagnosis;
        }
        return switch (diagnosis) {
            case SENDER_BLOCKED -> Diagnosis.SOURCE_BLOCKED_AT_ONE;
            case SENDER_BLOCKED_AT_MANY -> Diagnosis.SOURCE_BLOCKED_AT_MANY;
            default -> diagnosis;
        };
    }

    private Alternative ofOurSource(Alternative other) {
        var diagnosis = ofOurSource(other.diagnosis());
        return diagnosis == other.diagnosis()
                ? other
                : new Alternative(
                        diagnosis, other.cause(), other.confidence(), Advice.on(diagnosis).check());
    }

    /// What most replies say, or, where too few say anything, what the diagnosis is typical for.
    private static Cause cause(Track track, Signature signature) {
        int most = 0;
        for (int c = 0; c < track.causes.length; c++) {
            if (Family.of(Cause.values()[c]) != Family.UNKNOWN
                    && track.causes[c] > track.causes[most]) {
                most = c;
            }
        }
        boolean told = track.causes[most] > NAMES_THE_CAUSE * track.refused;
        return told ? Cause.values()[most] : signature.typical();
    }

    private IncidentScope scope(Track track) {
        var reach = track.reach;
        var names =
                reach.parties().stream()
                        .mapToObj(crossings.parties::name)
                        .sorted(Comparator.naturalOrder())
                        .toList();
        boolean host = reach.unit() >= 0 && crossings.isHost(reach.unit());
        var unit = reach.unit() < 0 ? null : crossings.unitName(reach.unit());
        var one = names.size() == 1 ? names.getFirst() : null;
        boolean provider = one != null && crossings.isProvider(one);
        return new IncidentScope(
                provider ? one : null,
                unit != null && !host ? unit : provider ? null : one,
                host ? unit : null,
                reach.source() == 0 ? null : crossings.sources.name(reach.source()),
                reach.stream() == 0 ? null : crossings.streams.name(reach.stream()),
                reach.sender() == 0 ? null : crossings.senders.name(reach.sender()),
                stage(track, ONE_STAGE),
                names);
    }

    private static @Nullable Stage stage(Track track, double share) {
        for (var stage : Stage.values()) {
            if (track.refused > 0 && track.stages[stage.ordinal() + 1] >= share * track.refused) {
                return stage;
            }
        }
        return null;
    }

    private List<Evidence> evidence(Track track) {
        var evidence = new ArrayList<Evidence>();
        evidence.add(new Evidence.Onset(instant(track.since), track.fromTheStart));
        evidence.add(new Evidence.Inside(track.refused, track.attempts));
        if (track.before != null) {
            evidence.add(track.before);
        }
        evidence.addAll(track.surroundings);
        evidence.add(new Evidence.Messages(track.messagesRefused(), track.messagesTried()));
        var stage = stage(track, .5);
        if (stage != null) {
            evidence.add(
                    new Evidence.AtStage(
                            stage, (double) track.stages[stage.ordinal() + 1] / track.refused));
        }
        evidence.add(new Evidence.Causes(causes(track)));
        if (track.volume != null) {
            evidence.add(track.volume);
        }
        if (track.firstReply >= 0) {
            evidence.add(new Evidence.Replies(track.firstReply, track.lastReply, frequent(track)));
        }
        return evidence;
    }

    private static List<Evidence.CauseCount> causes(Track track) {
        var counts = new ArrayList<Evidence.CauseCount>();
        for (var cause : Cause.values()) {
            if (track.causes[cause.ordinal()] > 0) {
                counts.add(new Evidence.CauseCount(cause, track.causes[cause.ordinal()]));
            }
        }
        counts.sort(Comparator.comparingLong(Evidence.CauseCount::refusals).reversed());
        return counts;
    }

    private static List<Integer> frequent(Track track) {
        return track.replies.entrySet().stream()
                .sorted(
                        Comparator.<Map.Entry<Integer, long[]>>comparingLong(e -> -e.getValue()[0])
                                .thenComparing(Map.Entry::getKey))
                .limit(FREQUENT)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Severity severity(Diagnosis diagnosis, Cause cause, Track track) {
        double share = Interval.lower(track.refused, track.attempts);
        return switch (diagnosis) {
            case OWN_NETWORK, SOURCE_DOWN -> Severity.PAUSE;
            case HOST_BAD, PROVIDER_OUTAGE, GREYLISTING, TLS_BROKEN, MAILBOXES -> Severity.OBSERVE;
            case BAD_LIST, CONTENT_AT_ONE, CONTENT_AT_MANY ->
                    share >= .15 ? Severity.PAUSE : Severity.THROTTLE;
            case RATE_CUT,
                    CONNECTION_LIMIT,
                    SOURCE_BLOCKED_AT_ONE,
                    SOURCE_BLOCKED_AT_MANY,
                    SENDER_BLOCKED,
                    SENDER_BLOCKED_AT_MANY,
                    POLICY_REFUSAL,
                    IDENTITY,
                    AUTHENTICATION_BROKEN,
                    UNEXPLAINED ->
                    byShare(share, cause);
        };
    }

    private static Severity byShare(double share, Cause cause) {
        if (share >= .5 || (cause == Cause.BLOCKLIST && share >= .15)) {
            return Severity.PAUSE;
        }
        return share >= .15 ? Severity.THROTTLE : Severity.OBSERVE;
    }
}
