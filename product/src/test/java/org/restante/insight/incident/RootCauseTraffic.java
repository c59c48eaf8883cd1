package org.restante.insight.incident;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Cause;

/// The second generator: incidents by the root causes that operators' handbooks list, in the words of real receivers, amid the
/// noise of a real sender.
///
/// Messages are sent once and retried after 5, 10, 20, 40 … minutes while they are refused for a time, as a queue does. The
/// noise: a day's wave, campaigns that come in bursts to a list of which three in a hundred addresses are dead, receivers that
/// greylist what they see first, full mailboxes, tired servers, timeouts, and Gmail's remark on busy mailboxes.
final class RootCauseTraffic implements Traffic {
    private static final int RETRIES = 7;
    private static final String[] SOURCES = {
        "198.51.100.21", "198.51.100.22", "198.51.100.23", "198.51.100.24"
    };
    private static final String[] STREAMS = {"receipts", "newsletter", "offers", "alerts"};
    private static final double[] STREAM_SHARES = {.3, .3, .25, .15};

    /// A receiver of mail: its domain, its hosts, its share of the traffic.
    private record Receiver(String domain, String[] hosts, double share, boolean greylists) {
        String party() {
            return Clerk.party(hosts[0], domain);
        }
    }

    private static final List<Receiver> RECEIVERS = receivers();

    private static List<Receiver> receivers() {
        var all = new ArrayList<Receiver>();
        all.add(
                of(
                        "gmail.com",
                        .30,
                        "gmail-smtp-in.l.google.com",
                        "alt1.gmail-smtp-in.l.google.com"));
        all.add(
                of(
                        "hotmail.com",
                        .14,
                        "hotmail-com.olc.protection.outlook.com",
                        "hotmail-com.olc.protection.outlook.com"));
        all.add(
                of(
                        "yahoo.com",
                        .12,
                        "mta5.am0.yahoodns.net",
                        "mta6.am0.yahoodns.net",
                        "mta7.am0.yahoodns.net"));
        all.add(of("icloud.com", .06, "mx01.mail.icloud.com", "mx02.mail.icloud.com"));
        all.add(of("orange.fr", .05, "smtp-in.orange.fr"));
        all.add(of("gmx.net", .05, "mx00.gmx.net", "mx01.gmx.net"));
        all.add(of("comcast.net", .04, "mx1h1.comcast.net", "mx2h1.comcast.net"));
        for (int i = 0; i < 24; i++) {
            var domain = "firm" + i + ".test";
            all.add(
                    new Receiver(
                            domain,
                            new String[] {"mx1." + domain, "mx2." + domain},
                            .20 / (i + 3),
                            i % 3 == 0));
        }
        return all;
    }

    private static Receiver of(String domain, double share, String... hosts) {
        return new Receiver(domain, hosts, share, false);
    }

    enum Kind {
        REPUTATION_OF_A_SOURCE,
        SPAM_RATE,
        CONNECTION_LIMIT,
        AUTHENTICATION,
        LISTED,
        CONTENT,
        NOT_ALLOWED,
        RATE_AT_PEAK,
        REVERSE_DNS,
        HELO,
        ONE_HOST,
        DOWN,
        OWN_NETWORK,
        OLD_LIST
    }

    /// @param ramp minutes until it has its full share
    private record Planted(
            Kind kind,
            long from,
            long to,
            Set<Integer> receivers,
            @Nullable String host,
            @Nullable String source,
            @Nullable String stream,
            double share,
            int ramp,
            List<Mailing.Refusal> words,
            Set<Diagnosis> called) {
        boolean touches(long minute, int receiver, String mx, String from, String flow) {
            return minute >= this.from
                    && minute < to
                    && (receivers.isEmpty() || receivers.contains(receiver))
                    && (host == null || host.equals(mx))
                    && (source == null || source.equals(from))
                    && (stream == null || stream.equals(flow));
        }
    }

    private record Waiting(long message, int receiver, int stream, int source, int tries) {}

