package org.restante.simulation.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.restante.simulation.sink.SinkWorld.HELLO;
import static org.restante.simulation.sink.SinkWorld.MESSAGE;
import static org.restante.simulation.sink.SinkWorld.OTHERS;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.mail.smtp.Stage;
import org.restante.simulation.receiver.Check;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.receiver.Limit;
import org.restante.simulation.receiver.ReceiverModel.Box;
import org.restante.simulation.receiver.ReceiverModel.Door;
import org.restante.simulation.receiver.ReceiverModel.Greylist;
import org.restante.simulation.receiver.ReceiverModel.Latency;
import org.restante.simulation.receiver.Weather;

/// Each check of a receiver, heard through a socket; transcripts as [Talk] plays them.
@Timeout(120)
final class SinkTest {
    private final SinkWorld world = new SinkWorld();

    @AfterEach
    void end() throws IOException {
        world.close();
    }

    private Map<Check, Long> refused() throws IOException {
        return world.sink().seen().refused();
    }

    @Test
    void mailIsTakenCountedAndDropped() throws IOException {
        world.talk()
                .play(HELLO)
                .play(MESSAGE)
                .play(
                        """
                        C: MAIL FROM:<> SIZE=100 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=x
                        S: 250 *
                        C: RCPT TO:<b@them.test> NOTIFY=NEVER ORCPT=rfc822;b@them.test
                        S: 250 *
                        C: RCPT TO:<c@them.test>
                        S: 250 *
                        C: DATA
                        S: 354 *
                        C: ..
                        C: .
                        S: 250 *
                        C: QUIT
                        S: 221 *
                        --
                        """);

        var seen = world.sink().seen();
        assertThat(seen.taken()).isEqualTo(2);
        assertThat(seen.recipients()).isEqualTo(3);
        assertThat(seen.octets()).isEqualTo("Subject: x\r\n\r\n.\r\n".length());
        assertThat(seen.refused()).isEmpty();
        assertThat(seen.broken()).isZero();
    }

    @Test
    void chunksAreTakenAsOneMessage() throws IOException {
        world.talk()
                .play(HELLO)
                .play(
                        """
                        C: MAIL FROM:<a@us.test>
                        C: RCPT TO:<b@them.test>
                        C: BDAT 4
                        C: ab
                        C: BDAT 3 LAST
                        C: d
                        S: 250 *
                        S: 250 *
                        S: 250 2.0.0 4 octets
                        S: 250 2.0.0 Taken
                        C: MAIL FROM:<a@us.test>
                        C: BDAT 3 LAST
                        C: d
                        S: 250 *
                        S: 554 5.5.1 No recipients
                        C: RCPT TO:<b@them.test>
                        C: BDAT 0
                        C: DATA
                        C: RCPT TO:<c@them.test>
                        C: BDAT 0 LAST
                        S: 250 *
                        S: 250 *
                        S: 503 *
                        S: 503 *
                        S: 250 2.0.0 Taken
                        """);

        assertThat(world.sink().seen().octets()).isEqualTo(7);
    }

    @Test
    void afterARefusalWhatWasPipelinedIsAnsweredToo() throws IOException {
        world.limit = new Limit.FixedWindow(1, Duration.ofMinutes(1));
        world.limitedAt = Stage.MAIL;
        world.talk()
                .play(HELLO)
                .play(MESSAGE)
                .play(
                        """
                        C: MAIL FROM:<a@us.test>
                        C: RCPT TO:<b@them.test>
                        C: DATA
                        C: RSET
                        S: 450 4.7.1 *
                        S: 503 5.5.1 *
                        S: 503 5.5.1 *
                        S: 250 *
                        """);

        assertThat(refused()).isEqualTo(Map.of(Check.RATE, 1L));
    }

    @Test
    void tlsBeginsAnew() throws IOException {
        world.speaksTls = true;
        world.talk()
                .play(HELLO.replace("S: 250 ENH", "S: 250-STARTTLS\nS: 250 ENH"))
                .play(
                        """
                        C: STARTTLS
                        S: 220 *
                        TLS
                        C: MAIL FROM:<a@us.test>
                        S: 503 *
                        """)
                .play(HELLO.replace("S: 220 *", ""))
                .play(MESSAGE)
                .play(
                        """
                        C: STARTTLS
                        S: 503 *
                        C: QUIT
                        S: 221 *
                        --
                        """);

        assertThat(world.sink().seen().secured()).isEqualTo(1);
        assertThat(world.sink().seen().taken()).isEqualTo(1);
    }

