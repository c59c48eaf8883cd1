package org.restante.app.trial;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.receiver.Limit;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.receiver.ReceiverModel.Greylist;
import org.restante.simulation.receiver.ReceiverModel.Noise;
import org.restante.simulation.receiver.Weather;

/// One receiver of the trial's world.
///
/// @param share of the traffic
/// @param provider as events name it; null where nobody knows who runs it
record Role(
        String domain,
        @Nullable String provider,
        Flavour flavour,
        int hosts,
        String hostName,
        double share,
        boolean greylists) {
    /// What comes at most is so many times as much as usual before a limit is met.
    private static final double ROOM = 4;

    static final List<Role> ALL =
            List.of(
                    known("gmail", Flavour.GMAIL, 4, "alt%d.gmail-smtp-in.l.google.com", .26),
                    known(
                            "microsoft",
                            Flavour.MICROSOFT,
                            2,
                            "mx%d.olc.protection.outlook.com",
                            .15),
                    known("yahoo", Flavour.YAHOO, 3, "mta%d.am0.yahoodns.net", .12),
                    known("orange", Flavour.ORANGE, 2, "smtp-in%d.orange.fr", .09),
                    known("gmx", Flavour.GMX, 2, "mx%d.gmx.net", .08),
                    known("comcast", Flavour.COMCAST, 2, "mx%d.mxge.comcast.net", .08),
                    firm("oak", .06, false),
                    firm("elm", .05, true),
                    firm("ash", .04, false),
                    firm("fir", .03, true),
                    firm("yew", .02, false),
                    firm("box", .02, false));

    private static Role known(
            String provider, Flavour flavour, int hosts, String hostName, double share) {
        return new Role(
                provider + "-users.example", provider, flavour, hosts, hostName, share, false);
    }

    private static Role firm(String name, double share, boolean greylists) {
        var domain = name + "-firm.example";
        return new Role(domain, null, Flavour.PLAIN, 2, "mx%d." + domain, share, greylists);
    }

    /// As incidents call it.
    String party() {
        return Objects.requireNonNullElse(provider, domain);
    }

    String host(int number) {
        return String.format(Locale.ROOT, hostName, number + 1);
    }

    /// @param perMinute of all mail
    /// @param sources that share it
    /// @param weather what becomes of its limit
    ReceiverModel model(double perMinute, int sources, Weather weather) {
        double perSecond = perMinute * share / sources / 60;
        var usual = ReceiverModel.of(party(), flavour);
        return new ReceiverModel(
                usual.name(),
                flavour,
                false,
                hosts,
                usual.door(),
                new Limit.Bucket(perSecond * ROOM, Math.max(5, perSecond * 20), false),
                flavour.limitedAt(),
                false,
                false,
                weather,
                usual.box(),
                usual.standing(),
                greylists
                        ? new Greylist(Duration.ofMinutes(5), Duration.ofHours(24), 1_000_000)
                        : null,
                new Noise(.002, .004),
                usual.latency(),
                null);
    }
}
