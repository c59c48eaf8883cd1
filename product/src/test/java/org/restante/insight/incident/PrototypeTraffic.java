package org.restante.insight.incident;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Cause;

/// The first generator: the thirteen kinds of incident of the design's prototype, at random scope, level and time.
///
/// Ten receivers of falling size with three MX hosts each, three sources, four streams, six hours; a day's wave, bursts, and a
/// background of refusals that differs by receiver and stream.
final class PrototypeTraffic implements Traffic {
    static final int MINUTES = 360;
    private static final int PARTIES = 10;
    private static final int SOURCES = 3;
    private static final int HOSTS = 3;
    private static final double[] STREAM_SHARES = {.1, .5, .3, .1};
    private static final String[] STREAMS = {"receipts", "news", "offers", "alerts"};

    /// The groups of refusals the prototype tells apart.
    private enum Group {
        NET,
        TLS,
        SERVER,
        RATE,
        BLOCK,
        UNKNOWN,
        POLICY,
        AUTH,
        BAD_RECIPIENT,
        GREY,
        MAILBOX,
        /// Rate, block and content with texts that tell nothing, at the stage such refusals come at.
        HIDDEN_RATE,
        HIDDEN_BLOCK,
        HIDDEN_CONTENT
    }

    enum Kind {
        PROVIDER_RATE(Diagnosis.RATE_CUT),
        IP_BLOCK_ONE(Diagnosis.SOURCE_BLOCKED_AT_ONE),
        IP_BLOCKLIST_MANY(Diagnosis.SOURCE_BLOCKED_AT_MANY),
        MX_HOST(Diagnosis.HOST_BAD),
        PROVIDER_OUTAGE(Diagnosis.PROVIDER_OUTAGE),
        OWN_NETWORK(Diagnosis.OWN_NETWORK),
        SOURCE_IP_DOWN(Diagnosis.SOURCE_DOWN),
        CONTENT_ONE(Diagnosis.CONTENT_AT_ONE),
        CONTENT_MANY(Diagnosis.CONTENT_AT_MANY),
        BAD_LIST(Diagnosis.BAD_LIST),
        AUTH_BROKEN(Diagnosis.AUTHENTICATION_BROKEN),
        GREYLIST(Diagnosis.GREYLISTING),
        TLS_BROKEN(Diagnosis.TLS_BROKEN);

        final Diagnosis diagnosis;

        Kind(Diagnosis diagnosis) {
            this.diagnosis = diagnosis;
        }
    }

    private record Planted(
            Kind kind,
            long from,
            long to,
            Set<Integer> parties,
            int host,
            int source,
            int stream,
            Group shown,
            double share) {}

    /// `-DhiddenStage=true` lets all of them come at RCPT, as if no log told the stage.
    private static final boolean STAGE_HIDDEN = Boolean.getBoolean("hiddenStage");

    private static final String[] OPAQUE = {
        "451 4.7.1 Temporarily deferred",
        "451 4.0.0 deferred",
        "421 4.7.0 Temporarily rejected. Try again later"
    };

    private final SplittableRandom chance;
    private final double perMinute;

    /// A text that tells nothing; one run knows one.
    private final String opaqueText;

    private final long start;
    private final double[] weights = new double[PARTIES];
    private final double[][][] background;
    private final List<Planted> planted = new ArrayList<>();
    private long message;

    /// @param opaque share of rate, block and policy refusals whose texts tell nothing
    PrototypeTraffic(long seed, double perMinute, int incidents, double opaque, long start) {
        chance = new SplittableRandom(seed);
        this.perMinute = perMinute;
        opaqueText = OPAQUE[(int) Math.floorMod(seed, (long) OPAQUE.length)];
        this.start = start;
        double sum = 0;
        for (int p = 0; p < PARTIES; p++) {
            weights[p] = 1 / Math.pow(p + 1, 1.1);
            sum += weights[p];
        }
        for (int p = 0; p < PARTIES; p++) {
            weights[p] /= sum;
        }
        background = background();
        for (int i = 0; i < incidents; i++) {
            planted.add(plant(chance.nextDouble() < opaque));
        }
    }

    private double[][][] background() {
        var shares = new double[Group.values().length][PARTIES][STREAMS.length];
        for (int p = 0; p < PARTIES; p++) {
            for (int s = 0; s < STREAMS.length; s++) {
                shares[Group.NET.ordinal()][p][s] = .001 + .002 * chance.nextDouble();
                shares[Group.SERVER.ordinal()][p][s] = .002 + .008 * chance.nextDouble();
                shares[Group.RATE.ordinal()][p][s] =
                        chance.nextDouble() < .3 ? .01 * chance.nextDouble() : .001;
                shares[Group.BLOCK.ordinal()][p][s] = .0005;
                shares[Group.UNKNOWN.ordinal()][p][s] = .002 * chance.nextDouble();
                shares[Group.POLICY.ordinal()][p][s] = .002 * chance.nextDouble();
                shares[Group.BAD_RECIPIENT.ordinal()][p][s] = .002 + .01 * chance.nextDouble();
                shares[Group.GREY.ordinal()][p][s] = p > 5 && chance.nextDouble() < .4 ? .04 : .001;
                shares[Group.MAILBOX.ordinal()][p][s] = .003;
            }
        }
        return shares;
    }

