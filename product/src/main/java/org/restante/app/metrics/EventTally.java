package org.restante.app.metrics;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts events by type, provider and cause as they go to the journal. A line of JSON is not parsed: a key with its quotes and colon
/// stands nowhere inside a text, whose quotes are escaped. Providers beyond the first two hundred are `(others)`. May be shared.
public final class EventTally {
    private static final int MOST_PROVIDERS = 200;
    private static final String OTHERS = "(others)";
    private static final byte[] TYPE = key("type");
    private static final byte[] PROVIDER = key("provider");
    private static final byte[] CAUSE = key("cause");
    private static final byte[] COUNTED = "\"counted\":false".getBytes(StandardCharsets.US_ASCII);

    private final Map<Cell, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, Boolean> providers = new ConcurrentHashMap<>();

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
        boolean counted = true;
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
                default -> {}
            }
        }
        boolean isLanes = type.equals("deferred") && !counted;
        var cell = new Cell(isLanes ? "refused" : type, known(provider), cause);
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
        counts.forEach((cell, count) -> {
            if (cell.type().equals(type)) {
                var labels = new TreeMap<String, String>();
                labels.put("provider", cell.provider().isEmpty() ? "(unknown)" : cell.provider());
                if (hasCause) {
                    labels.put("cause", cell.cause().isEmpty() ? "(unknown)" : cell.cause());
                }
                var row = labels.toString();
                rows.put(row, labels);
                values.merge(row, count.sum(), Long::sum);
            }
        });
        rows.forEach((row, labels) -> page.is(labels, values.getOrDefault(row, 0L)));
    }
}
