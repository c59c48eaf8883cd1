package org.restante.simulation.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.simulation.sink.SinkWorld.HELLO;
import static org.restante.simulation.sink.SinkWorld.MESSAGE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.mail.smtp.Stage;
import org.restante.simulation.receiver.Limit;
import org.restante.simulation.receiver.ReceiverModel.Door;

/// Whatever a client says, its session ends, nothing breaks, and its place is the next one's.
@Timeout(120)
final class AnyClientTest {
    private static final int CLIENTS = 60;
    private static final List<String> SAYINGS =
            List.of(
                    "EHLO x\r\n",
                    "HELO\r\n",
                    "MAIL FROM:<a@us.test>\r\n",
                    "MAIL FROM:<> SIZE=99999999999999999 X=\r\n",
                    "MAIL FROM:\r\n",
                    "RCPT TO:<b@them.test>\r\n",
                    "RCPT TO:<unknown@them.test> ORCPT=+\r\n",
                    "RCPT TO:<>\r\n",
                    "DATA\r\n",
                    "x\r\n.\r\n",
                    "..\r\n",
                    "BDAT 3\r\na\r\n",
                    "BDAT 0 LAST\r\n",
                    "BDAT -1\r\n",
                    "BDAT\r\n",
                    "RSET\r\n",
                    "STARTTLS\r\n",
                    "QUIT now\r\n",
                    "\r\n",
                    "\n",
                    "\u0000\u00ff\r\n",
                    "NOOP " + "y".repeat(2100) + "\r\n");

    @Test
    void everyPlaceIsGivenBack() throws IOException {
        var troubles = new CopyOnWriteArrayList<Throwable>();
        var before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, trouble) -> troubles.add(trouble));
        try (var world = new SinkWorld()) {
            world.door = new Door(1, 0, 3);
            world.limit = new Limit.Bucket(1, 2, false);
            world.limitedAt = Stage.DATA;
            world.speaksTls = true;
            var sink = world.sink();
            var chance = new SplittableRandom(7);
            for (int i = 0; i < CLIENTS; i++) {
                try (var talk = world.talk()) {
                    say(talk, chance);
                }
                long clients = i + 1;
                world.until(() -> sink.seen().connections() == clients && sink.seen().open() == 0);
                world.pass(Duration.ofSeconds(5));
            }
            world.talk()
                    .play(HELLO.replace("S: 250 ENH", "S: 250-STARTTLS\nS: 250 ENH"))
                    .play(MESSAGE);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(troubles).isEmpty();
    }

    private static void say(Talk talk, SplittableRandom chance) {
        var octets = new ByteArrayOutputStream();
        for (int lines = chance.nextInt(30); lines > 0; lines--) {
            var saying = SAYINGS.get(chance.nextInt(SAYINGS.size()));
            octets.writeBytes(saying.getBytes(StandardCharsets.ISO_8859_1));
        }
        try {
            talk.send(octets.toByteArray());
        } catch (IOException e) {
            // The sink had enough of it.
        }
    }
}