    private Planted plant(boolean opaque) {
        var kind = Kind.values()[chance.nextInt(Kind.values().length)];
        long from = start + 70 + chance.nextInt(150);
        long to = from + 30 + chance.nextInt(80);
        var one = Set.of(chance.nextInt(PARTIES));
        var many = new HashSet<Integer>();
        while (many.size() < 4) {
            for (int p = 0; p < PARTIES; p++) {
                if (chance.nextDouble() < .65) {
                    many.add(p);
                }
            }
        }
        Set<Integer> all = Set.of();
        int source = chance.nextInt(SOURCES);
        int stream = chance.nextInt(STREAMS.length);
        int host = chance.nextInt(HOSTS);
        double u = chance.nextDouble();
        var made =
                switch (kind) {
                    case PROVIDER_RATE ->
                            new Planted(kind, from, to, one, -1, -1, -1, Group.RATE, .25 + .6 * u);
                    case IP_BLOCK_ONE ->
                            new Planted(
                                    kind, from, to, one, -1, source, -1, Group.BLOCK, .7 + .3 * u);
                    case IP_BLOCKLIST_MANY ->
                            new Planted(
                                    kind, from, to, many, -1, source, -1, Group.BLOCK, .7 + .3 * u);
                    case MX_HOST ->
                            new Planted(
                                    kind,
                                    from,
                                    to,
                                    one,
                                    host,
                                    -1,
                                    -1,
                                    chance.nextBoolean() ? Group.NET : Group.SERVER,
                                    .5 + .5 * u);
                    case PROVIDER_OUTAGE ->
                            new Planted(kind, from, to, one, -1, -1, -1, Group.NET, .85 + .15 * u);
                    case OWN_NETWORK ->
                            new Planted(kind, from, to, all, -1, -1, -1, Group.NET, .4 + .6 * u);
                    case SOURCE_IP_DOWN ->
                            new Planted(
                                    kind, from, to, all, -1, source, -1, Group.NET, .6 + .4 * u);
                    case CONTENT_ONE ->
                            new Planted(
                                    kind, from, to, one, -1, -1, stream, Group.POLICY, .2 + .6 * u);
                    case CONTENT_MANY ->
                            new Planted(
                                    kind,
                                    from,
                                    to,
                                    many,
                                    -1,
                                    -1,
                                    stream,
                                    Group.POLICY,
                                    .2 + .6 * u);
                    case BAD_LIST ->
                            new Planted(
                                    kind,
                                    from,
                                    to,
                                    all,
                                    -1,
                                    -1,
                                    stream,
                                    Group.BAD_RECIPIENT,
                                    .06 + .3 * u);
                    case AUTH_BROKEN ->
                            new Planted(
                                    kind, from, to, many, -1, -1, stream, Group.AUTH, .8 + .2 * u);
                    case GREYLIST ->
                            new Planted(kind, from, to, one, -1, -1, -1, Group.GREY, .3 + .5 * u);
                    case TLS_BROKEN ->
                            new Planted(kind, from, to, one, -1, -1, -1, Group.TLS, .5 + .5 * u);
                };
        boolean hides =
                made.shown == Group.RATE || made.shown == Group.BLOCK || made.shown == Group.POLICY;
        return opaque && hides
                ? new Planted(
                        kind,
                        from,
                        to,
                        made.parties,
                        made.host,
                        made.source,
                        made.stream,
                        hidden(made.shown),
                        made.share)
                : made;
    }

    private static Group hidden(Group group) {
        return group == Group.RATE
                ? Group.HIDDEN_RATE
                : group == Group.BLOCK ? Group.HIDDEN_BLOCK : Group.HIDDEN_CONTENT;
    }

    @Override
    public void minute(long minute, Consumer<Mailing> to) {
        double wave = 1 + .3 * Math.sin((minute - start) / 60.0);
        double burst = chance.nextDouble() < .05 ? 2.5 : 1;
        double mean = perMinute * wave * burst * (.8 + .4 * chance.nextDouble());
        int n = (int) mean + (chance.nextDouble() < mean - (int) mean ? 1 : 0);
        for (int i = 0; i < n; i++) {
            to.accept(attempt(minute));
        }
    }

    private Mailing attempt(long minute) {
        int party = pick(weights);
        int stream = pick(STREAM_SHARES);
        int host = chance.nextInt(HOSTS);
        int source = chance.nextInt(SOURCES);
        var group = outcome(minute, party, host, source, stream);
        var domain = domain(party);
        return new Mailing(
                minute,
                domain,
                "mx" + host + "." + domain,
                address(source),
                STREAMS[stream],
                ++message,
                group == null ? null : refusal(group));
    }

