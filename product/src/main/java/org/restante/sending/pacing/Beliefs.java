package org.restante.sending.pacing;

import java.util.Locale;

/// Says what the law believes of a lane, in numbers and in a sentence.
final class Beliefs {
    private final Speed speed;
    private final Site site;
    private final ConnectRate connectRate;
    private final Gate gate;
    private final Outage outage;
    private final ConnectionNeed need;

    Beliefs(
            Speed speed,
            Site site,
            ConnectRate connectRate,
            Gate gate,
            Outage outage,
            ConnectionNeed need) {
        this.speed = speed;
        this.site = site;
        this.connectRate = connectRate;
        this.gate = gate;
        this.outage = outage;
        this.need = need;
    }

    /// @param published messages a second
    /// @param pauseLeft seconds; 0 when open
    Belief at(
            double published,
            int connections,
            int messagesPerConnection,
            double clearing,
            double pauseLeft,
            long waiting,
            long now) {
        var bracket = speed.limit.bracket;
        double rate = Math.min(speed.perSecond(), published);
        double drain = waiting == 0 || Double.isInfinite(rate) ? 0 : waiting / rate;
        var binding = binding(published, now);
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
                limit() + "; " + bound(binding, rate, pauseLeft));
    }

    private Binding binding(double published, long now) {
        if (outage.lasts()) {
            return Binding.OUTAGE;
        }
        if (gate.isClosed()) {
            return gate.due() == Long.MAX_VALUE ? Binding.CANARY : Binding.PAUSE;
        }
        if (connectRate.isKnown() && connectRate.due(now) > now) {
            return Binding.CONNECTION_RATE;
        }
        if (speed.isBounded() && lacksConnections(now)) {
            return Binding.CONNECTIONS;
        }
        if (published < speed.perSecond()) {
            return Binding.PUBLISHED_LIMIT;
        }
        if (!speed.isBounded()) {
            return Binding.NOTHING;
        }
        return speed.limit.quota.isKnown() ? Binding.QUOTA : Binding.RATE;
    }

    private boolean lacksConnections(long now) {
        int needed = need.at(speed.perSecond());
        return site.connections.allowed(needed, now) < needed;
    }

    private String limit() {
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

    private String bound(Binding binding, double rate, double pauseLeft) {
        return switch (binding) {
            case NOTHING -> "nothing holds it back";
            case RATE -> "goes at " + Rate.text(rate);
            case QUOTA ->
                    text(
                            "goes at %s for %d messages in %.0f s",
                            Rate.text(rate),
                            speed.limit.quota.messages(),
                            speed.limit.quota.window());
            case PUBLISHED_LIMIT ->
                    "goes at " + Rate.text(rate) + ", the bound of its profile or of [limits]";
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