    private final SplittableRandom chance;
    private final double perMinute;
    private final long start;
    private final List<Planted> planted = new ArrayList<>();
    private final Map<Long, List<Waiting>> due = new HashMap<>();
    private final Set<Long> greylistPassed = new HashSet<>();
    private final Deque<long[]> campaigns = new ArrayDeque<>();
    private final double shares;
    private long message;

    RootCauseTraffic(long seed, double perMinute, int incidents, long start, int minutes) {
        chance = new SplittableRandom(seed * 7919 + 17);
        this.perMinute = perMinute;
        this.start = start;
        shares = RECEIVERS.stream().mapToDouble(Receiver::share).sum();
        for (int i = 0; i < incidents; i++) {
            planted.add(plant(minutes));
        }
        for (long m = start; m < start + minutes; m += 60 + chance.nextInt(120)) {
            campaigns.add(
                    new long[] {
                        m + chance.nextInt(60), 15 + chance.nextInt(40), 1 + chance.nextInt(2)
                    });
        }
    }

    private static Mailing.Refusal reply(Stage stage, String text, Cause meant) {
        return Mailing.Refusal.reply(stage, text, meant);
    }

    /// A receiver big enough to be known by name, or one of the larger firms.
    private int someReceiver() {
        return chance.nextInt(10);
    }

    private Set<Integer> several() {
        var several = new HashSet<Integer>();
        while (several.size() < 4) {
            for (int r = 0; r < RECEIVERS.size(); r++) {
                if (chance.nextDouble() < .5) {
                    several.add(r);
                }
            }
        }
        return several;
    }

