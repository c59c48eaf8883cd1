package org.restante.record.logs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.QueueListing.Entry;

/// Gathers the recipients of one message after the other into entries, and counts.
final class ListedRecipients {
    private static final int SAMPLES = 5;
    private static final int LONGEST_SAMPLE = 200;

    private final Consumer<Entry> entries;
    private final List<String> samples = new ArrayList<>();
    private @Nullable Entry pending;
    private long messages;
    private long recipients;
    private long unread;
    private String damage = "";

    private String queueId = "";
    private @Nullable Instant arrived;
    private long size;
    private boolean held;

    ListedRecipients(Consumer<Entry> entries) {
        this.entries = entries;
    }

    void message(String id, @Nullable Instant when, long octets, boolean waitsForOperator) {
        handOn();
        queueId = id;
        arrived = when;
        size = octets;
        held = waitsForOperator;
        messages++;
    }

    void recipient(String address, @Nullable String reason) {
        recipients++;
        var domain = QueueListing.domainOf(address);
        var last = pending;
        if (last != null
                && last.recipientDomain().equals(domain)
                && Objects.equals(last.reason(), reason)) {
            pending = entry(domain, reason, last.count() + 1);
        } else {
            handOn();
            pending = entry(domain, reason, 1);
        }
    }

    private Entry entry(String domain, @Nullable String reason, long count) {
        return new Entry(queueId, domain, arrived, size, reason, count, held);
    }

    private void handOn() {
        if (pending != null) {
            entries.accept(pending);
            pending = null;
        }
    }

    void unread(String line) {
        unread++;
        if (samples.size() < SAMPLES) {
            samples.add(line.substring(0, Math.min(line.length(), LONGEST_SAMPLE)));
        }
    }

    void damaged(String words) {
        if (!words.isEmpty()) {
            damage = damage.isEmpty() ? words : damage + "; " + words;
        }
    }

    /// The listing says at its end how many messages it holds.
    void announced(long count) {
        if (count != messages) {
            damaged("the listing speaks of " + count + " messages, " + messages + " were read");
        }
    }

    QueueListing listing(QueueListing.Format format) {
        handOn();
        return new QueueListing(format, messages, recipients, unread, samples, damage);
    }
}
