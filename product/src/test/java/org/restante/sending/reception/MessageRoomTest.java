package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.sending.reception.ListenerSettings.Kind;

/// Many clients that each send a part of a message and wait: together they have no more memory than is theirs.
@Timeout(120)
final class MessageRoomTest {
    private static final int ROOM = 1 << 20;
    private static final int CLIENTS = 40;

    private final KeptMail mail = new KeptMail();
    private final MessageRoom room = new MessageRoom(ROOM);
    private final Reception reception = reception();

    @AfterEach
    void stop() {
        reception.close();
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            in.readLine();
            says("HELO a.test\r\n");
        }

        String says(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return in.readLine();
        }

        /// A message up to its data, as far as it gets; the last answer.
        String begins() throws IOException {
            var answer = says("MAIL FROM:<a@a.test>\r\n");
            return answer.startsWith("250") ? says("RCPT TO:<b@b.test>\r\n") : answer;
        }

        String sends(int octets, String last) throws IOException {
            return says("BDAT " + octets + last + "\r\n" + "x".repeat(octets - 2) + "\r\n");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void halfAHeaderOfEachLeavesRoomForNobodyElse() throws Exception {
        int port = listen();
        var all = new ArrayList<Client>();
        try (var early = new Client(port)) {
            assertThat(early.begins()).startsWith("250");
            String answer;
            do {
                all.add(new Client(port));
                answer = all.getLast().begins();
                if (answer.startsWith("250")) {
                    assertThat(all.getLast().sends(50_000, "")).startsWith("250");
                }
            } while (answer.startsWith("250") && all.size() < CLIENTS);

            assertThat(answer).startsWith("452 4.3.1 ");
            assertThat(room.taken()).isBetween((long) ROOM / 2, (long) ROOM);
            assertThat(early.sends(200_000, "")).startsWith("250");
            assertThat(early.sends(200_000, " LAST")).startsWith("452 4.3.1 ");
            assertThat(room.taken()).isLessThanOrEqualTo(ROOM);

            for (var one : all) {
                one.close();
            }
            do {
                answer = early.begins();
            } while (answer.startsWith("452"));
            assertThat(early.sends(1_000, " LAST")).startsWith("250");
        }
        while (reception.sessions() > 0) {
            Thread.yield();
        }
        assertThat(room.taken()).isZero();
    }

    private int listen() throws IOException {
        return reception
                .listen(
                        new ListenerSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Kind.RELAY))
                .getPort();
    }

    private Reception reception() {
        return new Reception(
                "mx.test",
                ReceptionSettings::defaults,
                new Everybody(),
                Optional::empty,
                mail,
                Brakes.usual(() -> Instant.EPOCH, System::nanoTime),
                Gates.NONE,
                () -> Instant.EPOCH,
                System::nanoTime,
                room);
    }
}
