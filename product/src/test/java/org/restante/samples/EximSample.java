package org.restante.samples;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Three hours of an Exim. From 09:40 contoso.example refuses at the greeting with no more than `421 4.7.0 Not allowed`;
/// between 10:30 and 11:10 northwind.example says that too many connections are open. Waiting mail of a host that refused is
/// passed over by the queue runs in between ("retry time not reached"), which are no attempts.
final class EximSample {
    private static final long START = Instant.parse("2026-11-19T09:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;
    private static final long END = START + 180 * MINUTE;
    private static final long NOT_ALLOWED_FROM = START + 40 * MINUTE;
    private static final long CROWDED_FROM = START + 90 * MINUTE;
    private static final long CROWDED_TO = START + 130 * MINUTE;
    private static final long RUN = 15 * MINUTE;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss '+0000'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Chance chance = new Chance(20_261_122);
    private final Tape tape = new Tape(END);
    private final Retries retries = new Retries();
    private final Map<String, Long> notBefore = new HashMap<>();

    private record Message(String id, Site site, String host, String recipient) {}

    static String log() {
        var sample = new EximSample();
        for (long time = START + 3000; time < END; time += sample.chance.gap(232)) {
            sample.message(time);
        }
        sample.retries.run(END);
        return sample.tape.text();
    }

    private void message(long time) {
        var site =
                chance.in(0.17)
                        ? Site.of(chance.in(0.6) ? "contoso.example" : "northwind.example")
                        : Site.any(chance);
        var message =
                new Message(
                        "1vL"
                                + chance.letters(3)
                                + "-0000000"
                                + chance.letters(4)
                                + "-"
                                + chance.letters(4),
                        site,
                        chance.of(site.hosts()),
                        (site.domain().endsWith(".example") ? "office" : "reader")
                                + chance.between(100, 99_999)
                                + "@"
                                + site.domain());
        boolean unknown = chance.in(0.012);
        line(
                time,
                "%s <= no-reply@orders.shop.example H=app1.shop.example [10.0.0.11] P=esmtp S=%d id=%s@app1.shop.example"
                        .formatted(message.id, chance.between(4000, 30_000), chance.letters(10)));
        retries.add(
                time + chance.between(200, 1500),
                (when, number) -> attempt(message, unknown, when, number));
    }

    private long attempt(Message message, boolean unknown, long time, int number) {
        var domain = message.site.domain();
        if (time < notBefore.getOrDefault(domain, 0L)) {
            line(
                    time,
                    message.id
                            + " == "
                            + message.recipient
                            + " R=dnslookup T=remote_smtp defer (-53): retry time not reached for any host for '"
                            + domain
                            + "'");
            return toNextRun(time);
        }
        if (domain.equals("contoso.example") && time >= NOT_ALLOWED_FROM) {
            return refused(message, time, 100_000, "421 4.7.0 Not allowed");
        }
        if (domain.equals("northwind.example")
                && time >= CROWDED_FROM
                && time < CROWDED_TO
                && chance.in(0.6)) {
            return refused(
                    message,
                    time,
                    0,
                    "421 4.7.0 " + message.host + " Error: too many connections from 203.0.113.25");
        }
        if (unknown) {
            line(
                    time,
                    "%s ** %s R=dnslookup T=remote_smtp H=%s [%s] X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=yes: SMTP error from remote mail server after RCPT TO:<%s>: 550 5.1.1 <%s>: Recipient address rejected: User unknown"
                            .formatted(
                                    message.id,
                                    message.recipient,
                                    message.host,
                                    address(message),
                                    message.recipient,
                                    message.recipient));
        } else if (domain.equals("fabrikam.example") && number == 1) {
            line(
                    time,
                    "%s == %s R=dnslookup T=remote_smtp defer (-44) H=%s [%s]: SMTP error from remote mail server after RCPT TO:<%s>: 451 4.7.1 Greylisted, please try again in 300 seconds"
                            .formatted(
                                    message.id,
                                    message.recipient,
                                    message.host,
                                    address(message),
                                    message.recipient));
            return toNextRun(time);
        } else {
            line(
                    time,
                    "%s => %s R=dnslookup T=remote_smtp H=%s [%s] X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=yes C=\"%s\""
                            .formatted(
                                    message.id,
                                    message.recipient,
                                    message.host,
                                    address(message),
                                    message.site.accepted(chance)));
        }
        line(time + 5, message.id + " Completed");
        return 0;
    }

    private long refused(Message message, long time, long rest, String reply) {
        var error =
                "H=%s [%s]: SMTP error from remote mail server after initial connection: %s"
                        .formatted(message.host, address(message), reply);
        line(time - 3, message.id + " " + error);
        line(
                time,
                message.id
                        + " == "
                        + message.recipient
                        + " R=dnslookup T=remote_smtp defer (0) "
                        + error);
        if (rest > 0) {
            notBefore.put(message.site.domain(), time + rest);
        }
        return toNextRun(time);
    }

    /// The queue is run every quarter of an hour; it takes a while to come to a message.
    private long toNextRun(long time) {
        long next = (time - START) / RUN * RUN + RUN + START;
        return next - time + chance.between(500, 20_000);
    }

    private static String address(Message message) {
        return message.site.address(message.host);
    }

    private void line(long time, String text) {
        tape.add(time, TIME.format(Instant.ofEpochMilli(time)) + " " + text);
    }
}