    @Test
    void withoutACertificateThereIsNoTls() throws IOException {
        world.talk().play(HELLO).play("C: STARTTLS\nS: 502 *");
    }

    @Test
    void oneConnectionTooManyIsRefusedUntilAnotherIsClosed() throws IOException {
        world.flavour = Flavour.GMAIL;
        world.door = new Door(2, 0, 100);
        var first = world.talk().play("S: 220 alt1.gmail-smtp-in.l.google.com *");
        world.talk().play("S: 220 *");

        world.talk()
                .play(
                        """
                        S: 421 4.7.0 Too many concurrent connections from [127.0.0.2], closing connection. - gsmtp
                        --
                        """);
        world.talk(OTHERS, 0).play("S: 220 *");

        first.play("C: QUIT\nS: 221 *\n--");
        world.talk().play("S: 220 *");
        assertThat(refused()).isEqualTo(Map.of(Check.CONNECTIONS, 1L));
    }

    @Test
    void connectionsOfAMinuteAreCounted() throws IOException {
        world.door = new Door(100, 2, 100);
        world.talk().play("S: 220 *");
        world.talk().play("S: 220 *");
        world.talk().play("S: 421 4.7.0 You connect too frequently, 127.0.0.2, wait a minute\n--");

        world.pass(Duration.ofMinutes(1));

        world.talk().play("S: 220 *");
        assertThat(refused()).isEqualTo(Map.of(Check.CONNECTION_RATE, 1L));
    }

    @Test
    void aConnectionTakesItsNumberOfMessages() throws IOException {
        world.door = new Door(100, 0, 2);
        world.talk()
                .play(HELLO)
                .play(MESSAGE)
                .play(MESSAGE)
                .play(
                        """
                        C: MAIL FROM:<a@us.test>
                        S: 421 4.7.0 Too many messages on this connection, open another
                        --
                        """);
        assertThat(refused()).isEqualTo(Map.of(Check.MESSAGES_PER_CONNECTION, 1L));
    }

    @Test
    void aTripleIsGreylistedForItsTime() throws IOException {
        world.greylist = new Greylist(Duration.ofMinutes(5), Duration.ofHours(6), 10);
        var refusal =
                """
                C: RSET
                S: 250 *
                C: MAIL FROM:<a@us.test>
                S: 250 *
                C: RCPT TO:<b@them.test>
                S: 451 4.7.1 <b@them.test>: Recipient address rejected: Greylisted, come back later
                C: RSET
                S: 250 *
                """;
        var talk = world.talk().play(HELLO).play(refusal);
        world.pass(Duration.ofMinutes(4));
        talk.play(refusal);
        world.pass(Duration.ofMinutes(1));
        talk.play(MESSAGE);

        assertThat(refused()).isEqualTo(Map.of(Check.GREYLIST, 2L));
    }

    @Test
    void theLimitIsMetAtRcpt() throws IOException {
        world.limit = new Limit.Bucket(1, 1, false);
        var talk = world.talk().play(HELLO).play(MESSAGE);
        talk.play(
                """
                C: MAIL FROM:<a@us.test>
                S: 250 *
                C: RCPT TO:<b@them.test>
                S: 450 4.7.1 Message rate limit exceeded for 127.0.0.2, slow down
                C: DATA
                S: 554 5.5.1 No recipients
                C: RSET
                S: 250 *
                """);
        world.pass(Duration.ofSeconds(1));
        talk.play(MESSAGE);
        assertThat(world.sink().seen().taken()).isEqualTo(2);
    }

    @Test
    void theLimitIsMetAtTheFinalDotInManyLines() throws IOException {
        world.flavour = Flavour.GMAIL;
        world.limitedAt = Stage.CONTENT;
        world.limit = new Limit.Bucket(1, 1, false);
        world.talk()
                .play(HELLO)
                .play(MESSAGE)
                .play(
                        MESSAGE.replace("S: 250 2.0.0 Taken\n", "")
                                + """
                                S: 421-4.7.28 Gmail has detected *
                                S: 421-4.7.28 from your IP address [127.0.0.2 15]. *
                                S: 421 4.7.28 *
                                --
                                """);
        assertThat(world.sink().seen().taken()).isEqualTo(1);
    }

