package org.restante.app.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.sending.reception.Keepsakes;
import org.restante.sending.spool.Spool;
import org.restante.sending.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Small things kept as named values of the spool; acts among them are events too.
final class SpoolKeepsakes implements Keepsakes {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolKeepsakes.class);
    private static final byte[] NO_EVENT = {};

    private final Spool spool;
    private final InstantSource clock;
    private final RandomGenerator chance;

    SpoolKeepsakes(Spool spool, InstantSource clock, RandomGenerator chance) {
        this.spool = spool;
        this.clock = clock;
        this.chance = chance;
    }

    @Override
    public Map<String, byte[]> all(String beginning) {
        return new TreeMap<>(spool.controls(beginning));
    }

    @Override
    public void keep(String name, byte @Nullable [] value) {
        keep(name, value, NO_EVENT);
    }

    @Override
    public void keep(
            String name, byte @Nullable [] value, String act, String actor, String reason) {
        keep(
                name,
                value,
                event(
                        EventType.ACTION,
                        clock.instant(),
                        event -> event.act(act).actor(actor).reason(reason)));
    }

    /// Only the event.
    void tell(EventType type, Consumer<Event.Builder> facts) {
        tell(type, Duration.ZERO, facts);
    }

    /// Only the event, of a moment so long ago.
    void tell(EventType type, Duration ago, Consumer<Event.Builder> facts) {
        keep("told", null, event(type, clock.instant().minus(ago), facts));
    }

    private byte[] event(EventType type, Instant now, Consumer<Event.Builder> facts) {
        var event = Event.of(id(now), now, type, "restante");
        facts.accept(event);
        return EventJson.write(event.build()).getBytes(StandardCharsets.UTF_8);
    }

    /// Not waited for: what is kept here may be some seconds old after a crash.
    private void keep(String name, byte @Nullable [] value, byte[] event) {
        try {
            spool.control(name, value, event);
        } catch (SpoolException e) {
            LOG.warn("{} was not written down: {}", name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private UUID id(Instant now) {
        long high = now.toEpochMilli() << 16 | 0x7000 | chance.nextInt() & 0xFFF;
        long low = chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
