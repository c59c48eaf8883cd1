package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.mail.message.Domain;
import org.restante.mail.message.HeaderBlock;
import org.restante.protocol.session.Wire;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.testing.Corpora;
import org.restante.testing.Mutations;

/// Whatever octets a client sends, the session ends in order: every answer is an answer, nothing that was kept could be read as two
/// messages, and no draft is left open.
final class HostileOctetsTest {
    private static final ReceptionSettings SMALL =
            new ReceptionSettings(
                    20_000,
                    4000,
                    5,
                    20,
                    1000,
                    10,
                    10,
                    10,
                    10,
                    ReceptionSettings.defaults().idle(),
                    ReceptionSettings.defaults().data(),
                    ReceptionSettings.defaults().handshake(),
                    LongLines.BREAK);

    private static final Client BOUND =
            new Client(
                    "shop",
                    Optional.of("shop"),
                    Set.of(new Domain("shop.test")),
                    Set.of(),
                    Set.of(),
                    true,
                    java.util.OptionalLong.of(10_000_000),
                    java.util.OptionalLong.empty());

    /// Runs its seeds here; `JAZZER_FUZZ=1` lets the fuzzer look for more.
    @FuzzTest(maxDuration = "60s")
    void anyOctetsAreASession(byte[] data) throws IOException {
        converse(data, 1 + (data.length > 0 ? data[0] & 63 : 0));
    }

    @FuzzTest(maxDuration = "60s")
    void anyOctetsAreAHeaderAndAProxysWord(byte[] data) {
        header(data);
        proxy(data);
    }

    @Test
    @Timeout(120)
    void mutatedSessionsEndInOrder() throws IOException {
        mutated(1500, 4711);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void manyMutatedSessionsEndInOrder() throws IOException {
        mutated(500_000, 4712);
    }

    private static void mutated(int rounds, int seed) throws IOException {
        var chance = new Random(seed);
        var seeds = seeds();
        for (int round = 0; round < rounds; round++) {
            var octets = seeds.get(chance.nextInt(seeds.size()));
            for (int i = chance.nextInt(4); i >= 0; i--) {
                octets = Mutations.of(octets, chance);
            }
            converse(octets, 1 + chance.nextInt(2000));
            header(octets);
            proxy(octets);
        }
    }

    /// What clients say in the transcripts.
    private static List<byte[]> seeds() throws IOException {
        var seeds = new ArrayList<byte[]>();
        var folder = Corpora.root().resolve("product/src/test/resources/transcripts");
        try (var files = Files.list(folder)) {
            for (Path file :
                    files.filter(it -> it.toString().contains("reception")).sorted().toList()) {
                for (var script : Files.readString(file).split("(?m)^# ")) {
                    var said = new StringBuilder();
                    script.lines()
                            .filter(line -> line.startsWith("C: ") || line.startsWith("C~ "))
                            .forEach(line ->
                                    said.append(line.substring(3))
                                            .append(line.startsWith("C: ") ? "\\r\\n" : ""));
                    seeds.add(
                            said.toString()
                                    .replace("\\r", "\r")
                                    .replace("\\n", "\n")
                                    .getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return seeds;
    }

    private static void converse(byte[] said, int part) throws IOException {
        var mail = new KeptMail();
        var doorkeeper =
                new Doorkeeper() {
                    @Override
                    public Optional<Client> ofAddress(java.net.InetAddress address) {
                        return Optional.of(BOUND);
                    }

                    @Override
                    public Optional<Client> ofPassword(String name, String password) {
                        return Optional.of(BOUND);
                    }
                };
        var socket = new MemorySocket(said, part);
        try (var reception =
                        new Reception(
                                "mx.test",
                                () -> SMALL,
                                doorkeeper,
                                () -> Optional.empty(),
                                mail,
                                Brakes.usual(() -> Instant.EPOCH, () -> 0),
                                Gates.NONE,
                                () -> Instant.EPOCH,
                                () -> 0);
                var wire = new Wire(socket, () -> 0)) {
            new ReceptionSession(wire, new Visit(socket), Kind.SUBMISSION, reception).speak();
        }
        var heard = new String(socket.heard(), StandardCharsets.UTF_8);
        assertThat(heard).endsWith("\r\n");
        for (var line : heard.split("\r\n")) {
            assertThat(line).matches("(?s)[2-5]\\d\\d([ -].*)?").doesNotContain("\r", "\n");
        }
        for (var kept : mail.kept) {
            var text = kept.text().replace("\r\n", "");
            assertThat(text).doesNotContain("\r", "\n");
            assertThat(kept.text().length()).isLessThan(22_000);
            assertThat(kept.offer().fromDomain().orElseThrow().isWithin(new Domain("shop.test")))
                    .isTrue();
        }
        assertThat(mail.open).isZero();
    }

    private static void header(byte[] octets) {
        var header = HeaderBlock.read(octets, 0, octets.length);
        var again = new ByteArrayOutputStream();
        for (var field : header.fields()) {
            again.writeBytes(field.octets());
            field.value();
        }
        assertThat(again.toByteArray()).isEqualTo(octets);
        Originators.domain(header);
        Originators.objection(header, BOUND);
    }

    private static void proxy(byte[] octets) {
        try {
            ProxyHeader.read(new ByteArrayInputStream(octets));
        } catch (IOException e) {
            // It is no header, and says so.
        }
    }
}
