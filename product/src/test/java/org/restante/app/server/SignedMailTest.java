package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Users;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.message.Domain;
import org.restante.protocol.dkim.KeyPolicy;
import org.restante.protocol.dkim.KeyText;
import org.restante.protocol.dkim.PublicKeys;
import org.restante.protocol.dkim.Selector;
import org.restante.protocol.dkim.SigningKey;
import org.restante.protocol.dkim.Verification;
import org.restante.protocol.dkim.Verifier;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;
import org.restante.sending.signing.Signatures;
import org.restante.sending.signing.SigningSettings;
import org.restante.sending.signing.SigningSettings.KeyFile;
import org.restante.sending.signing.SigningSettings.SigningDomain;

/// Mail that leaves the whole server signed by two keys, the RSA signature verified by a program of others (Apache James jDKIM), which
/// knows no Ed25519, and both by our own verifier.
@Timeout(120)
final class SignedMailTest {
    private static final Domain SHOP = new Domain("shop.test");

    @TempDir private Path folder;
    private final SigningKey rsa = SigningKey.newRsa(2048, new SecureRandom());
    private final SigningKey edwards = SigningKey.newEd25519(new SecureRandom());

    private Server start(int port) throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Server.start(
                Server.Settings.usual(
                        "us.test",
                        folder.resolve("data"),
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

    private Signatures signatures() throws Exception {
        return Signatures.of(
                new SigningSettings(
                        List.of(
                                new SigningDomain(
                                        SHOP, List.of(file("s1", rsa), file("s2", edwards)))),
                        List.of(),
                        Optional.empty()));
    }

    private KeyFile file(String selector, SigningKey key) throws IOException {
        var file = folder.resolve(selector + ".pem");
        Files.writeString(file, KeyText.write(key));
        return new KeyFile(new Selector(selector), file);
    }

    private PublicKeys.Answer published(Selector selector, Domain domain) {
        assertThat(domain).isEqualTo(SHOP);
        var key = selector.toString().equals("s1") ? rsa : edwards;
        return new PublicKeys.Found(List.of(key.record().text()));
    }

    private static void send(Server server, String letter) throws IOException {
        var address = server.addresses().getFirst();
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).startsWith("220");
            for (var command :
                    List.of(
                            "HELO c.test",
                            "MAIL FROM:<a@shop.test>",
                            "RCPT TO:<b@b.test>",
                            "RCPT TO:<c@c.test>",
                            "DATA",
                            letter + "\r\n.",
                            "QUIT")) {
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
                assertThat(in.readLine()).matches("[23].*");
            }
        }
    }

    private void deliver(Receiver receiver, String letter, int messages) throws Exception {
        try (var server = start(receiver.port())) {
            server.queue().sign(signatures());
            send(server, letter);
            while (receiver.messages.size() < messages) {
                Thread.sleep(5);
            }
        }
    }

    @Test
    void eachReceiverCanVerifyWhatItGot() throws Exception {
        PublicKeyRecordRetriever keys =
                (method, selector, token) ->
                        selector.toString().equals("s1") ? List.of(rsa.record().text()) : List.of();
        try (var receiver = new Receiver(command -> "")) {
            deliver(
                    receiver,
                    "From: A <a@news.shop.test>\r\nSubject: two\r\n words\r\n"
                            + "Content-Type: text/plain; charset=utf-8\r\n"
                            + "\r\n..dots\r\n\r\nä ö ü  \r\nend\r\n\r\n",
                    2);

            assertThat(receiver.messages).hasSize(2);
            for (var message : receiver.messages) {
                assertThat(message).startsWith("DKIM-Signature: v=1; a=rsa-sha256;");
                var wire =
                        (message + "\n")
                                .replace("\n..", "\n.")
                                .replace("\n", "\r\n")
                                .getBytes(StandardCharsets.UTF_8);
                var records = new DKIMVerifier(keys).verify(new ByteArrayInputStream(wire));
                assertThat(records)
                        .singleElement()
                        .satisfies(
                                record -> assertThat(record.getDToken()).hasToString("shop.test"));
                assertThat(
                                new Verifier(this::published, KeyPolicy.TODAY)
                                        .verify(wire, Instant.now()))
                        .hasSize(2)
                        .allMatch(Verification::hasPassed)
                        .extracting(one -> one.signature().orElseThrow().algorithm().word())
                        .containsExactly("rsa-sha256", "ed25519-sha256");
            }
            assertThat(receiver.messages.get(0)).isEqualTo(receiver.messages.get(1));
        }
    }

    @Test
    void mailOfOthersIsNotSigned() throws Exception {
        try (var receiver = new Receiver(command -> "")) {
            deliver(receiver, "From: a@other.test\r\nSubject: x\r\n\r\nhello", 2);

            assertThat(receiver.messages)
                    .allSatisfy(message -> assertThat(message).doesNotContain("DKIM-Signature"));
        }
    }
}
