package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.sending.queue.QuietQueue.recipient;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.mail.message.Notify;

/// A body that is damaged on disk will never leave, and its sender hears so.
@Timeout(120)
final class DamagedMailTest {
    private static final String MARK = "an octet of this is flipped";

    private static byte[] body(int lines) {
        return ("Subject: x\r\n\r\n" + MARK + "\r\n" + ("x".repeat(76) + "\r\n").repeat(lines))
                .getBytes(StandardCharsets.US_ASCII);
    }

    @TempDir Path folder;

    /// What stands in `file`; nothing of one that was given another name meanwhile: the spool makes its next files ready beside what a test does.
    private static String read(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private void damage(String mark) throws IOException {
        int damaged = 0;
        try (var all = Files.list(folder.resolve("spool"))) {
            for (var one : all.filter(Files::isRegularFile).toList()) {
                int at = read(one).indexOf(mark);
                if (at >= 0) {
                    try (var file = new RandomAccessFile(one.toFile(), "rw")) {
                        file.seek(at);
                        file.write('A');
                    }
                    damaged++;
                }
            }
        }
        assertThat(damaged).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000})
    void itsAttemptEndsItAndTheSenderIsTold(int lines) throws Exception {
        var mayCome = new AtomicBoolean();
        try (var world =
                new QueueWorld(
                        folder,
                        command ->
                                command.startsWith("RCPT") && !mayCome.get()
                                        ? "451 4.3.0 not now"
                                        : "")) {
            var id = world.send("news", body(lines), "x@b.test");
            var control = world.control();
            QueueWorld.until(() -> {
                try {
                    return control.show(id).stream()
                            .allMatch(it -> it.state() == QueuedRecipient.State.WAITING);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            damage(MARK);
            mayCome.set(true);
            control.act(new Act.Retry(Filter.ALL), new By("anna", "a test"));

            QueueWorld.until(() ->
                    world.messages.stream()
                            .anyMatch(it ->
                                    it.contains("Status: 5.3.0")
                                            && it.contains("Final-Recipient: rfc822; x@b.test")));
            QueueWorld.until(() -> !world.spool.isHere(id));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000})
    void itsTimeEndsItToo(int lines) throws Exception {
        try (var world = new QuietQueue(folder)) {
            var id =
                    world.accept(
                            "you@example.org",
                            body(lines),
                            recipient("ann@example.com", Notify.FAILURE));
            damage(MARK);
            world.passes(Duration.ofHours(72));
            world.looks();

            assertThat(world.state(id, 0)).isEmpty();
            assertThat(world.notices())
                    .singleElement()
                    .asString()
                    .contains("Status: 5.4.7", "Final-Recipient: rfc822; ann@example.com");
        }
    }

    @Test
    void aRecordThatIsDamagedKeepsNoOtherFromBeingListed() throws Exception {
        try (var world = new QuietQueue(folder)) {
            world.accept("you@example.org", recipient("ann@example.com"));
            var other = world.accept("you@example.org", recipient("bob@example.com"));
            damage("ann@example.com");

            var listed =
                    world.queue()
                            .control()
                            .list(Filter.ALL, null, 10, Duration.ofSeconds(30))
                            .recipients();

            assertThat(listed).extracting(QueuedRecipient::id).containsExactly(other);
        }
    }
}