    private int pick(double[] shares) {
        double u = chance.nextDouble();
        int i = 0;
        while (i < shares.length - 1 && (u -= shares[i]) > 0) {
            i++;
        }
        return i;
    }

    private @Nullable Group outcome(long minute, int party, int host, int source, int stream) {
        for (var p : planted) {
            if (minute >= p.from
                    && minute < p.to
                    && (p.parties.isEmpty() || p.parties.contains(party))
                    && (p.host < 0 || p.host == host)
                    && (p.source < 0 || p.source == source)
                    && (p.stream < 0 || p.stream == stream)
                    && chance.nextDouble() < p.share) {
                return p.shown;
            }
        }
        double u = chance.nextDouble();
        for (var group : Group.values()) {
            if ((u -= background[group.ordinal()][party][stream]) < 0) {
                return group;
            }
        }
        return null;
    }

    private static String domain(int party) {
        return "receiver" + party + ".test";
    }

    private static String address(int source) {
        return "198.51.100." + (10 + source);
    }

    /// Texts as servers write them, of the kind that the group stands for.
    private Mailing.Refusal refusal(Group group) {
        boolean one = chance.nextBoolean();
        return switch (group) {
            case NET ->
                    Mailing.Refusal.trouble(
                            Stage.CONNECT,
                            one ? "Connection timed out" : "Connection refused",
                            one ? Trouble.TIMEOUT : Trouble.REFUSED);
            case TLS -> Mailing.Refusal.trouble(Stage.STARTTLS, "handshake failure", Trouble.TLS);
            case SERVER ->
                    reply(
                            Stage.GREETING,
                            one
                                    ? "421 4.3.2 Service not available, closing transmission channel"
                                    : "451 4.3.0 Temporary system problem, please try again later",
                            Cause.SERVER_ERROR);
            case RATE ->
                    reply(
                            Stage.MAIL,
                            one
                                    ? "450 4.7.1 Message rate limit exceeded, slow down"
                                    : "421 4.7.0 Too many messages from your address, rate limited",
                            Cause.RATE);
            case BLOCK ->
                    one
                            ? reply(
                                    Stage.GREETING,
                                    "554 5.7.1 Service unavailable; Client host [198.51.100.10] blocked using zen.spamhaus.org",
                                    Cause.BLOCKLIST)
                            : reply(
                                    Stage.GREETING,
                                    "421 4.7.0 Mail from 198.51.100.10 deferred due to poor IP reputation",
                                    Cause.REPUTATION);
            case UNKNOWN -> opaque(Stage.RCPT);
            case HIDDEN_RATE -> opaque(Stage.MAIL);
            case HIDDEN_BLOCK -> opaque(Stage.GREETING);
            case HIDDEN_CONTENT -> opaque(Stage.CONTENT);
            case POLICY ->
                    reply(Stage.CONTENT, "554 5.7.1 Message rejected as spam", Cause.CONTENT);
            case AUTH ->
                    reply(
                            Stage.CONTENT,
                            "550 5.7.1 Rejected: message fails DMARC policy of the sending domain",
                            Cause.AUTH);
            case BAD_RECIPIENT ->
                    reply(
                            Stage.RCPT,
                            "550 5.1.1 Recipient address rejected: User unknown",
                            Cause.NO_SUCH_USER);
            case GREY ->
                    reply(
                            Stage.RCPT,
                            "450 4.2.0 Recipient address rejected: Greylisted, try again in 300 seconds",
                            Cause.GREYLIST);
            case MAILBOX -> reply(Stage.RCPT, "452 4.2.2 Mailbox full", Cause.MAILBOX_FULL);
        };
    }

    private Mailing.Refusal opaque(Stage stage) {
        return reply(STAGE_HIDDEN ? Stage.RCPT : stage, opaqueText, Cause.OTHER_TEMPORARY);
    }

    private static Mailing.Refusal reply(Stage stage, String text, Cause meant) {
        return Mailing.Refusal.reply(stage, text, meant);
    }

    @Override
    public List<Truth> truths() {
        return planted.stream().map(this::truth).toList();
    }

    private Truth truth(Planted p) {
        var parties = new HashSet<String>();
        p.parties.forEach(i -> parties.add(domain(i)));
        var name = p.host < 0 ? null : "mx" + p.host + "." + parties.iterator().next();
        return new Truth(
                p.kind.name(),
                p.from,
                p.to,
                parties,
                name,
                p.source < 0 ? null : address(p.source),
                p.stream < 0 ? null : STREAMS[p.stream],
                p.shown == Group.NET || p.shown == Group.TLS,
                Set.of(p.kind.diagnosis));
    }

    @Override
    public int parties() {
        return PARTIES;
    }
}