    private Planted plant(int minutes) {
        var kind = Kind.values()[chance.nextInt(Kind.values().length)];
        long from = start + minutes / 4 + chance.nextInt(minutes / 3);
        long to = from + 45 + chance.nextInt(120);
        var source = SOURCES[chance.nextInt(SOURCES.length)];
        var stream = STREAMS[chance.nextInt(STREAMS.length)];
        double u = chance.nextDouble();
        int one = someReceiver();
        return switch (kind) {
            case REPUTATION_OF_A_SOURCE -> {
                boolean gmail = chance.nextBoolean();
                yield new Planted(
                        kind,
                        from,
                        to,
                        Set.of(gmail ? 0 : 1),
                        null,
                        source,
                        null,
                        .4 + .5 * u,
                        10,
                        List.of(
                                gmail
                                        ? reply(
                                                Stage.CONTENT,
                                                "421-4.7.0 ["
                                                        + source
                                                        + "      15] Our system has detected that this message is suspicious due to the very low reputation of the sending IP address. To best protect our users from spam, the message has been blocked. - gsmtp",
                                                Cause.REPUTATION)
                                        : reply(
                                                Stage.GREETING,
                                                "421 RP-001 (SNT004-MC2F12) Unfortunately, some messages from "
                                                        + source
                                                        + " weren't sent. Please try again. We have limits for how many messages can be sent per hour and per day.",
                                                Cause.REPUTATION)),
                        Set.of(Diagnosis.SOURCE_BLOCKED_AT_ONE));
            }
            case SPAM_RATE ->
                    new Planted(
                            kind,
                            from,
                            to,
                            Set.of(0),
                            null,
                            null,
                            null,
                            .25 + .5 * u,
                            8,
                            List.of(
                                    reply(
                                            Stage.CONTENT,
                                            "421-4.7.0 This message is suspicious due to the very low reputation of the sending domain. To best protect our users from spam, the message has been blocked. - gsmtp",
                                            Cause.REPUTATION)),
                            Set.of(Diagnosis.SENDER_BLOCKED));
            case CONNECTION_LIMIT ->
                    new Planted(
                            kind,
                            from,
                            to,
                            Set.of(1),
                            null,
                            null,
                            null,
                            .25 + .4 * u,
                            3,
                            List.of(
                                    reply(
                                            Stage.GREETING,
                                            "421 RP-002 (BAY004-MC1F3) Unfortunately, some messages from "
                                                    + source
                                                    + " weren't sent. Please try again. You have exceeded the connection rate.",
                                            Cause.CONNECTION_RATE)),
                            Set.of(Diagnosis.CONNECTION_LIMIT));
            case AUTHENTICATION ->
                    new Planted(
                            kind,
                            from,
                            to,
                            Set.of(0, 1, 2),
                            null,
                            null,
                            stream,
                            .8 + .2 * u,
                            1,
                            List.of(
                                    reply(
                                            Stage.CONTENT,
                                            "550-5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. - gsmtp",
                                            Cause.AUTH),
                                    reply(
                                            Stage.CONTENT,
                                            "550 5.7.515 Access denied, sending domain s.test doesn't meet the required authentication level.",
                                            Cause.AUTH)),
                            Set.of(Diagnosis.AUTHENTICATION_BROKEN));
            case LISTED -> {
                var where = several();
                where.add(1);
                yield new Planted(
                        kind,
                        from,
                        to,
                        where,
                        null,
                        source,
                        null,
                        .6 + .4 * u,
                        10,
                        List.of(
                                reply(
                                        Stage.MAIL,
                                        "550 5.7.606 Access denied, banned sending IP ["
                                                + source
                                                + "]. To request removal from this list please visit https://sender.office.com/",
                                        Cause.BLOCKLIST),
                                reply(
                                        Stage.RCPT,
                                        "554 5.7.1 Service unavailable; Client host ["
                                                + source
                                                + "] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/"
                                                + source,
                                        Cause.BLOCKLIST)),
                        Set.of(Diagnosis.SOURCE_BLOCKED_AT_MANY));
            }
            case CONTENT -> {
                boolean everywhere = chance.nextBoolean();
                yield new Planted(
                        kind,
                        from,
                        to,
                        everywhere ? several() : Set.of(one),
                        null,
                        null,
                        stream,
                        .3 + .6 * u,
                        2,
                        List.of(
                                reply(
                                        Stage.CONTENT,
                                        "550 5.7.1 Message rejected as spam by content filtering",
                                        Cause.CONTENT),
                                reply(
                                        Stage.CONTENT,
                                        "554 5.7.1 The message content was considered as spam",
                                        Cause.CONTENT)),
                        Set.of(everywhere ? Diagnosis.CONTENT_AT_MANY : Diagnosis.CONTENT_AT_ONE));
            }
            case NOT_ALLOWED ->
                    new Planted(
                            kind,
                            from,
                            to,
                            Set.of(4 + chance.nextInt(6)),
                            null,
                            source,
                            null,
                            .9 + .1 * u,
                            1,
                            List.of(reply(Stage.GREETING, "421 4.7.0 Not allowed", Cause.POLICY)),
                            Set.of(Diagnosis.SOURCE_BLOCKED_AT_ONE, Diagnosis.POLICY_REFUSAL));
            case RATE_AT_PEAK ->
                    new Planted(
                            kind,
                            from,
                            to,
                            Set.of(one),
                            null,
                            null,
                            null,
                            .25 + .5 * u,
                            4,
                            List.of(
                                    reply(
                                            Stage.CONTENT,
                                            one == 0
                                                    ? "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address. To protect our users from spam, mail sent from your IP address has been temporarily rate limited. - gsmtp"
                                                    : "421 4.7.0 Sending rate limit exceeded, please slow down",
                                            Cause.RATE)),
                            Set.of(Diagnosis.RATE_CUT));
            case REVERSE_DNS ->
                    new Planted(
                            kind,
                            from,
                            to,
                            several(),
                            null,
                            source,
                            null,
                            .9 + .1 * u,
                            1,
                            List.of(
                                    reply(
                                            Stage.RCPT,
                                            "450 4.7.1 Client host rejected: cannot find your reverse hostname, ["
                                                    + source
                                                    + "]",
                                            Cause.RDNS)),
                            Set.of(Diagnosis.IDENTITY));
            case HELO ->
                    new Planted(
                            kind,
                            from,
                            to,
                            several(),
                            null,
                            source,
                            null,
                            .9 + .1 * u,
                            1,
                            List.of(
                                    reply(
                                            Stage.RCPT,
                                            "450 4.7.1 <out.local>: Helo command rejected: Host not found",
                                            Cause.RDNS)),
                            Set.of(Diagnosis.IDENTITY));
            case ONE_HOST -> {
                int receiver = new int[] {0, 2, 3, 5, 6, 7, 8}[chance.nextInt(7)];
                var hosts = RECEIVERS.get(receiver).hosts();
                yield new Planted(
                        kind,
                        from,
                        to,
                        Set.of(receiver),
                        hosts[chance.nextInt(hosts.length)],
                        null,
                        null,
                        .6 + .4 * u,
                        1,
                        List.of(
                                reply(
                                        Stage.GREETING,
                                        "451 4.3.0 Temporary server error, please try again later",
                                        Cause.SERVER_ERROR)),
                        Set.of(Diagnosis.HOST_BAD));
            }
            case DOWN ->
                    new Planted(
                            kind,
                            from,
                            to,
                            Set.of(one),
                            null,
                            null,
                            null,
                            .85 + .15 * u,
                            1,
                            List.of(
                                    Mailing.Refusal.trouble(
                                            Stage.CONNECT,
                                            "Connection timed out",
                                            Trouble.TIMEOUT)),
                            Set.of(Diagnosis.PROVIDER_OUTAGE));
            case OWN_NETWORK ->
                    new Planted(
                            kind,
                            from,
                            to,
                            Set.of(),
                            null,
                            null,
                            null,
                            .5 + .5 * u,
                            1,
                            List.of(
                                    Mailing.Refusal.trouble(
                                            Stage.CONNECT,
                                            "Connection timed out",
                                            Trouble.TIMEOUT)),
                            Set.of(Diagnosis.OWN_NETWORK));
            case OLD_LIST ->
                    new Planted(
                            kind,
                            from,
                            to,
                            Set.of(),
                            null,
                            null,
                            STREAMS[1 + chance.nextInt(2)],
                            .12 + .25 * u,
                            1,
                            List.of(
                                    reply(
                                            Stage.RCPT,
                                            "550 5.1.1 Recipient address rejected: User unknown",
                                            Cause.NO_SUCH_USER)),
                            Set.of(Diagnosis.BAD_LIST));
        };
    }

