package org.restante.app.config;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.restante.meaning.verdict.Cause;
import org.restante.sending.suppression.Origin;
import org.restante.sending.suppression.SuppressionSettings;

/// `[suppression]`: who is not mailed.
public record SuppressionSection(
        @Key(
                        value =
                                "what an SMTP client hears at RCPT of a recipient on the list: `refuse` (550 5.7.1), or `accept`, and then the"
                                        + " mail is given up at its first attempt and its sender gets a notice",
                        usual = "refuse",
                        why =
                                "who is told at once mends its list and loses no mail unseen; accept is for programs that drop the whole"
                                        + " message when one recipient is refused")
                AtRcpt atRcpt,
        @Key(
                        value =
                                "refusals for good (5xx) that put their recipient on the list: `no-such-user`, `mailbox-disabled`",
                        usual = "no-such-user, mailbox-disabled",
                        why =
                                "receivers count mail to mailboxes that do not exist against its sender")
                List<Automatic> automatic,
        @Key(
                        value = "how long such an entry holds",
                        why = "without it for ever; mailboxes that come back are rare",
                        example = "180d",
                        min = "1h")
                Optional<Duration> automaticFor,
        @Key(
                        value = "whether such an entry is for the mail of all tenants",
                        usual = "false",
                        why = "a tenant learns nothing of another's recipients")
                boolean shared,
        @Key(
                        value =
                                "origins whose entries keep bulk mail back alone, and let mail of the stream `transactional` go",
                        usual = "unsubscribe",
                        why =
                                "who leaves a list still wants the invoice; a complaint or a bounce is of all mail")
                List<Origin> bulkOnly) {
    /// What is said at RCPT.
    public enum AtRcpt {
        REFUSE,
        ACCEPT
    }

    /// What may put a recipient on the list.
    public enum Automatic {
        NO_SUCH_USER(Cause.NO_SUCH_USER),
        MAILBOX_DISABLED(Cause.MAILBOX_DISABLED);

        private final Cause cause;

        Automatic(Cause cause) {
            this.cause = cause;
        }
    }

    public SuppressionSettings settings() {
        var causes = EnumSet.noneOf(Cause.class);
        automatic.forEach(one -> causes.add(one.cause));
        var origins = EnumSet.noneOf(Origin.class);
        origins.addAll(bulkOnly);
        return new SuppressionSettings(
                atRcpt == AtRcpt.REFUSE, causes, automaticFor, shared, origins);
    }
}
