package org.restante.simulation.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.simulation.sink.SinkWorld.HELLO;
import static org.restante.simulation.sink.SinkWorld.MESSAGE;
import static org.restante.simulation.sink.SinkWorld.OTHERS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.simulation.receiver.ReceiverModel.Door;

/// Clients that keep no bounds.
@Timeout(120)
final class HostileSinkClientTest {
    private final SinkWorld world = new SinkWorld();

    @AfterEach
    void end() throws IOException {
        world.close();
    }

    private static SinkSettings settings(int connections, long octets, Duration idle, int errors) {
        return new SinkSettings(connections, octets, idle, Duration.ofSeconds(60), errors);
    }

    @Test
    void aLineTooLongIsAnsweredAndMailGoesOn() throws IOException {
        world.talk().play(HELLO).play("C: NOOP " + "x".repeat(3000) + "\nS: 500 *").play(MESSAGE);
    }

    @Test
    void aLineWithoutEndEnds() throws IOException {
        var talk = world.talk().play(HELLO);
        var octets = new byte[200_000];
        Arrays.fill(octets, (byte) 'x');
        talk.send(octets);
        talk.play("S: 421 4.5.0 * a line without an end");
    }

    @Test
    void silenceEndsASession() throws IOException {
        world.settings = settings(10, 1000, Duration.ofMillis(50), 20);
        world.talk().play("S: 220 *\nS: 421 4.4.2 *\n--");
        assertThat(world.sink().seen().broken()).isEqualTo(1);
    }

    @Test
    void manyErrorsEndASession() throws IOException {
        world.settings = settings(10, 1000, Duration.ofSeconds(60), 2);
        world.talk()
                .play(HELLO)
                .play(
                        """
                        C: WHAT
                        S: 500 *
                        C: RCPT TO:<b@them.test>
                        S: 503 *
                        C: MAIL FROM:a
                        S: 501 *
                        S: 421 4.7.0 * Too many errors
                        --
                        """);
    }

    @Test
    void oneConnectionMoreThanTheSinkCanTakeIsTurnedAway() throws IOException {
        world.settings = settings(1, 1000, Duration.ofSeconds(60), 2);
        world.talk().play("S: 220 *");
        world.talk().play("S: 421 4.3.2 *\n--");
        assertThat(world.sink().seen().turnedAway()).isEqualTo(1);
    }

    @Test
    void aLineFeedAloneEndsNothing() throws IOException {
        var talk =
                world.talk()
                        .play(HELLO)
                        .play(
                                """
                                C: MAIL FROM:<a@us.test>
                                C: RCPT TO:<b@them.test>
                                C: DATA
                                S: 250 *
                                S: 250 *
                                S: 354 *
                                """);
        talk.send("x\n.\nMAIL FROM:<c@us.test>\r\n".getBytes(StandardCharsets.US_ASCII));
        talk.play("S: 421 4.5.0 *\n--");
        assertThat(world.sink().seen().taken()).isZero();
    }

    @Test
    void aMessageTooLargeIsRefusedBeforeOrAfter() throws IOException {
        world.settings = settings(10, 20, Duration.ofSeconds(60), 20);
        world.talk()
                .play(HELLO)
                .play(
                        """
                        C: MAIL FROM:<a@us.test> SIZE=21
                        S: 552 5.3.4 *
                        C: MAIL FROM:<a@us.test>
                        S: 250 *
                        C: RCPT TO:<b@them.test>
                        S: 250 *
                        C: DATA
                        S: 354 *
                        C: 1234567890
                        C: 1234567890
                        C: .
                        S: 552 5.3.4 *
                        """)
                .play(MESSAGE)
                .play("C: BDAT 99\nS: 421 4.5.0 * far larger *\n--");
    }

    @Test
    void whatFollowsStarttlsInTheClearIsNotTaken() throws IOException {
        world.speaksTls = true;
        world.talk()
                .play(HELLO.replace("S: 250 ENH", "S: 250-STARTTLS\nS: 250 ENH"))
                .play("C: STARTTLS\nC: MAIL FROM:<a@us.test>\nS: 421 4.5.0 *\n--");
    }

    @Test
    void aClientThatGoesAwayGivesItsPlaceBack() throws IOException {
        world.door = new Door(1, 0, 100);
        var sink = world.sink();
        world.talk().play(HELLO).play("C: MAIL FROM:<a@us.test>\nS: 250 *").close();
        world.until(() -> sink.seen().open() == 0);

        world.talk().play(HELLO).play(MESSAGE);
        world.talk(OTHERS, 0).play("S: 220 *");
    }

    @Test
    void everythingEndsWithTheSink() throws IOException {
        var talk = world.talk().play(HELLO);
        world.sink().close();
        talk.play("--");
    }
}
