package org.restante.app.logging;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Attempt;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.sending.dispatch.Hops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// A line for what became of mail, made from its event when that is durable and goes on record: whoever delivers mail neither makes it
/// nor waits for it, and what is hashed on record is hashed here. What came in is told by reception, which knows the client,
/// and each step of a lane's pace by the lane.
public final class MailLog {
    /// A logger of its own, so that it can be silenced alone; reception's lines of accepted mail belong to it.
    static final String NAME = "org.restante.mail";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    private MailLog() {}

    /// @param line an event as it goes on record
    public static void tell(byte[] line) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        try {
            tell(EventJson.read(line, 0, line.length));
        } catch (IllegalArgumentException e) {
            LOG.warn("an event that is none: {}", new String(line, StandardCharsets.UTF_8));
        }
    }

    private static void tell(Event event) {
        var act = event.act();
        if (event.type() == EventType.RECEIVED || act != null && act.startsWith(Hops.PACES)) {
            return;
        }
        var line = new Line(LOG.atInfo());
        line.put("queue_id", event.queueId());
        line.put("message_id", event.messageId());
        line.put("recipient", event.recipient());
        line.put("from", event.reversePath());
        line.put("provider", event.provider());
        var tried = event.attempt();
        if (tried != null) {
            tried(line, event, tried);
        }
        line.put("next_due", event.type() == EventType.DEFERRED ? event.nextDue() : null);
        line.put("stream", event.stream());
        line.put("tenant", event.tenant());
        line.put("act", act);
        line.put("actor", event.actor());
        line.put("reason", event.reason());
        line.builder.log(event.type().word());
    }

    private static void tried(Line line, Event event, Attempt tried) {
        line.put("lane", event.site() == null ? null : event.site() + "@" + tried.source());
        line.put("session", tried.sessionId());
        line.put("mx", tried.mxHost());
        line.put("mx_ip", tried.mxIp());
        line.put("stage", tried.stage() == null ? null : tried.stage().word());
        line.put("trouble", tried.trouble() == null ? null : tried.trouble().word());
        line.put("code", tried.code());
        line.put("status", tried.status());
        line.put("cause", tried.cause());
        line.put("scope", tried.scope());
        line.put("attempt", tried.number());
        line.put("counted", Boolean.FALSE.equals(tried.counted()) ? false : null);
        line.put("delay_ms", tried.delayMs());
        line.put("tls", tried.tls());
        line.put("text", tried.text());
    }

    /// What is unknown is left out.
    private static final class Line {
        private LoggingEventBuilder builder;

        Line(LoggingEventBuilder builder) {
            this.builder = builder;
        }

        void put(String key, @Nullable Object value) {
            if (value != null) {
                builder = builder.addKeyValue(key, value);
            }
        }
    }
}
