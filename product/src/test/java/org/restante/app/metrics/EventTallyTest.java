package org.restante.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;

final class EventTallyTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private final EventTally tally = new EventTally();

    private void happens(
            EventType type, String provider, String cause, boolean counted, String text) {
        var event =
                Event.of(UUID.randomUUID(), NOON, type, "restante")
                        .recipient("a@b.test")
                        .provider(provider);
        if (type != EventType.RECEIVED) {
            event.stage(Stage.CONTENT).code(421).text(text).cause(cause).number(1).counted(counted);
        }
        tally.count(EventJson.write(event.build()).getBytes(StandardCharsets.UTF_8));
    }

    private String page() {
        var page = new Exposition();
        tally.write(page);
        return page.toString();
    }

    @Test
    void eventsAreCountedByProviderAndCauseAndWhatAReplySaysIsNoKey() {
        happens(EventType.RECEIVED, null, null, true, "");
        happens(EventType.DELIVERED, "gmail", null, true, "2.0.0 OK");
        happens(
                EventType.DEFERRED,
                "gmail",
                "rate",
                true,
                "4.7.28 \"type\":\"bounced\",\"provider\":\"x\"");
        happens(EventType.DEFERRED, "gmail", "rate", false, "4.7.28 slow");
        happens(EventType.BOUNCED, null, "no-such-user", true, "5.1.1 no");

        assertThat(page())
                .contains(
                        "restante_messages_received_total 1\n",
                        "restante_delivered_total{provider=\"gmail\"} 1\n",
                        "restante_deferred_total{cause=\"rate\",provider=\"gmail\"} 1\n",
                        "restante_refused_total{cause=\"rate\",provider=\"gmail\"} 1\n",
                        "restante_bounced_total{cause=\"no-such-user\",provider=\"(unknown)\"} 1\n")
                .doesNotContain("provider=\"x\"");
    }

    @Test
    void anOrderAboutAProviderIsNoMailToIt() {
        happens(EventType.ACTION, "gmial", null, true, "");
        happens(EventType.DEFERRED, "gmail", "rate", true, "4.7.28 slow");

        assertThat(page())
                .contains("restante_delivered_total{provider=\"gmail\"} 0\n")
                .doesNotContain("gmial");
    }

    @Test
    void timesToDeliveryAreCountedByProvider() {
        delivered("gmail", 400);
        delivered("gmail", 70_000);
        delivered("gmail", 400_000_000);
        delivered(null, 1_000);

        assertThat(page())
                .contains(
                        "restante_delivery_seconds_bucket{provider=\"gmail\",le=\"1\"} 1\n",
                        "restante_delivery_seconds_bucket{provider=\"gmail\",le=\"60\"} 1\n",
                        "restante_delivery_seconds_bucket{provider=\"gmail\",le=\"300\"} 2\n",
                        "restante_delivery_seconds_bucket{provider=\"gmail\",le=\"259200\"} 2\n",
                        "restante_delivery_seconds_bucket{provider=\"gmail\",le=\"+Inf\"} 3\n",
                        "restante_delivery_seconds_sum{provider=\"gmail\"} 400070.4\n",
                        "restante_delivery_seconds_count{provider=\"gmail\"} 3\n",
                        "restante_delivery_seconds_bucket{provider=\"(unknown)\",le=\"1\"} 1\n");
    }

    private void delivered(String provider, long delay) {
        var event =
                Event.of(UUID.randomUUID(), NOON, EventType.DELIVERED, "restante")
                        .recipient("a@b.test")
                        .provider(provider)
                        .stage(Stage.CONTENT)
                        .code(250)
                        .text("2.0.0 \"delay_ms\":7")
                        .number(1)
                        .delayMs(delay);
        tally.count(EventJson.write(event.build()).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aProviderThatOnlyRefusesHasACounterOfDeliveriesToo() {
        happens(EventType.DEFERRED, "gmail", "rate", false, "4.7.28 slow");

        assertThat(page()).contains("restante_delivered_total{provider=\"gmail\"} 0\n");
    }

    @Test
    void labelsAreBounded() {
        for (int i = 0; i < 1000; i++) {
            happens(EventType.DELIVERED, "p" + i, null, true, "ok");
        }
        assertThat(page().lines().filter(line -> line.startsWith("restante_delivered_total{")))
                .hasSize(201);
        assertThat(page()).contains("restante_delivered_total{provider=\"(others)\"} 800\n");
    }

    /// Prints what counting one event costs; it is done on the thread that copies events.
    @Test
    void countingIsCheap() {
        var event =
                EventJson.write(
                                Event.of(UUID.randomUUID(), NOON, EventType.DEFERRED, "restante")
                                        .recipient("somebody@example.org")
                                        .provider("gmail")
                                        .stage(Stage.CONTENT)
                                        .code(421)
                                        .text("4.7.28 x".repeat(40))
                                        .cause("rate")
                                        .number(1)
                                        .build())
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            tally.count(event);
        }
        long began = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            tally.count(event);
        }
        long each = (System.nanoTime() - began) / 100_000;
        System.out.println("counting an event of " + event.length + " octets: " + each + " ns");
        assertThat(each).isLessThan(1_000_000);
    }

    private void told(EventType type, String stream, String act) {
        var event =
                Event.of(UUID.randomUUID(), NOON, type, "restante")
                        .recipient("a@b.test")
                        .provider("gmail")
                        .stream(stream);
        if (act != null) {
            event.act(act).actor("user anna").reason("why");
        } else if (type != EventType.RECEIVED) {
            event.stage(Stage.RCPT).code(550).text("no").cause("no-such-user").delayMs(5_000L);
        }
        tally.count(EventJson.write(event.build()).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void ourOwnNoticesAreCountedApart() {
        told(EventType.RECEIVED, "(notices)", null);
        told(EventType.RECEIVED, "(notices)", null);
        told(EventType.RECEIVED, "news", null);
        told(EventType.BOUNCED, "(notices)", null);
        told(EventType.DELIVERED, "(notices)", null);
        told(EventType.BOUNCED, "news", null);

        assertThat(page())
                .contains(
                        "restante_messages_received_total 1\n",
                        "restante_bounced_total{cause=\"no-such-user\",provider=\"gmail\"} 1\n",
                        "restante_delivered_total{provider=\"gmail\"} 0\n",
                        "restante_notices_total{event=\"made\"} 2\n",
                        "restante_notices_total{event=\"delivered\"} 1\n",
                        "restante_notices_total{event=\"bounced\"} 1\n",
                        "restante_notices_total{event=\"expired\"} 0\n")
                .doesNotContain("restante_delivery_seconds_bucket");
    }

    @Test
    void whoIsGivenUpByAPersonWasRefusedByNobody() {
        told(EventType.BOUNCED, "news", "bounce");
        told(EventType.BOUNCED, "news", null);

        assertThat(page())
                .contains(
                        "restante_bounced_total{cause=\"no-such-user\",provider=\"gmail\"} 1\n",
                        "restante_bounced_by_order_total 1\n")
                .doesNotContain("cause=\"(unknown)\"");
    }
}
