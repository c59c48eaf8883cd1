package org.restante.meaning.verdict;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.ReplyScan;

/// Makes verdicts, and gives the same object for the same verdict.
final class Verdicts {
    private static final int MOST = 20_000;
    private static final int MOST_STATUSES = 4_000;

    /// What makes two verdicts the same.
    private record Sameness(String rule, int code, int status, String provider, long seconds) {}

    private final Map<Sameness, Verdict> verdicts = new HashMap<>();
    private final Map<Integer, String> statuses = new HashMap<>();

    Verdict of(Finding finding, ReplyScan scan) {
        var provider = finding.provider();
        var made =
                new Verdict(
                        scan.code(),
                        status(scan.status()),
                        provider == null ? null : provider.word(),
                        other(finding.cause(), finding.effective()),
                        finding.scope(),
                        finding.signalled(),
                        finding.effective(),
                        null,
                        finding.minimumPause(),
                        finding.next(),
                        finding.by(),
                        finding.explanation());
        var same = sameness(made, scan.status(), RetryHint.NONE);
        var known = verdicts.get(same);
        return known != null ? known : kept(same, made);
    }

    /// The same verdict with the delay that the text at hand names.
    Verdict hinted(Verdict plain, int status, long seconds) {
        var same = sameness(plain, status, seconds);
        var known = verdicts.get(same);
        return known != null
                ? known
                : kept(same, plain.withRetryAfter(Duration.ofSeconds(seconds)));
    }

    private static Sameness sameness(Verdict verdict, int status, long seconds) {
        var provider = verdict.provider();
        return new Sameness(
                verdict.rule(),
                verdict.code(),
                status,
                provider == null ? "" : provider,
                seconds * 4 + (verdict.signalled() == null ? 2 : verdict.signalled().ordinal()));
    }

    private Verdict kept(Sameness same, Verdict verdict) {
        if (verdicts.size() >= MOST) {
            verdicts.clear();
        }
        verdicts.put(same, verdict);
        return verdict;
    }

    /// A refusal without a known cause is called by what it comes to.
    private static Cause other(Cause cause, Permanence effective) {
        if (cause == Cause.OTHER_TEMPORARY && effective == Permanence.PERMANENT) {
            return Cause.OTHER_PERMANENT;
        }
        return cause == Cause.OTHER_PERMANENT && effective == Permanence.TEMPORARY
                ? Cause.OTHER_TEMPORARY
                : cause;
    }

    private @Nullable String status(int status) {
        if (status == 0) {
            return null;
        }
        if (statuses.size() >= MOST_STATUSES) {
            statuses.clear();
        }
        return statuses.computeIfAbsent(status, Verdicts::written);
    }

    private static String written(int status) {
        return status / 1_000_000 + "." + status / 1_000 % 1_000 + "." + status % 1_000;
    }
}
