package org.restante.simulation.policy;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.simulation.receiver.Flavour;

/// One rule of KumoMTA's traffic shaping automation, as the community's file has them: so many matching replies in an hour set
/// something for a while.
///
/// @param provider whose replies; null for everybody's
record KumoRule(
        @Nullable String provider,
        Pattern pattern,
        int inAnHour,
        Deed deed,
        double value,
        long lasts) {
    enum Deed {
        SUSPEND,
        /// Messages a minute.
        RATE,
        CONNECTIONS,
        MESSAGES_PER_CONNECTION
    }

    private static final String TOLD_BY_ADDRESS =
            "Messages from \\d+\\.\\d+\\.\\d+\\.\\d+ temporarily deferred"
                    + "|has been temporarily rate limited due to IP reputation"
                    + "|Server busy\\. Please try again later from";

    /// Of the community's rules, those that the words of our receivers can match.
    static final List<KumoRule> COMMUNITY =
            List.of(
                    rule(null, TOLD_BY_ADDRESS, 1, Deed.RATE, 1, 90),
                    rule(null, TOLD_BY_ADDRESS, 1, Deed.CONNECTIONS, 1, 90),
                    rule(
                            "gmail",
                            "Our system has detected that this message",
                            5,
                            Deed.SUSPEND,
                            0,
                            60),
                    rule("gmail", "detected an unusual rate", 2, Deed.RATE, 10, 30),
                    rule("yahoo", "\\[TS(S04|01)\\]", 2, Deed.SUSPEND, 0, 120),
                    rule("yahoo", "Max message per connection", 3, Deed.RATE, 10, 60),
                    rule(
                            "microsoft",
                            "The mail server.*has been temporarily rate limited",
                            3,
                            Deed.SUSPEND,
                            0,
                            30),
                    rule(
                            "microsoft",
                            "has exceeded the maximum number of connections",
                            2,
                            Deed.CONNECTIONS,
                            1,
                            60),
                    rule(
                            "microsoft",
                            "number of messages per connection",
                            2,
                            Deed.MESSAGES_PER_CONNECTION,
                            2,
                            60),
                    rule("microsoft", "Temporary server error", 5, Deed.SUSPEND, 0, 60),
                    rule(null, "Too many connections", 3, Deed.CONNECTIONS, 1, 30));

    private static KumoRule rule(
            @Nullable String provider,
            String pattern,
            int inAnHour,
            Deed deed,
            double value,
            int minutes) {
        return new KumoRule(
                provider, Pattern.compile(pattern), inAnHour, deed, value, minutes * Spans.MINUTE);
    }

    boolean matches(Flavour flavour, String text) {
        return (provider == null || provider.equals(flavour.provider()))
                && pattern.matcher(text).find();
    }
}