    @Override
    public void minute(long minute, Consumer<Mailing> to) {
        var again = due.remove(minute);
        if (again != null) {
            again.forEach(w -> attempt(minute, w, to));
        }
        double wave = .6 + .4 * Math.sin((minute - start) * 2 * Math.PI / 1440 - 1);
        int campaign = campaign(minute);
        double mean = perMinute * wave;
        int n = drawn(mean);
        int extra = campaign < 0 ? 0 : drawn(mean * 1.5);
        for (int i = 0; i < n + extra; i++) {
            int stream = i < n ? pick(STREAM_SHARES) : campaign;
            attempt(minute, new Waiting(++message, receiver(), stream, chance.nextInt(4), 0), to);
        }
    }

    private int drawn(double mean) {
        double noisy = mean * (.85 + .3 * chance.nextDouble());
        return (int) noisy + (chance.nextDouble() < noisy - (int) noisy ? 1 : 0);
    }

    private int campaign(long minute) {
        for (var c : campaigns) {
            if (minute >= c[0] && minute < c[0] + c[1]) {
                return (int) c[2];
            }
        }
        return -1;
    }

    private int receiver() {
        double u = chance.nextDouble() * shares;
        int r = 0;
        while (r < RECEIVERS.size() - 1 && (u -= RECEIVERS.get(r).share()) > 0) {
            r++;
        }
        return r;
    }

    private int pick(double[] parts) {
        double u = chance.nextDouble();
        int i = 0;
        while (i < parts.length - 1 && (u -= parts[i]) > 0) {
            i++;
        }
        return i;
    }

