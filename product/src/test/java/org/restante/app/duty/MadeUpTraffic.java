package org.restante.app.duty;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;

/// Events of two sources that send to three receivers, so many a minute.
public final class MadeUpTraffic {
    public static final String BLOCKED =
            "421 4.7.0 Our system has detected an unusual rate of unsolicited mail originating from your IP address";
    private final Consumer<Event> to;
    private int made;
    private final Set<String> blocked = new HashSet<>(Set.of("mta2"));

    public MadeUpTraffic(Consumer<Event> to) {
        this.to = to;
    }

    /// This source is blocked too.
    void blocks(String source) {
        blocked.add(source);
    }

    /// A minute in which all goes well, but for what the one source sends to Gmail when it is blocked there.
    public void minute(Instant from, boolean isBlocked) {
        for (int second = 0; second < 60; second += 2) {
            for (var receiver : new String[] {"gmail", "yahoo", "orange"}) {
                for (var source : new String[] {"mta1", "mta2"}) {
                    boolean refused =
                            isBlocked && receiver.equals("gmail") && blocked.contains(source);
                    to.accept(attempt(from.plusSeconds(second), receiver, source, refused));
                }
            }
        }
    }

    Event attempt(Instant at, String receiver, String source, boolean refused) {
        made++;
        var event =
                Event.of(
                                new UUID(at.toEpochMilli() << 16 | 0x7000, 1L << 63 | made),
                                at,
                                refused ? EventType.DEFERRED : EventType.DELIVERED,
                                "restante")
                        .queueId(new UUID(7, made).toString())
                        .recipient("r" + made + "@" + receiver + ".example")
                        .recipientDomain(receiver + ".example")
                        .reversePath("news@us.example")
                        .provider(receiver)
                        .site(receiver)
                        .stream("news")
                        .mxHost("mx." + receiver + ".example")
                        .mxIp("192.0.2.1")
                        .source(source)
                        .sourceIp(source.equals("mta1") ? "198.51.100.1" : "198.51.100.2")
                        .ehlo(source + ".us.example")
                        .sessionId("s" + made)
                        .number(1);
        if (refused) {
            event.stage(Stage.RCPT)
                    .code(421)
                    .status("4.7.0")
                    .text(BLOCKED)
                    .cause("reputation")
                    .rule("gmail/low-reputation");
        }
        return event.build();
    }
}
