package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `analyze --redact` with refusals that name their recipient in words of their own.
final class AnalyzeRedactTest {
    @TempDir private Path folder;

    @Test
    void noFormNamesTheRecipientsThatTheRefusalsAreAbout() throws IOException {
        var log = folder.resolve("(jane.doe@corp.example)");
        Files.writeString(log, lines());
        var page = folder.resolve("page.html");
        var tables = folder.resolve("tables");

        var text = CommandRun.of("", "analyze", log.toString(), "--redact");
        var json = CommandRun.of("", "analyze", log.toString(), "--redact", "--json");
        CommandRun.of(
                "",
                "analyze",
                log.toString(),
                "--redact",
                "--html",
                page.toString(),
                "--csv",
                tables.toString());

        assertNobody(text.out() + text.err());
        assertNobody(json.out() + json.err());
        assertNobody(Files.readString(page));
        try (Stream<Path> files = Files.list(tables)) {
            for (var file : files.toList()) {
                assertNobody(Files.readString(file));
            }
        }
        assertThat(json.out()).contains("rate of mail for *** from");
    }

    @Test
    void theSenderIsKnownByTheLineOfArrivalAlone() throws IOException {
        var log =
                Files.writeString(
                        folder.resolve("mail.log"),
                        """
                        Nov 20 09:00:00 out postfix/qmgr[1]: AAAA1111: from=<dora.quiet@a.test>, size=2000, nrcpt=1 (queue active)
                        Nov 20 09:00:01 out postfix/smtp[2]: AAAA1111: to=<u@b.test>, relay=mx.b.test[192.0.2.1]:25, delay=1, dsn=5.7.1, status=bounced (host mx.b.test[192.0.2.1] said: 550 5.7.1 mail of dora.quiet is not wanted (in reply to end of DATA command))
                        """);

        var json = CommandRun.of("", "analyze", log.toString(), "--redact", "--json");

        assertThat(json.out()).contains("mail of *** is not wanted").doesNotContain("dora.quiet");
    }

    private static void assertNobody(String text) {
        assertThat(text)
                .doesNotContain("bob.private", "carol.hidden", "éva.név", "invoice", "jane.doe");
    }

    private static String lines() {
        var lines = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            lines.append(
                    refused(
                            i,
                            "bob.private@yahoo.com",
                            "451 4.7.1 rate of mail for bob.private from 203.0.113.10 is too high, slow down"));
            lines.append(
                    refused(
                            i,
                            "carol.hidden@b.test",
                            "550 5.1.1 carol.hidden does not exist here"));
            lines.append(refused(i, "éva.név@c.test", "550 5.1.1 éva.név: no such user"));
            lines.append(
                    refused(i, "dan@d.test", "554 5.7.1 blocked Subject: Secret invoice 4711"));
        }
        return lines.toString();
    }

    private static String refused(int i, String recipient, String reply) {
        var host = "mx." + recipient.substring(recipient.indexOf('@') + 1) + "[192.0.2.1]";
        return "Nov 20 09:%02d:00 out postfix/smtp[2]: AAAA1%03d: to=<%s>, relay=%s:25, delay=7200, dsn=%s, status=%s (host %s said: %s (in reply to RCPT TO command))\n"
                .formatted(
                        i,
                        i,
                        recipient,
                        host,
                        reply.substring(4, 9),
                        reply.startsWith("4") ? "deferred" : "bounced",
                        host,
                        reply);
    }
}
