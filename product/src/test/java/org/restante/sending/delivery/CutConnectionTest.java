package org.restante.sending.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.protocol.session.Octets;
import org.restante.sending.delivery.DeliverySession.Opening;
import org.restante.sending.delivery.Peer.Security;
import org.restante.sending.delivery.Peer.Speaks;

/// The connection is lost at each octet of the conversation, in both directions: a recipient counts as delivered only when the host
/// has said so, and one for whom the host has said so counts as delivered, so that nothing is lost and only an answer that was never
/// read makes a double.
@Timeout(120)
final class CutConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final DeliverySettings SETTINGS = DeliverySettings.alike(LONG);
    private static final byte[] BODY = "A: b\r\n\r\n.x\r\n".getBytes(StandardCharsets.US_ASCII);

    /// How the host speaks.
    enum Manner {
        PLAIN(Speaks.SMTP, ""),
        PIPELINING(Speaks.SMTP, "250-PIPELINING\r\n"),
        CHUNKING(Speaks.SMTP, "250-CHUNKING\r\n"),
        BOTH(Speaks.SMTP, "250-PIPELINING\r\n250-CHUNKING\r\n"),
        LMTP(Speaks.LMTP, "250-PIPELINING\r\n");

        private final Speaks speaks;
        private final String offers;

        Manner(Speaks speaks, String offers) {
            this.speaks = speaks;
            this.offers = offers;
        }
    }

    /// Takes mail until it has said or heard so many octets, and closes then.
    private static final class CutHost implements Closeable {
        private final ServerSocket server =
                new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final Manner manner;
        private final Semaphore done = new Semaphore(0);
        private int mayHear;
        private int maySay;
        private int heard;
        private int said;

        /// Recipients for whom the whole answer to the data went out.
        private int answered;

        CutHost(Manner manner, int mayHear, int maySay) throws IOException {
            this.manner = manner;
            this.mayHear = mayHear;
            this.maySay = maySay;
            Thread.ofVirtual().start(this::serve);
        }

        InetSocketAddress address() {
            return (InetSocketAddress) server.getLocalSocketAddress();
        }

        private void serve() {
            try (var socket = server.accept()) {
                converse(socket);
            } catch (IOException e) {
                // Cut.
            } finally {
                done.release();
            }
        }

        private void converse(Socket socket) throws IOException {
            say(socket, "220 mx\r\n");
            for (var line = line(socket); !line.equals("QUIT"); line = line(socket)) {
                if (line.startsWith("EHLO") || line.startsWith("LHLO")) {
                    say(socket, "250-mx\r\n" + manner.offers + "250 HELP\r\n");
                } else if (line.equals("DATA")) {
                    say(socket, "354 go on\r\n");
                    while (!line(socket).equals(".")) {}
                    answer(socket);
                } else if (line.startsWith("BDAT")) {
                    for (int i = 0; i < BODY.length; i++) {
                        read(socket);
                    }
                    answer(socket);
                } else {
                    say(socket, "250 2.0.0 ok\r\n");
                }
            }
            say(socket, "221 bye\r\n");
        }

        private void answer(Socket socket) throws IOException {
            for (int i = 0; i < (manner.speaks == Speaks.LMTP ? 2 : 1); i++) {
                say(socket, "250 2.0.0 taken\r\n");
                answered += manner.speaks == Speaks.LMTP ? 1 : 2;
            }
        }

        private void say(Socket socket, String text) throws IOException {
            var octets = text.getBytes(StandardCharsets.US_ASCII);
            int count = Math.min(octets.length, maySay - said);
            socket.getOutputStream().write(octets, 0, count);
            said += count;
            if (count < octets.length) {
                throw new IOException("cut");
            }
        }

        private int read(Socket socket) throws IOException {
            if (heard == mayHear) {
                throw new IOException("cut");
            }
            int octet = socket.getInputStream().read();
            if (octet < 0) {
                throw new IOException("gone");
            }
            heard++;
            return octet;
        }

        private String line(Socket socket) throws IOException {
            var octets = new ByteArrayOutputStream();
            for (int octet = read(socket); octet != '\n'; octet = read(socket)) {
                octets.write(octet);
            }
            return octets.toString(StandardCharsets.US_ASCII).stripTrailing();
        }

        @Override
        public void close() throws IOException {
            done.acquireUninterruptibly();
            server.close();
        }
    }

    private static Mail mail() {
        var recipients =
                Stream.of("a@mx.test", "b@mx.test")
                        .map(one -> Recipient.of(Mailbox.of(one).orElseThrow()))
                        .toList();
        return new Mail(
                new Envelope(
                        ReversePath.NULL,
                        recipients,
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty()),
                new Mail.Body() {
                    @Override
                    public long octets() {
                        return BODY.length;
                    }

                    @Override
                    public void writeTo(Octets sink) throws IOException {
                        sink.write(BODY, 0, BODY.length);
                    }
                },
                false);
    }

    private static List<Outcome> delivered(CutHost host) throws IOException {
        var peer =
                new Peer(
                        "mx",
                        host.address(),
                        host.manner.speaks,
                        Security.NONE,
                        Optional.empty(),
                        "us.test");
        return switch (DeliverySession.open(
                peer,
                SETTINGS,
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                System::nanoTime,
                new Wiretaps(System::nanoTime).of("s", "site", "source", "host"))) {
            case Opening.Failed(var outcome, var tls) -> List.of(outcome, outcome);
            case Opening.NoHandle(var why) -> throw new IOException(why);
            case Opening.Open(var session) -> {
                var outcomes = session.deliver(mail());
                session.quit();
                yield outcomes;
            }
        };
    }

    private static void assertHolds(CutHost host, String where) throws IOException {
        List<Outcome> outcomes;
        try (host) {
            outcomes = delivered(host);
        }
        assertThat(outcomes).as(where).hasSize(2);
        long accepted = outcomes.stream().filter(Outcome.Accepted.class::isInstance).count();
        assertThat(accepted).as(where + ": " + outcomes).isEqualTo(host.answered);
        assertThat(outcomes)
                .as(where)
                .allMatch(one -> one instanceof Outcome.Accepted || one instanceof Outcome.Broken);
    }

    @ParameterizedTest
    @EnumSource
    void lostAtEachOctetThatTheHostSays(Manner manner) throws IOException {
        int all = wholeConversation(manner).said;
        for (int i = 0; i < all; i++) {
            assertHolds(new CutHost(manner, Integer.MAX_VALUE, i), "after saying " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lostAtEachOctetThatTheHostHears(Manner manner) throws IOException {
        int all = wholeConversation(manner).heard;
        for (int i = 0; i < all; i++) {
            assertHolds(new CutHost(manner, i, Integer.MAX_VALUE), "after hearing " + i);
        }
    }

    private static CutHost wholeConversation(Manner manner) throws IOException {
        var host = new CutHost(manner, Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertHolds(host, "whole");
        assertThat(host.answered).isEqualTo(2);
        return host;
    }
}
