package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.message.Domain;
import org.restante.sending.pacing.Decision;
import org.restante.sending.pacing.Decision.Kind;
import org.restante.sending.routing.MxHost;
import org.restante.sending.routing.Source;
import org.restante.sending.routing.Target;
import org.restante.sending.spool.Spool;
import org.restante.sending.spool.SpoolSettings;

final class HopRecordTest {
    @TempDir private Path folder;

    private static Target host(int last) throws Exception {
        var address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        return new Target(
                new MxHost("mx" + last + ".shop.test", "mx", List.of(address), false), address, 25);
    }

    @Test
    void aHostThatGoesOnFailingIsToldOfAgainEachQuarterOfAnHour() throws Exception {
        var clock = InstantSource.system();
        var now = new AtomicLong();
        var reasons = new ArrayList<String>();
        try (var spool =
                Spool.open(folder, SpoolSettings.defaults(), clock, now::get, new Random(1))) {
            var record = new HopRecord(new SpoolKeepsakes(spool, clock, new Random(1)), now::get);

            for (int minute = 0; minute < 60; minute += 5) {
                record.setsAside("shop.test", null, host(8), "broke off", Duration.ofMinutes(5));
                now.addAndGet(Duration.ofMinutes(5).toNanos());
            }
            record.servesAgain("shop.test", null, host(8));

            // One that nobody tried for two hours was not out all that time.
            record.setsAside("shop.test", null, host(8), "broke off", Duration.ofMinutes(1));
            now.addAndGet(Duration.ofHours(2).toNanos());
            record.setsAside("shop.test", null, host(8), "broke off", Duration.ofMinutes(1));
            now.addAndGet(Duration.ofMinutes(1).toNanos());
            record.servesAgain("shop.test", null, host(8));

            spool.eventsCopied(spool.eventsCopied()).await();
            spool.events(
                    0,
                    (sequence, event) ->
                            reasons.add(
                                    String.valueOf(
                                            EventJson.read(
                                                            new String(
                                                                    event, StandardCharsets.UTF_8))
                                                    .reason())));
        }
        assertThat(reasons).hasSize(8);
        assertThat(reasons)
                .filteredOn(it -> it.contains("answers again"))
                .containsExactly(
                        "mx8.shop.test[127.0.0.8] answers again after 3600 s",
                        "mx8.shop.test[127.0.0.8] answers again after 60 s");
    }

    @Test
    void aHostThatIsOutIsOnRecordUntilItServesAgain() throws Exception {
        var clock = InstantSource.system();
        var now = new AtomicLong();
        var events = new ArrayList<Event>();
        try (var spool =
                Spool.open(folder, SpoolSettings.defaults(), clock, now::get, new Random(1))) {
            var record = new HopRecord(new SpoolKeepsakes(spool, clock, new Random(1)), now::get);

            var words = "broke off" + " and on".repeat(10_000);
            record.setsAside("shop.test", "gmail", host(8), words, Duration.ofMinutes(1));
            record.setsAside("shop.test", "gmail", host(8), words, Duration.ofMinutes(2));
            record.servesAgain("shop.test", "gmail", host(9));
            now.addAndGet(Duration.ofMinutes(3).toNanos());
            record.servesAgain("shop.test", "gmail", host(8));
            record.servesAgain("shop.test", "gmail", host(8));

            // What was handed in before is written then.
            spool.eventsCopied(spool.eventsCopied()).await();
            spool.events(
                    0,
                    (sequence, event) ->
                            events.add(EventJson.read(new String(event, StandardCharsets.UTF_8))));
        }
        assertThat(events)
                .extracting(Event::act)
                .containsExactly(
                        "set aside host mx8.shop.test[127.0.0.8]",
                        "use again host mx8.shop.test[127.0.0.8]");
        assertThat(events)
                .allSatisfy(event -> {
                    assertThat(event.type()).isEqualTo(EventType.ACTION);
                    assertThat(event.site()).isEqualTo("shop.test");
                    assertThat(event.provider()).isEqualTo("gmail");
                });
        assertThat(events.getFirst().reason())
                .startsWith("mx8.shop.test[127.0.0.8] broke off and on")
                .contains("…; one connection tries it in 60 s")
                .hasSizeLessThan(800);
        assertThat(events.getLast().reason())
                .isEqualTo("mx8.shop.test[127.0.0.8] answers again after 180 s");
    }

    @Test
    void aStepOfThePaceIsOnRecordWithItsReason() throws Exception {
        var now = Instant.parse("2026-11-29T12:00:00Z");
        var clock = InstantSource.fixed(now);
        var events = new ArrayList<Event>();
        try (var spool =
                Spool.open(folder, SpoolSettings.defaults(), clock, () -> 0, new Random(1))) {
            var record = new HopRecord(new SpoolKeepsakes(spool, clock, new Random(1)), () -> 0);

            var source = Source.unbound("mta1", new Domain("us.test"));
            var why = "slowed from 3.1/s to 2.0/s: 412 accepted in 206 s between two refusals";
            var step = new Decision(Kind.STAYS_CLOSED, 0, why);
            record.steps("gmail", "gmail", source, step, Duration.ofSeconds(7));

            spool.eventsCopied(spool.eventsCopied()).await();
            spool.events(
                    0,
                    (sequence, event) ->
                            events.add(EventJson.read(new String(event, StandardCharsets.UTF_8))));
        }
        assertThat(events).hasSize(1);
        var event = events.getFirst();
        assertThat(event.act()).isEqualTo("pace stays-closed site=gmail source=mta1");
        assertThat(event.actor()).isEqualTo("restante");
        assertThat(event.time()).isEqualTo(now.minusSeconds(7));
        assertThat(event.reason()).startsWith("slowed from 3.1/s");
        assertThat(event.provider()).isEqualTo("gmail");
    }
}
