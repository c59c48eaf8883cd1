package org.restante.samples;

import java.time.Instant;
import java.util.Locale;

/// Two and a quarter hours of a KumoMTA that serves two tenants from two sources. From 08:40 Gmail limits the rate of the
/// stream `digest` of `shop` by its DKIM domain; `orders` of the same tenant and `letters` of the other go through. From
/// 09:05 the one MX host of lakeside.example breaks off every TLS handshake.
final class KumoMtaSample {
    private static final long START = Instant.parse("2026-11-19T08:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final long END = START + 2 * HOUR + HOUR / 4;
    private static final long LIMITED_FROM = START + HOUR * 2 / 3;
    private static final long TLS_FROM = START + HOUR + HOUR / 12;

    private final Chance chance = new Chance(20_261_121);
    private final Tape tape = new Tape(END);
    private final Retries retries = new Retries();

    private record Stream(String campaign, String tenant, String sender) {}

    private static final Stream DIGEST = new Stream("digest", "shop", "bounce@digest.shop.example");
    private static final Stream ORDERS =
            new Stream("orders", "shop", "no-reply@orders.shop.example");
    private static final Stream LETTERS = new Stream("letters", "clinic", "post@clinic.example");

    private record Message(
            String id,
            Stream stream,
            Site site,
            String host,
            String recipient,
            String source,
            int size,
            long created) {}

    static String log() {
        var sample = new KumoMtaSample();
        for (long time = START; time < END; time += sample.chance.gap(198)) {
            sample.message(time);
        }
        sample.retries.run(END);
        return sample.tape.text();
    }

    private void message(long created) {
        var site = chance.in(0.07) ? Site.of("lakeside.example") : Site.any(chance);
        var stream = chance.in(0.5) ? DIGEST : chance.in(0.5) ? ORDERS : LETTERS;
        var message =
                new Message(
                        chance.hex(32).toLowerCase(Locale.ROOT),
                        stream,
                        site,
                        chance.of(site.hosts()),
                        "reader" + chance.between(100, 99_999) + "@" + site.domain(),
                        chance.in(0.5) ? "ip-1" : "ip-2",
                        chance.between(6000, 48_000),
                        created);
        boolean unknown = chance.in(0.01);
        retries.add(
                created + chance.between(100, 900),
                (time, number) -> attempt(message, unknown, time, number));
    }

    private long attempt(Message message, boolean unknown, long time, int number) {
        var site = message.site;
        if (site.domain().equals("lakeside.example") && time >= TLS_FROM) {
            return broken(message, time, number);
        }
        if (site.isGmail()
                && message.stream.equals(DIGEST)
                && time >= LIMITED_FROM
                && chance.in(0.7)) {
            var text =
                    "Gmail has detected an unusual rate of unsolicited mail originating from your DKIM domain [digest.shop.example 36]. To protect our users from spam, mail sent from your domain has been temporarily rate limited. For more information, go to https://support.google.com/mail/?p=UnsolicitedRateLimitError %s.%d - gsmtp"
                            .formatted(
                                    chance.letters(12).toLowerCase(Locale.ROOT),
                                    chance.between(10, 999));
            return later(message, time, number, reply(421, "4,7,28", text, "."), peer(message));
        }
        if (site.domain().equals("contoso.example") && number == 1) {
            var text = "<" + message.recipient + ">: Recipient address rejected: Greylisted";
            return later(
                    message,
                    time,
                    number,
                    reply(450, "4,7,1", text, "RCPT TO:<" + message.recipient + ">"),
                    peer(message));
        }
        if (unknown) {
            var text = "<" + message.recipient + ">: Recipient address rejected: User unknown";
            record(
                    "Bounce",
                    message,
                    time,
                    number,
                    reply(550, "5,1,1", text, "RCPT TO:<" + message.recipient + ">"),
                    peer(message));
            return 0;
        }
        record("Delivery", message, time, number, accepted(site.accepted(chance)), peer(message));
        return 0;
    }

    private long broken(Message message, long time, int number) {
        var text =
                "KumoMTA internal: failed to connect to any candidate hosts: TLS handshake with ResolvedAddress { name: \\\"%s.\\\", addr: %s }:25 failed: tls handshake eof"
                        .formatted(message.host, message.site.address(message.host));
        return later(
                message,
                time,
                number,
                "{\"code\":400,\"enhanced_code\":null,\"content\":\""
                        + text
                        + "\",\"command\":null}",
                "null");
    }

    /// Tried again after twenty minutes, then twice as long each time.
    private long later(Message message, long time, int number, String reply, String peer) {
        record("TransientFailure", message, time, number, reply, peer);
        return (1_200_000L << Math.min(number - 1, 4)) + chance.between(0, 20_000);
    }

    private static String peer(Message message) {
        return "{\"name\":\""
                + message.host
                + ".\",\"addr\":\""
                + message.site.address(message.host)
                + "\"}";
    }

    private static String accepted(String reply) {
        boolean enhanced = reply.startsWith("250 2.");
        return reply(
                250,
                enhanced ? reply.substring(4, 9).replace('.', ',') : "",
                reply.substring(enhanced ? 10 : 4).strip(),
                ".");
    }

    private static String reply(int code, String enhanced, String text, String command) {
        var parts = enhanced.split(",");
        var status =
                parts.length < 3
                        ? "null"
                        : "{\"class\":%s,\"subject\":%s,\"detail\":%s}"
                                .formatted(parts[0], parts[1], parts[2]);
        return "{\"code\":%d,\"enhanced_code\":%s,\"content\":\"%s\",\"command\":\"%s\"}"
                .formatted(code, status, text, command);
    }

    private void record(
            String type, Message message, long time, int number, String reply, String peer) {
        var stream = message.stream;
        var address = message.source.equals("ip-1") ? "198.51.100.31" : "198.51.100.32";
        tape.add(
                time,
                ("{\"type\":\"%s\",\"id\":\"%s\",\"sender\":\"%s\",\"recipient\":\"%s\",\"queue\":\"%s:%s@%s\",\"site\":\"%s->%s@smtp_client\",\"size\":%d,"
                                + "\"response\":%s,\"peer_address\":%s,\"timestamp\":%d,\"event_time\":\"%s\",\"created\":%d,\"num_attempts\":%d,"
                                + "\"bounce_classification\":\"Uncategorized\",\"egress_pool\":\"shared\",\"egress_source\":\"%s\","
                                + "\"source_address\":{\"address\":\"%s:%d\"},\"meta\":{},\"headers\":{},\"delivery_protocol\":\"ESMTP\"}")
                        .formatted(
                                type,
                                message.id,
                                stream.sender,
                                message.recipient,
                                stream.campaign,
                                stream.tenant,
                                message.site.domain(),
                                message.source,
                                message.host,
                                message.size,
                                reply,
                                peer,
                                time / 1000,
                                Instant.ofEpochMilli(time),
                                message.created / 1000,
                                number - 1,
                                message.source,
                                address,
                                chance.between(32_768, 60_999)));
    }
}