    private void attempt(long minute, Waiting waiting, Consumer<Mailing> to) {
        var receiver = RECEIVERS.get(waiting.receiver);
        var host = receiver.hosts()[chance.nextInt(receiver.hosts().length)];
        var refusal = outcome(minute, waiting, receiver, host);
        to.accept(
                new Mailing(
                        minute,
                        receiver.domain(),
                        host,
                        SOURCES[waiting.source],
                        STREAMS[waiting.stream],
                        waiting.message,
                        refusal));
        if (refusal != null && !refusal.isLasting() && waiting.tries < RETRIES) {
            long later = (long) ((5 << waiting.tries) * (.9 + .2 * chance.nextDouble()));
            due.computeIfAbsent(minute + Math.max(1, later), _ -> new ArrayList<>())
                    .add(
                            new Waiting(
                                    waiting.message,
                                    waiting.receiver,
                                    waiting.stream,
                                    waiting.source,
                                    waiting.tries + 1));
        }
    }

    private Mailing.@Nullable Refusal outcome(
            long minute, Waiting waiting, Receiver receiver, String host) {
        for (var p : planted) {
            if (p.touches(
                    minute,
                    waiting.receiver,
                    host,
                    SOURCES[waiting.source],
                    STREAMS[waiting.stream])) {
                double grown = Math.min(1, (minute - p.from + 1.0) / p.ramp);
                if (chance.nextDouble() < p.share * grown) {
                    return p.words.get((int) (waiting.message % p.words.size()));
                }
            }
        }
        return noise(waiting, receiver);
    }

    private Mailing.@Nullable Refusal noise(Waiting waiting, Receiver receiver) {
        boolean bulk = waiting.stream == 1 || waiting.stream == 2;
        if (waiting.tries == 0 && chance.nextDouble() < (bulk ? .03 : .01)) {
            return reply(
                    Stage.RCPT,
                    "550 5.1.1 Recipient address rejected: User unknown",
                    Cause.NO_SUCH_USER);
        }
        if (receiver.greylists() && waiting.tries == 0 && chance.nextDouble() < .5) {
            // half of the recipients were met before
            if (greylistPassed.add(waiting.message)) {
                return reply(
                        Stage.RCPT,
                        "450 4.2.0 Recipient address rejected: Greylisted, try again in 300 seconds",
                        Cause.GREYLIST);
            }
        }
        double u = chance.nextDouble();
        if ((u -= .006) < 0) {
            return reply(Stage.RCPT, "452 4.2.2 Mailbox full", Cause.MAILBOX_FULL);
        }
        if ((u -= .004) < 0) {
            return reply(
                    Stage.GREETING,
                    "451 4.3.0 Temporary server error, please try again later",
                    Cause.SERVER_ERROR);
        }
        if ((u -= .005) < 0) {
            return Mailing.Refusal.trouble(Stage.CONNECT, "Connection timed out", Trouble.TIMEOUT);
        }
        if ((u -= .002) < 0) {
            return reply(
                    Stage.CONTENT,
                    "550 5.7.1 Message rejected as spam by content filtering",
                    Cause.CONTENT);
        }
        if (receiver.domain().equals("gmail.com") && (u -= .008) < 0) {
            return reply(
                    Stage.RCPT,
                    "450-4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered. - gsmtp",
                    Cause.RECIPIENT_RATE);
        }
        return null;
    }

    @Override
    public List<Truth> truths() {
        return planted.stream().map(RootCauseTraffic::truth).toList();
    }

    private static Truth truth(Planted p) {
        var parties = new HashSet<String>();
        p.receivers.forEach(r -> parties.add(RECEIVERS.get(r).party()));
        return new Truth(
                p.kind.name(),
                p.from,
                p.to,
                parties,
                p.host,
                p.source,
                p.stream,
                p.words.getFirst().trouble() != null,
                p.called);
    }

    @Override
    public int parties() {
        return RECEIVERS.size();
    }
}
