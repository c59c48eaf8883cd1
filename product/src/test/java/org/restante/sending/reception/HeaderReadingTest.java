package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.mail.message.HeaderBlock;
import org.restante.mail.message.Submission.Draft;
import org.restante.mail.message.Submission.Offer;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.message.Submission.Steering;
import org.restante.mail.smtp.Reply;

final class HeaderReadingTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /// A message that comes to a server whose one pool is `warm`.
    private static final class OfOnePool implements Draft {
        @Override
        public UUID id() {
            return new UUID(0, 1);
        }

        @Override
        public Optional<Reply> objection(Steering said) {
            return said.pool()
                    .filter(name -> !name.equals("warm"))
                    .map(name -> Reply.read("550 5.6.0 There is no pool " + name));
        }

        @Override
        public void write(byte[] bytes, int at, int count) {
            throw new UnsupportedOperationException("a header alone is read");
        }

        @Override
        public void commit(Offer offer) {
            throw new UnsupportedOperationException("a header alone is read");
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    private static HeaderReading.Read read(String header) throws Refused {
        var octets = header.getBytes(StandardCharsets.UTF_8);
        return new HeaderReading("mx.test", 10, Client.trusted(""), new OfOnePool())
                .read(HeaderBlock.read(octets, 0, octets.length), Steering.NONE, false, NOON);
    }

    private static Optional<String> messageId(String id) throws Refused {
        return read("From: a@b.test\r\nMessage-ID: <" + id + ">\r\n").messageId();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Schedule: +999999999-12-31T23:59:59Z",
                "Expire: +999999999-12-31T23:59:59Z",
                "Expire: -999999999-01-01T00:00:00Z",
                "Schedule: 2027-04-01T00:00:00Z",
                "Schedule: P367D",
                "Schedule: P106751991167300D",
                "Expire: PT-9000H"
            })
    void aTimeMoreThanAYearOffIsRefused(String field) {
        assertThatThrownBy(() -> read("X-Restante-" + field + "\r\n"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reply().code()).hasValue(550));
    }

    @Test
    void aPoolThereIsNotIsRefused() throws Refused {
        assertThat(read("X-Restante-Pool: warm\r\n").steering().pool()).contains("warm");
        assertThatThrownBy(() -> read("X-Restante-Pool: wram\r\n"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reply().text())
                                        .contains("There is no pool wram"));
    }

    @Test
    void aTimeWithinAYearIsKept() throws Refused {
        assertThat(read("X-Restante-Schedule: P365D\r\n").steering().due())
                .contains(NOON.plus(Duration.ofDays(365)));
        assertThat(read("X-Restante-Expire: 2026-03-02T12:00:00Z\r\n").steering().expires())
                .contains(NOON.plus(Duration.ofDays(1)));
    }

    @Test
    void aMessageIdIsKeptUpToTheLengthOfALine() throws Refused {
        assertThat(messageId("x".repeat(998))).contains("x".repeat(998));
        assertThat(messageId("x".repeat(999))).isEmpty();
        assertThat(messageId("ä".repeat(500))).isEmpty();
        assertThat(messageId("x".repeat(70_000))).isEmpty();
    }
}
