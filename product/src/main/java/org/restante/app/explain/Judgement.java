package org.restante.app.explain;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.EnhancedStatusCode;
import org.restante.meaning.reference.CodeClass;
import org.restante.meaning.reference.CodePage;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Verdict;

/// What can be said of a refusal, or of a code that stands alone: then it comes from the code's page, and much of it is unknown.
///
/// @param code 0 when unknown
/// @param rule the rule that decided, or `page/` and the page that was asked
public record Judgement(
        int code,
        @Nullable String status,
        @Nullable String provider,
        @Nullable Cause cause,
        @Nullable Scope scope,
        @Nullable Permanence signalled,
        @Nullable Permanence effective,
        @Nullable Duration retryAfter,
        @Nullable Duration minimumPause,
        List<NextStep> next,
        @Nullable String rule,
        @Nullable String explanation) {
    public Judgement {
        next = List.copyOf(next);
    }

    static Judgement nothing() {
        return new Judgement(
                0, null, null, null, null, null, null, null, null, List.of(), null, null);
    }

    static Judgement of(Verdict verdict) {
        boolean refusal = verdict.isRefusal();
        return new Judgement(
                verdict.code(),
                verdict.status(),
                verdict.provider(),
                refusal ? verdict.cause() : null,
                refusal ? verdict.scope() : null,
                verdict.signalled(),
                refusal ? verdict.effective() : null,
                verdict.retryAfter(),
                verdict.minimumPause(),
                refusal ? verdict.next() : List.of(),
                verdict.rule(),
                verdict.explanation());
    }

    /// What the page says of the code `asked` when there is no reply.
    static Judgement of(CodePage page, String asked) {
        var nature = page.nature();
        var signalled = signalled(asked);
        return new Judgement(
                asked.matches("\\d{3}") ? Integer.parseInt(asked) : 0,
                EnhancedStatusCode.of(asked).map(EnhancedStatusCode::toString).orElse(null),
                page.heading().provider(),
                nature.cause(),
                nature.scope(),
                signalled,
                effective(nature.codeClass(), signalled),
                null,
                null,
                nature.next(),
                "page/" + page.id(),
                page.meaning());
    }

    Judgement withCode(int replyCode) {
        return new Judgement(
                replyCode,
                status,
                provider,
                cause,
                scope,
                signalled,
                effective,
                retryAfter,
                minimumPause,
                next,
                rule,
                explanation);
    }

    private static @Nullable Permanence signalled(String asked) {
        if (!asked.matches("\\d{3}|\\d\\.\\d+\\.\\d+")) {
            return null;
        }
        return switch (asked.charAt(0)) {
            case '4' -> Permanence.TEMPORARY;
            case '5' -> Permanence.PERMANENT;
            default -> null;
        };
    }

    private static @Nullable Permanence effective(
            CodeClass codeClass, @Nullable Permanence signalled) {
        return switch (codeClass) {
            case TEMPORARY -> Permanence.TEMPORARY;
            case PERMANENT -> Permanence.PERMANENT;
            case EITHER -> signalled;
            case SUCCESS -> null;
        };
    }
}
