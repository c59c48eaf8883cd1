package org.restante.samples;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A day of a shop's Postfix. At 09:20 Yahoo begins to defer what comes from 203.0.113.10 (a newsletter went out at nine) and
/// stops at 13:00; one MX host of a filtering company has a full disk from 06:30 to 16:00; two companies greylist; some
/// mailboxes are full, some do not exist.
final class PostfixSample {
    private static final long START = Instant.parse("2026-11-19T00:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final long END = START + 24 * HOUR;
    private static final long YAHOO_FROM = START + 9 * HOUR + HOUR / 3;
    private static final long YAHOO_TO = START + 13 * HOUR;
    private static final long DISK_FROM = START + 6 * HOUR + HOUR / 2;
    private static final long DISK_TO = START + 16 * HOUR;
    private static final int[] ORDERS_AN_HOUR = {
        8, 6, 5, 5, 6, 9, 16, 24, 30, 36, 38, 36, 34, 34, 36, 34, 32, 30, 28, 26, 22, 18, 13, 10
    };
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'000+00:00'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Chance chance = new Chance(20_261_119);
    private final Tape tape = new Tape(END);
    private final Map<String, Long> throttled = new HashMap<>();
    private final Set<String> knownToGreylist = new HashSet<>();
    private final Retries retries = new Retries();

    private record Recipient(String address, Site site, boolean full, boolean unknown) {}

    private record Message(
            String id, String sender, int size, long queued, List<Recipient> waiting) {}

    static String log() {
        var sample = new PostfixSample();
        sample.orders();
        sample.newsletter();
        sample.retries.run(END);
        return sample.tape.text();
    }

    private void orders() {
        for (long time = START + 40_000; time < END; ) {
            var recipients = List.of(recipient(Site.any(chance), 0.012));
            accept(time, "no-reply@orders.shop.example", recipients);
            time += chance.gap(ORDERS_AN_HOUR[(int) ((time - START) / HOUR)]);
        }
    }

    /// Sent domain by domain, some recipients a message, from nine to half past eleven.
    private void newsletter() {
        long from = START + 9 * HOUR;
        for (int i = 0; i < 110; i++) {
            var site = Site.any(chance);
            var recipients = new ArrayList<Recipient>();
            int count = chance.between(3, 9);
            for (int j = 0; j < count; j++) {
                recipients.add(recipient(site, 0.02));
            }
            accept(
                    from + i * 80_000L + chance.between(0, 30_000),
                    "bounces@news.shop.example",
                    recipients);
        }
    }

    private Recipient recipient(Site site, double unknown) {
        boolean isFull = site.isGmail() && chance.in(0.008);
        var address =
                (site.domain().endsWith(".example") ? "office" : "reader")
                        + chance.between(100, 99_999)
                        + "@"
                        + site.domain();
        return new Recipient(address, site, isFull, chance.in(unknown));
    }

    private void accept(long time, String sender, List<Recipient> recipients) {
        var message =
                new Message(
                        chance.hex(11),
                        sender,
                        chance.between(6000, 48_000),
                        time,
                        new ArrayList<>(recipients));
        line(
                time,
                "cleanup",
                message.id + ": message-id=<" + chance.letters(10) + "@app1.shop.example>");
        retries.add(time + 15, (when, ignored) -> attempt(message, when));
    }

    /// All recipients that wait are tried; what is refused for now waits as long again as the message is old, between five
    /// minutes and 4000 seconds, as Postfix' defaults have it.
    private long attempt(Message message, long time) {
        line(
                time,
                "qmgr",
                "%s: from=<%s>, size=%d, nrcpt=%d (queue active)"
                        .formatted(
                                message.id, message.sender, message.size, message.waiting.size()));
        long spent = chance.between(300, 2600);
        var all = List.copyOf(message.waiting);
        for (var recipient : all) {
            if (isDone(message, recipient, time, time + spent)) {
                message.waiting.remove(recipient);
            }
            spent += chance.between(1, 40);
        }
        if (message.waiting.isEmpty()) {
            line(time + spent + 2, "qmgr", message.id + ": removed");
        } else {
            long age = time - message.queued;
            return Math.clamp(age, 300_000, 4_000_000) + chance.between(0, 45_000);
        }
        return 0;
    }

    private boolean isDone(Message message, Recipient recipient, long began, long time) {
        var site = recipient.site;
        var host = chance.of(site.hosts());
        if (site.isYahoo() && time >= YAHOO_FROM && time < YAHOO_TO) {
            Boolean done = yahoo(message, recipient, host, began, time);
            if (done != null) {
                return done;
            }
        }
        if (host.equals("mx2.mailguard.example")
                && time >= DISK_FROM
                && time < DISK_TO
                && chance.in(0.85)) {
            return told(
                    message,
                    recipient,
                    host,
                    time,
                    "4.3.1",
                    "deferred",
                    said(site, host, "452 4.3.1 Insufficient system storage", "MAIL FROM"));
        }
        boolean greylists =
                site.domain().equals("fabrikam.example") || site.domain().equals("contoso.example");
        if (greylists && knownToGreylist.add(message.sender + recipient.address)) {
            var text =
                    "450 4.7.1 <%s>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/%s.html"
                            .formatted(recipient.address, site.domain());
            return told(
                    message,
                    recipient,
                    host,
                    time,
                    "4.7.1",
                    "deferred",
                    said(site, host, text, "RCPT TO"));
        }
        if (recipient.full) {
            var text =
                    "452-4.2.2 The recipient's inbox is out of storage space. Please direct the 452-4.2.2 recipient to 452 4.2.2  https://support.google.com/mail/?p=OverQuotaTemp "
                            + chance.hex(8).toLowerCase(Locale.ROOT)
                            + "si"
                            + chance.between(1_000_000, 9_999_999)
                            + "qtb."
                            + chance.between(10, 999)
                            + " - gsmtp";
            return told(
                    message,
                    recipient,
                    host,
                    time,
                    "4.2.2",
                    "deferred",
                    said(site, host, text, "RCPT TO"));
        }
        if (recipient.unknown) {
            return told(
                    message,
                    recipient,
                    host,
                    time,
                    "5.1.1",
                    "bounced",
                    said(site, host, unknown(recipient), "RCPT TO"));
        }
        return told(message, recipient, host, time, "2.0.0", "sent", site.accepted(chance));
    }

    /// Refused at the greeting in some six of ten attempts; Postfix then leaves the destination alone for a while. Null when
    /// Yahoo lets us in.
    private Boolean yahoo(
            Message message, Recipient recipient, String host, long began, long time) {
        var site = recipient.site;
        var text =
                "host %s[%s] refused to talk to me: 421 4.7.0 [TSS04] Messages from 203.0.113.10 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes"
                        .formatted(host, site.address(host));
        long until = throttled.getOrDefault(site.domain(), 0L);
        if (began < until) {
            delivery(
                    message,
                    recipient,
                    "error",
                    "none",
                    time,
                    "4.7.0",
                    "deferred",
                    "delivery temporarily suspended: " + text);
            return false;
        }
        if (!chance.in(0.63)) {
            return null;
        }
        if (chance.in(0.05)) {
            throttled.put(site.domain(), time + 40_000);
        }
        return told(message, recipient, host, time, "4.7.0", "deferred", text);
    }

    private static String unknown(Recipient recipient) {
        var site = recipient.site;
        if (site.isGmail()) {
            return "550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the recipient's email address for typos or 550-5.1.1 unnecessary spaces. For more information, go to 550 5.1.1  https://support.google.com/mail/?p=NoSuchUser - gsmtp";
        }
        if (site.isMicrosoft()) {
            return "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).";
        }
        return "550 5.1.1 <" + recipient.address + ">: Recipient address rejected: User unknown";
    }

    private static String said(Site site, String host, String reply, String command) {
        return "host %s[%s] said: %s (in reply to %s command)"
                .formatted(host, site.address(host), reply, command);
    }

    private boolean told(
            Message message,
            Recipient recipient,
            String host,
            long time,
            String dsn,
            String status,
            String text) {
        var relay = host + "[" + recipient.site.address(host) + "]:25";
        delivery(message, recipient, "smtp", relay, time, dsn, status, text);
        return !status.equals("deferred");
    }

    private void delivery(
            Message message,
            Recipient recipient,
            String program,
            String relay,
            long time,
            String dsn,
            String status,
            String text) {
        double delay = (time - message.queued) / 1000.0;
        double before = Math.max(0.01, delay - 1.1);
        line(
                time,
                program,
                "%s: to=<%s>, relay=%s, delay=%s, delays=%s/0.01/0.4/0.7, dsn=%s, status=%s (%s)"
                        .formatted(
                                message.id,
                                recipient.address,
                                relay,
                                seconds(delay),
                                seconds(before),
                                dsn,
                                status,
                                text));
    }

    /// Two digits that count, as Postfix writes delays.
    private static String seconds(double seconds) {
        return seconds >= 10
                ? String.valueOf(Math.round(seconds))
                : String.format(Locale.ROOT, seconds >= 1 ? "%.1f" : "%.2f", seconds);
    }

    private void line(long time, String program, String text) {
        int pid =
                switch (program) {
                    case "qmgr" -> 1201;
                    case "cleanup" -> 8100 + (int) (time / 600_000 % 97);
                    default -> 8300 + (int) (time / 1000 % 23);
                };
        tape.add(
                time,
                TIME.format(Instant.ofEpochMilli(time))
                        + " out1 postfix/"
                        + program
                        + "["
                        + pid
                        + "]: "
                        + text);
    }
}