    @Test
    void theBoxIsShutForOpenConnectionsAndNewOnes() throws IOException {
        world.flavour = Flavour.MICROSOFT;
        world.limitedAt = Stage.MAIL;
        world.limit = new Limit.FixedWindow(1, Duration.ofHours(1));
        world.box = Box.of(2, Duration.ofMinutes(3));
        var talk = world.talk().play(HELLO).play(MESSAGE);
        talk.play("C: MAIL FROM:<a@us.test>\nS: 451 4.7.651 *");
        talk.play("C: MAIL FROM:<a@us.test>\nS: 451 4.7.651 *");
        talk.play("C: MAIL FROM:<a@us.test>\nS: 451 4.7.650 *");
        world.talk().play("S: 421 4.7.650 *\n--");
        world.talk(OTHERS, 0).play(HELLO).play(MESSAGE);

        world.pass(Duration.ofMinutes(3));

        world.talk().play("S: 220 *");
        assertThat(world.sink().seen().boxes()).isEqualTo(1);
    }

    @Test
    void namesTellWhoDoesNotExistAndWhatOffends() throws IOException {
        world.offended = Check.RATE;
        world.talk()
                .play(HELLO)
                .play(
                        """
                        C: MAIL FROM:<offends@us.test>
                        S: 250 *
                        C: RCPT TO:<unknown.5@them.test>
                        S: 550 5.1.1 <unknown.5@them.test>: User unknown
                        C: RCPT TO:<b@them.test>
                        S: 250 *
                        C: DATA
                        S: 354 *
                        C: .
                        S: 450 4.7.1 *
                        """)
                .play(MESSAGE);
        assertThat(refused()).isEqualTo(Map.of(Check.UNKNOWN_USER, 1L, Check.CONTENT, 1L));
    }

    @Test
    void inAnOutageNothingIsSaid() throws IOException {
        world.weather =
                new Weather(
                        List.of(),
                        0,
                        Duration.ZERO,
                        List.of(new Weather.Span(Duration.ofMinutes(1), Duration.ofMinutes(2))),
                        List.of());
        var before = world.talk().play(HELLO);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.talk().isSilent()).isTrue();
        before.play("C: MAIL FROM:<a@us.test>");
        assertThat(before.isSilent()).isTrue();
        assertThat(refused()).isEqualTo(Map.of(Check.OUTAGE, 2L));
    }

    @Test
    void eachHostIsItself() throws IOException {
        world.hosts = 2;
        world.weather =
                new Weather(
                        List.of(),
                        0,
                        Duration.ZERO,
                        List.of(),
                        List.of(
                                new Weather.Fault(
                                        0,
                                        new Weather.Span(Duration.ZERO, Duration.ofHours(1)),
                                        1,
                                        true)));

        world.talk(OTHERS, 0).play("S: 421 4.3.0 *\n--");
        world.talk(OTHERS, 1).play("S: 220 mx2.plain.example *");
    }

    @Test
    void whatTakesTimeIsWaitedForAtTheModelsSpeed() throws IOException {
        world.latency = new Latency(Duration.ofSeconds(6), 0, Duration.ofSeconds(2));
        world.limit = new Limit.Bucket(1, 1, false);
        world.speed = 10;
        world.talk()
                .play(HELLO)
                .play(MESSAGE)
                .play(
                        """
                        C: MAIL FROM:<a@us.test>
                        S: 250 *
                        C: RCPT TO:<b@them.test>
                        C: RCPT TO:<c@them.test>
                        S: 450 *
                        S: 450 *
                        """);

        assertThat(world.waited).containsExactly(200_000_000L, 600_000_000L, 240_000_000L);
    }

    @Test
    void anAddressThatIsTakenIsNamed() throws IOException {
        var sink = world.sink();

        assertThatThrownBy(() ->
                        Sink.start(
                                sink.model(),
                                sink.addresses(),
                                SinkSettings.USUAL,
                                Optional.empty(),
                                new ModelTime(() -> 0, 0, 1),
                                nanos -> {},
                                new SplittableRandom(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "cannot listen at localhost:" + sink.addresses().getFirst().getPort());
    }
}
