package org.restante.sending.pacing;

import java.util.Locale;

/// Says what the law believes of a lane, in numbers and in a sentence.
final class Beliefs {
    private Beliefs() {}

    /// @param rate what binds, of the learnt and the published one
    /// @param pauseLeft seconds; 0 when open
    static Belief of(
            Speed speed,
            Site site,
            ConnectRate connectRate,
            int connections,
            int messagesPerConnection,
            Binding binding,
            double rate,
            double clearing,
            double pauseLeft,
            long waiting) {
        var bracket = speed.limit.bracket;
        double drain = waiting == 0 ? 0 : Double.isInfinite(rate) ? 0 : waiting / rate;
        return new Belief(
                rate,
                bracket.certified(),
                bracket.refused(),
                speed.limit.refusals(),
                speed.limit.quota.messages(),
                speed.limit.quota.window(),
                connections,
                messagesPerConnection,
                connectRate.perMinute(),
                clearing,
                pauseLeft,
                drain,
                binding,
                limit(speed) + "; " + bound(binding, rate, pauseLeft, speed, site, connectRate));
    }

    private static String limit(Speed speed) {
        var bracket = speed.limit.bracket;
        if (bracket.isOpen()) {
            return bracket.certified() > 0
                    ? "no limit met; " + Rate.text(bracket.certified()) + " seen to pass"
                    : "no limit met";
        }
        return bracket.certified() > 0
                ? "limit between "
                        + Rate.text(bracket.certified())
                        + " and "
                        + Rate.text(bracket.refused())
                : "limit below " + Rate.text(bracket.refused());
    }

    private static String bound(
            Binding binding,
            double rate,
            double pauseLeft,
            Speed speed,
            Site site,
            ConnectRate connectRate) {
        return switch (binding) {
            case NOTHING -> "nothing holds it back";
            case RATE -> "goes at " + Rate.text(rate);
            case QUOTA ->
                    text(
                            "goes at %s for %d messages in %.0f s",
                            Rate.text(rate),
                            speed.limit.quota.messages(),
                            speed.limit.quota.window());
            case PUBLISHED_LIMIT -> "goes at the published " + Rate.text(rate);
            case CONNECTIONS -> text("the receiver takes %d connections", site.connections.most());
            case CONNECTION_RATE ->
                    text("the receiver takes %.0f connections a minute", connectRate.perMinute());
            case PAUSE -> text("closed; a canary leaves in %.0f s", pauseLeft);
            case CANARY -> "closed; a canary is out";
            case OUTAGE -> text("no host answers; tried again in %.0f s", pauseLeft);
        };
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
