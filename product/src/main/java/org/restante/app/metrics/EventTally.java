package org.restante.app.metrics;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.restante.mail.event.Event;

/// Counts events by type, provider and cause as they go to the journal. A line of JSON is not parsed: a key with its quotes and colon
/// stands nowhere inside a text, whose quotes are escaped. Providers beyond the first two hundred are `(others)`. May be shared.
public final class EventTally {
    private static final int MOST_PROVIDERS = 200;

    /// The types of event that tell of mail to a provider; orders and findings about one are none.
    private static final Set<String> OF_MAIL =
            Set.of("delivered", "deferred", "bounced", "expired", "suppressed", "complained");

    /// What becomes of our own notices to senders, by the type of event.
    private static final Map<String, String> OF_NOTICES =
            new TreeMap<>(
                    Map.of(
                            "received", "made",
                            "delivered", "delivered",
                            "deferred", "deferred",
                            "bounced", "bounced",
                            "expired", "expired"));

    /// Before the type of an event of a notice.
    private static final String NOTICE = "notice ";

    /// Recipients that a person, or a program for one, gave up: nobody refused them.
    private static final String GIVEN_UP = "given-up";

    private static final String OTHERS = "(others)";
    private static final byte[] TYPE = key("type");
    private static final byte[] PROVIDER = key("provider");
    private static final byte[] CAUSE = key("cause");
    private static final byte[] DELAY = "\"delay_ms\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STREAM = key("stream");
    private static final byte[] ACT = key("act");
    private static final byte[] COUNTED = "\"counted\":false".getBytes(StandardCharsets.US_ASCII);

    /// From a second, which is a mail that met no trouble, to the three days after which most senders give up.
    private static final double[] TIMES = {
        1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200, 86_400, 259_200
    };

    private final Map<Cell, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, Boolean> providers = new ConcurrentHashMap<>();
    private final Map<String, Durations> times = new ConcurrentHashMap<>();

    /// What is counted apart.
    private record Cell(String type, String provider, String cause) {}

    private static byte[] key(String name) {
        return ("\"" + name + "\":\"").getBytes(StandardCharsets.US_ASCII);
    }

    /// One event, as its line.
    public void count(byte[] line) {
        var type = "";
        var provider = "";
        var cause = "";
        var stream = "";
        boolean isAct = false;
        boolean counted = true;
        long delay = -1;
        for (int at = 0; at < line.length - 1; at++) {
            // A key begins behind a brace or a comma; inside a text its quote would be escaped.
            if (line[at + 1] != '"' || line[at] != ',' && line[at] != '{') {
                continue;
            }
            switch (line.length - at < 9 ? 0 : line[at + 2]) {
                case 't' -> type = type.isEmpty() ? value(line, at + 1, TYPE) : type;
                case 'p' ->
                        provider = provider.isEmpty() ? value(line, at + 1, PROVIDER) : provider;
                case 'c' -> {
                    cause = cause.isEmpty() ? value(line, at + 1, CAUSE) : cause;
                    counted &= !matches(line, at + 1, COUNTED);
                }
                case 's' -> stream = stream.isEmpty() ? value(line, at + 1, STREAM) : stream;
                case 'a' -> isAct |= matches(line, at + 1, ACT);
                case 'd' -> delay = delay < 0 ? number(line, at + 1, DELAY) : delay;
                default -> {}
            }
        }
        if (stream.equals(Event.NOTICES)) {
            count(new Cell(NOTICE + type, "", ""));
            return;
        }
        if (isAct && type.equals("bounced")) {
            count(new Cell(GIVEN_UP, "", ""));
            return;
        }
        if (!OF_MAIL.contains(type)) {
            provider = "";
        }
        boolean isLanes = type.equals("deferred") && !counted;
        var cell = new Cell(isLanes ? "refused" : type, known(provider), cause);
        count(cell);
        if (delay >= 0 && type.equals("delivered")) {
            times.computeIfAbsent(cell.provider(), ignored -> new Durations(TIMES)).add(delay);
        }
    }

    private void count(Cell cell) {
        counts.computeIfAbsent(cell, ignored -> new LongAdder()).increment();
    }

    private String known(String provider) {
        if (providers.containsKey(provider)) {
            return provider;
        }
        if (providers.size() >= MOST_PROVIDERS) {
            return OTHERS;
        }
        providers.put(provider, true);
        return provider;
    }

