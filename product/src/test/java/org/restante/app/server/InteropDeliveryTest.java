package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.access.Users;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.message.Domain;
import org.restante.record.journal.FileJournal;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.BadRouteException;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;
import org.restante.testing.MailServer;
import org.restante.testing.MailServer.Relay;

/// Servers of others receive from us: what was given to us is what they have, octet by octet.
@Tag("slow")
@Timeout(180)
final class InteropDeliveryTest {
    private static final String CONTENT =
            "From: Shop <news@shop.test>\r\nTo: nobody@b.test\r\nSubject: all that is hard to carry\r\n"
                    + "Date: Fri, 20 Nov 2026 12:00:00 +0000\r\nMessage-ID: <hard@shop.test>\r\n"
                    + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                    + "Content-Transfer-Encoding: 8bit\r\nX-Folded: one\r\n\ttwo\r\n\r\n"
                    + ".\r\n..\r\n.dot\r\ngrüße aus Köln\r\nblanks  \r\n\ttab\t\r\nFrom here\r\n"
                    + "x".repeat(900)
                    + "\r\n\r\n\r\nend\r\n";

    @TempDir private Path data;

    @ParameterizedTest
    @CsvSource({
        "POSTFIX, false",
        "POSTFIX, true",
        "EXIM, false",
        "EXIM, true",
        "OPENSMTPD, false",
        "OPENSMTPD, true",
    })
    void theyReceiveFromUs(MailServer.Kind kind, boolean tls) throws Exception {
        try (var receiver = MailServer.start(kind, tls, Relay.NONE)) {
            if (tls) {
                receiver.requireTls();
            }
            try (var us = start(receiver.port())) {
                MailServer.give(
                        us.addresses().getFirst().getPort(),
                        "news@shop.test",
                        "nobody@b.test",
                        CONTENT);

                assertThat(receiver.taken()).endsWith(CONTENT);
            }
        }
        var delivered = events(event -> event.type() == EventType.DELIVERED);
        assertThat(delivered).hasSize(1);
        assertThat(delivered.getFirst().attempt().tls() != null).isEqualTo(tls);
        assertThat(delivered.getFirst().attempt().code()).isEqualTo(250);
    }

    private Server start(int port) throws IOException, BadRouteException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Server.start(
                Server.Settings.usual(
                        "us.test",
                        data,
                        List.of(new ListenerSettings(loopback, Kind.RELAY)),
                        RoutedWays.ofSystem(
                                Routes.parseForLoopback(List.of("*=127.0.0.1:" + port)),
                                Knowledge.shipped().providers(),
                                InstantSource.system(),
                                System::nanoTime,
                                new Random(1)),
                        Pools.of(Source.unbound("default", new Domain("us.test"))),
                        Users.NONE),
                Knowledge.shipped(),
                InstantSource.system(),
                System::nanoTime);
    }

    private List<Event> events(Predicate<Event> which) throws IOException {
        var events = new ArrayList<Event>();
        for (var file : FileJournal.files(data.resolve("events"))) {
            for (var line : Files.readAllLines(file)) {
                var event = EventJson.read(line);
                if (which.test(event)) {
                    events.add(event);
                }
            }
        }
        return events;
    }
}
