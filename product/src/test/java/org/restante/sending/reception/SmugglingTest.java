package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.testing.Corpora;

/// Sequences that some servers take for the end of the data, and others not (RFC 5321 §2.3.8, §4.1.1.4): none makes two messages of one.
final class SmugglingTest {
    private static final Pattern ESCAPED = Pattern.compile("\\\\(r|n|x([0-9a-f]{2}))");

    @Test
    void noSequenceEndsTheDataButOne() throws IOException {
        int cases = 0;
        var file = Corpora.require("smtp-smuggling").resolve("end-of-data-sequences.tsv");
        for (var line : Files.readAllLines(file).stream().skip(1).toList()) {
            var sequence = unescaped(line.split("\t")[1]);

            var kept = sent(sequence);

            assertThat(kept.kept.size()).as(line).isLessThanOrEqualTo(1);
            assertThat(kept.kept)
                    .as(line)
                    .allSatisfy(one ->
                            assertThat(one.text().replace("\r\n", ""))
                                    .doesNotContain("\r", "\n")
                                    .contains("MAIL FROM:<evil@a.test>"));
            cases++;
        }
        Corpora.executed("smtp-smuggling", cases, 0, 0, "as receiver");
    }

    private static String unescaped(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(it ->
                        switch (it.group(1)) {
                            case "r" -> "\r";
                            case "n" -> "\n";
                            default -> String.valueOf((char) Integer.parseInt(it.group(2), 16));
                        });
    }

    private static KeptMail sent(String sequence) throws IOException {
        var mail = new KeptMail();
        try (var reception =
                new Reception(
                        "mx.test",
                        ReceptionSettings::defaults,
                        new Everybody(),
                        Optional::empty,
                        mail,
                        Brakes.usual(() -> Instant.EPOCH, System::nanoTime),
                        Gates.NONE,
                        () -> Instant.EPOCH,
                        System::nanoTime)) {
            var address =
                    reception.listen(
                            new ListenerSettings(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                    Kind.RELAY));
            try (var socket = new Socket(address.getAddress(), address.getPort())) {
                socket.setSoTimeout(10_000);
                var in = socket.getInputStream();
                var out = socket.getOutputStream();
                in.read();
                out.write(
                        octets(
                                "HELO a.test\r\nMAIL FROM:<a@a.test>\r\nRCPT TO:<b@b.test>\r\nDATA\r\n"));
                until(in, "354");
                out.write(
                        octets(
                                "Subject: one\r\n\r\nbody"
                                        + sequence
                                        + "MAIL FROM:<evil@a.test>\r\nRCPT TO:<c@b.test>\r\nDATA\r\nSubject: two\r\n\r\nbody\r\n.\r\n"));
                socket.shutdownOutput();
                in.readAllBytes();
            }
        }
        return mail;
    }

    private static void until(java.io.InputStream in, String code) throws IOException {
        var said = new StringBuilder();
        while (said.indexOf(code) < 0) {
            said.append((char) in.read());
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