    /// The text behind a key that stands there; empty when it is another key.
    private static String value(byte[] line, int at, byte[] key) {
        if (!matches(line, at, key)) {
            return "";
        }
        int from = at + key.length;
        int to = from;
        while (to < line.length && line[to] != '"') {
            to++;
        }
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    /// The whole number behind a key that stands there; -1 when it is another key.
    private static long number(byte[] line, int at, byte[] key) {
        if (!matches(line, at, key)) {
            return -1;
        }
        long number = 0;
        int digits = 0;
        for (int i = at + key.length;
                i < line.length && line[i] >= '0' && line[i] <= '9' && digits < 18;
                i++) {
            number = 10 * number + line[i] - '0';
            digits++;
        }
        return digits == 0 ? -1 : number;
    }

    private static boolean matches(byte[] line, int at, byte[] key) {
        if (at + key.length > line.length) {
            return false;
        }
        for (int i = 0; i < key.length; i++) {
            if (line[at + i] != key[i]) {
                return false;
            }
        }
        return true;
    }

    /// Adds the counts to a page.
    public void write(Exposition page) {
        page.counter("restante_messages_received_total", "Messages taken in since the start")
                .is(sum("received"));
        byProvider(page, "restante_delivered_total", "Recipients delivered", "delivered", false);
        byProvider(
                page,
                "restante_deferred_total",
                "Attempts deferred for the recipient's or the message's sake",
                "deferred",
                true);
        byProvider(
                page,
                "restante_refused_total",
                "Attempts refused for the lane's sake; they cost the message nothing",
                "refused",
                true);
        byProvider(
                page,
                "restante_bounced_total",
                "Recipients given up for a permanent refusal",
                "bounced",
                true);
        byProvider(
                page,
                "restante_expired_total",
                "Recipients given up when their time was over",
                "expired",
                true);
        byProvider(
                page,
                "restante_complaints_total",
                "Complaints of recipients that came back",
                "complained",
                false);
        page.counter(
                        "restante_suppressed_total",
                        "Recipients not mailed, since they are suppressed")
                .is(sum("suppressed"));
        page.counter(
                        "restante_bounced_by_order_total",
                        "Recipients given up by an order of a person or a program")
                .is(sum(GIVEN_UP));
        page.counter(
                "restante_notices_total",
                "What became of this server's own notices to senders; they are in no other count of mail");
        OF_NOTICES.forEach((type, word) -> page.is(Map.of("event", word), sum(NOTICE + type)));
        times(page);
    }

    private void times(Exposition page) {
        page.histogram(
                "restante_delivery_seconds",
                "From taking a message in to its delivery, a recipient");
        new TreeMap<>(times)
                .forEach((provider, durations) -> {
                    var atMost = durations.atMost();
                    page.are(
                            Map.of("provider", named(provider)),
                            TIMES,
                            atMost,
                            atMost[TIMES.length],
                            durations.seconds());
                });
    }

    private static String named(String word) {
        return word.isEmpty() ? "(unknown)" : word;
    }

    private double sum(String type) {
        return counts.entrySet().stream()
                .filter(one -> one.getKey().type().equals(type))
                .mapToLong(one -> one.getValue().sum())
                .sum();
    }

    private void byProvider(
            Exposition page, String metric, String help, String type, boolean hasCause) {
        page.counter(metric, help);
        var rows = new TreeMap<String, Map<String, String>>();
        var values = new TreeMap<String, Long>();
        if (type.equals("delivered")) {
            // From the first attempt on, if only with 0: a rate needs to see a counter rise from
            // there.
            counts.keySet().stream()
                    .filter(cell -> OF_MAIL.contains(cell.type()) || cell.type().equals("refused"))
                    .forEach(cell -> {
                        var labels = Map.of("provider", named(cell.provider()));
                        rows.put(labels.toString(), labels);
                    });
        }
        counts.forEach((cell, count) -> {
            if (cell.type().equals(type)) {
                var labels = new TreeMap<String, String>();
                labels.put("provider", named(cell.provider()));
                if (hasCause) {
                    labels.put("cause", named(cell.cause()));
                }
                var row = labels.toString();
                rows.put(row, labels);
                values.merge(row, count.sum(), Long::sum);
            }
        });
        rows.forEach((row, labels) -> page.is(labels, values.getOrDefault(row, 0L)));
    }
}
