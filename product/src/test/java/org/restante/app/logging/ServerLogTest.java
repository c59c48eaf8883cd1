package org.restante.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;
import org.restante.app.logging.LogSettings.Format;
import org.restante.app.logging.LogSettings.Level;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The log as it is set up for `serve`. There is one a process, so nothing else may log meanwhile.
@Isolated
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(120)
final class ServerLogTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void asBefore() throws IOException {
        ServerLog.start(LogSettings.defaults());
    }

    @Test
    void aFileIsAddedToAndOpenedAnewWhenItWasPutAside(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("log"), "before\n");
        var settings = new LogSettings(Format.TEXT, Level.INFO, true, Optional.of(file));
        var logger = LoggerFactory.getLogger("org.restante.Here");

        ServerLog.start(settings);
        logger.info("one");
        Files.move(file, folder.resolve("log.1"));
        ServerLog.start(settings);
        logger.info("two");
        ServerLog.finish();

        assertThat(Files.readString(folder.resolve("log.1")))
                .startsWith("before\n")
                .endsWith(" INFO Here: one\n");
        assertThat(Files.readString(file)).endsWith(" INFO Here: two\n").doesNotContain("one");
    }

    private String logged(LogSettings settings, Runnable saying) {
        try (var log = ServerLog.start(settings, out)) {
            saying.run();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static LogSettings settings(Format format) {
        return new LogSettings(format, Level.INFO, true, Optional.empty());
    }

    private static byte[] deferral() {
        return EventJson.write(
                        Event.of(new UUID(1, 2), NOON, EventType.DEFERRED, "restante")
                                .queueId("019a")
                                .messageId("m1@example.org")
                                .recipient("bob@example.com")
                                .reversePath("you@example.org")
                                .site("example.com")
                                .source("default")
                                .sessionId("s7")
                                .stage(Stage.RCPT)
                                .code(451)
                                .status("4.7.1")
                                .text("4.7.1 Greylisted,\ntry \"again\"")
                                .cause("greylist")
                                .number(1)
                                .delayMs(2000L)
                                .nextDue(NOON.plusSeconds(900))
                                .build())
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anOutcomeIsOneLineWithAllThatTiesItTogether() {
        assertThat(logged(settings(Format.TEXT), () -> MailLog.tell(deferral())))
                .endsWith(
                        "Z INFO mail: deferred queue_id=019a message_id=m1@example.org recipient=bob@example.com"
                                + " from=you@example.org lane=example.com@default session=s7 stage=rcpt code=451"
                                + " status=4.7.1 cause=greylist attempt=1 delay_ms=2000"
                                + " text=\"4.7.1 Greylisted, try \\\"again\\\"\" next_due=2026-11-20T12:15:00Z\n")
                .hasLineCount(1);
    }

    @Test
    void jsonHasTheSameKeys() {
        var line = json(logged(settings(Format.JSON), () -> MailLog.tell(deferral())));

        assertThat(line.get("message").stringValue()).isEqualTo("deferred");
        assertThat(line.get("level").stringValue()).isEqualTo("info");
        assertThat(line.get("logger").stringValue()).isEqualTo("mail");
        assertThat(line.get("queue_id").stringValue()).isEqualTo("019a");
        assertThat(line.get("code").intValue()).isEqualTo(451);
        assertThat(line.get("text").stringValue()).isEqualTo("4.7.1 Greylisted,\ntry \"again\"");
        assertThat(line.get("session").stringValue()).isEqualTo("s7");
    }

    private static JsonNode json(String line) {
        return new ObjectMapper().readTree(line);
    }

    @Test
    void aBugIsToldWithItsTrace() {
        var log = LoggerFactory.getLogger("org.restante.sending.queue.Queue");
        var bug = new IllegalStateException("no such thing");

        assertThat(logged(settings(Format.TEXT), () -> log.error("ends one session", bug)))
                .contains(
                        " ERROR Queue: ends one session\n    java.lang.IllegalStateException: no such thing\n")
                .contains("\n        at org.restante");
        out.reset();
        assertThat(
                        json(logged(settings(Format.JSON), () -> log.error("ends", bug)))
                                .get("error")
                                .stringValue())
                .startsWith("java.lang.IllegalStateException: no such thing");
    }

    @Test
    void linesForMailCanBeLeftOut() {
        var quiet = new LogSettings(Format.TEXT, Level.INFO, false, Optional.empty());
        var log = LoggerFactory.getLogger("org.restante.app.Server");
        assertThat(
                        logged(
                                quiet,
                                () -> {
                                    MailLog.tell(deferral());
                                    log.info("started");
                                }))
                .contains("started")
                .doesNotContain("deferred");
    }

    @Test
    void librariesAreHeardWhenTheyFailOnly() {
        var log = LoggerFactory.getLogger("org.xbill.DNS");
        assertThat(
                        logged(
                                settings(Format.TEXT),
                                () -> {
                                    log.warn("slow");
                                    log.error("broken");
                                }))
                .contains("broken")
                .doesNotContain("slow");
    }

    @Test
    void whoDoesNotReadCostsLinesAndNoTime() throws Exception {
        var mayRead = new CountDownLatch(1);
        var stuck =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        try {
                            mayRead.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        out.write(b);
                    }
                };
        var log = LoggerFactory.getLogger("org.restante.test");
        try (var writing = ServerLog.start(settings(Format.TEXT), stuck)) {
            for (int i = 0; i < 3 * LogWriter.MOST_WAITING; i++) {
                log.info("line {}", i);
            }
            mayRead.countDown();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("log lines were left out");
    }
}
