package org.restante.sending.dispatch;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.EnhancedStatusCode;
import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.delivery.Outcome;

/// Says what outcomes mean; a judge serves one thread at a time.
final class Judges {
    private final Supplier<Judge> made;
    private final ConcurrentLinkedQueue<Judge> free = new ConcurrentLinkedQueue<>();

    Judges(Supplier<Judge> made) {
        this.made = made;
    }

    /// Null for what was accepted. What a host refuses before it has heard of any mail is of no mail: said for good, it holds for now, unless it is
    /// a block of our address, which the lane waits for (as Postfix has it: `smtp_skip_5xx_greeting`).
    @Nullable Verdict verdict(Outcome outcome, @Nullable Provider provider) {
        var verdict = meaning(outcome, provider);
        return verdict == null
                        || verdict.effective() != Permanence.PERMANENT
                        || !Blame.isBeforeMail(outcome)
                        || Blame.isBlock(outcome, verdict)
                ? verdict
                : verdict.forNow();
    }

    private @Nullable Verdict meaning(Outcome outcome, @Nullable Provider provider) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> null;
            case Outcome.Refused(var stage, var reply) ->
                    judge(spelled(reply), stage, null, provider);
            case Outcome.Broken(var stage, var trouble, var text) ->
                    judge(text, stage, trouble, provider);
            // Our own words: the status says what they mean, and the rules are for receivers'.
            case Outcome.Unfit(var status, var text) ->
                    judge(
                            (status.startsWith("5") ? "554 " : "454 ") + status,
                            ours(status),
                            null,
                            provider);
        };
    }

    /// Where a host would have said so: at the recipient what is wrong with an address (`X.1.Y`, RFC 3463 §3.2), before that the rest.
    private static Stage ours(String status) {
        return EnhancedStatusCode.of(status).filter(code -> code.subject() == 1).isPresent()
                ? Stage.RCPT
                : Stage.MAIL;
    }

    private Verdict judge(
            String text, Stage stage, @Nullable Trouble trouble, @Nullable Provider provider) {
        var taken = free.poll();
        var judge = taken == null ? made.get() : taken;
        try {
            return judge.judge(text, stage, trouble, provider);
        } finally {
            free.add(judge);
        }
    }

    /// The reply as it came, lines joined by line feeds, each with its code.
    static String spelled(Reply reply) {
        var text = new StringBuilder();
        for (int i = 0; i < reply.lines().size(); i++) {
            boolean last = i == reply.lines().size() - 1;
            text.append(i == 0 ? "" : "\n");
            reply.code().ifPresent(code -> text.append(code).append(last ? ' ' : '-'));
            text.append(reply.lines().get(i));
        }
        return text.toString();
    }
}
