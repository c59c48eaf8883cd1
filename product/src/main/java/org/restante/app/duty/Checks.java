package org.restante.app.duty;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.restante.app.duty.Entry.What;
import org.restante.app.identity.Finding;
import org.restante.app.identity.MendChecks;
import org.restante.insight.casefile.Mend;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;
import org.restante.meaning.verdict.Cause;
import org.restante.sending.queue.By;

/// Finds out for people whether what mends an incident is so, and keeps what was found with it. Each question is asked once in a while, and
/// few at once.
public final class Checks {
    private static final Duration BETWEEN = Duration.ofSeconds(10);
    private static final int AT_ONCE = 4;

    /// Of fewer attempts nobody can tell.
    private static final int ENOUGH = 5;

    /// Asked too often; another time there is an answer.
    public static final class TooSoon extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Duration wait;

        TooSoon(String why, Duration wait) {
            super(why);
            this.wait = wait;
        }

        public Duration shouldWait() {
            return wait;
        }
    }

    private final Casebook casebook;
    private final LatestAttempts attempts;
    private final MendChecks checks;
    private final InstantSource clock;

    /// Those that are under way, by incident and mend. Guards itself.
    private final Set<String> underWay = new HashSet<>();

    Checks(Casebook casebook, LatestAttempts attempts, MendChecks checks, InstantSource clock) {
        this.casebook = casebook;
        this.attempts = attempts;
        this.checks = checks;
        this.clock = clock;
    }

    /// Checks it now; what is found is on the incident's timeline and on record.
    ///
    /// @return empty when there is no such incident
    /// @throws IllegalArgumentException when no server can find it out, or it is nothing that mends this incident
    public Optional<Case> check(String id, Mend mend, By by) throws IOException, TooSoon {
        var one = casebook.find(id).orElse(null);
        if (one == null) {
            return Optional.empty();
        }
        if (!Mend.of(one.incident().diagnosis()).contains(mend)) {
            throw new IllegalArgumentException(
                    mend.word() + " is nothing that mends " + one.incident().diagnosis().word());
        }
        var whyNot = whyNot(one, mend);
        if (whyNot.isPresent()) {
            throw new IllegalArgumentException(whyNot.get());
        }
        begin(one, mend);
        try {
            var found =
                    mend == Mend.REFUSALS
                            ? refusals(one)
                            : checks.check(mend, one.incident(), one.facts());
            return casebook.alter(
                    id,
                    What.CHECKED,
                    by,
                    mend.words() + ": " + found.result().word() + "; " + found.found(),
                    it -> it.with(it.work().with(check(mend, found, by))));
        } finally {
            end(id, mend);
        }
    }

    /// Why the server cannot find it out; empty where it can be tried.
    public Optional<String> whyNot(Case one, Mend mend) {
        return checks.whyNot(mend, one.facts());
    }

    private MendCheck check(Mend mend, Finding found, By by) {
        return new MendCheck(mend, found, clock.instant(), by.actor());
    }

    private void begin(Case one, Mend mend) throws TooSoon {
        var next = one.work().check(mend).map(it -> it.at().plus(BETWEEN)).orElse(Instant.MIN);
        var now = clock.instant();
        if (now.isBefore(next)) {
            throw new TooSoon("it was checked a moment ago", Duration.between(now, next));
        }
        synchronized (underWay) {
            if (underWay.size() >= AT_ONCE || !underWay.add(key(one.id(), mend))) {
                throw new TooSoon("it is being checked, or others are", BETWEEN);
            }
        }
    }

    private void end(String id, Mend mend) {
        synchronized (underWay) {
            underWay.remove(key(id, mend));
        }
    }

    private static String key(String id, Mend mend) {
        return id + " " + mend;
    }

    /// Whether the latest attempts since the last act were taken; since the onset where nothing was done.
    private Finding refusals(Case one) {
        var act = one.deeds().isEmpty() ? null : one.deeds().getLast().at();
        var since = act == null ? one.incident().since() : act;
        var causes = causes(one.incident());
        var latest = attempts.of(one.incident().scope(), since);
        var refused =
                latest.stream()
                        .filter(it -> it.cause() != null && causes.contains(it.cause()))
                        .toList();
        var from = since + (act == null ? " (the onset)" : " (the last act)");
        if (latest.isEmpty()) {
            return Finding.unknown("there was no attempt since " + from);
        }
        var words =
                refused.size()
                        + " of the last "
                        + latest.size()
                        + " attempts since "
                        + from
                        + " were refused for the incident's reasons"
                        + (refused.isEmpty() ? "" : ", the last at " + refused.getFirst().at());
        if (!refused.isEmpty()) {
            return Finding.fail(words);
        }
        return latest.size() < ENOUGH
                ? Finding.unknown(words + "; that is too few to tell")
                : Finding.pass(words);
    }

    private static Set<Cause> causes(Incident incident) {
        var causes = EnumSet.of(incident.cause());
        for (var evidence : incident.evidence()) {
            if (evidence instanceof Evidence.Causes(var counts)) {
                counts.forEach(it -> causes.add(it.cause()));
            }
        }
        return causes;
    }
}
