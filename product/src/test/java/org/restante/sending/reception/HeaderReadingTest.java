package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.restante.mail.message.HeaderBlock;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.message.Submission.Steering;

final class HeaderReadingTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static HeaderReading.Read read(String header) throws Refused {
        var octets = header.getBytes(StandardCharsets.UTF_8);
        return new HeaderReading("mx.test", 10, Client.trusted(""), new UUID(0, 1))
                .read(HeaderBlock.read(octets, 0, octets.length), Steering.NONE, false, NOON);
    }

    private static Optional<String> messageId(String id) throws Refused {
        return read("From: a@b.test\r\nMessage-ID: <" + id + ">\r\n").messageId();
    }

    @Test
    void aMessageIdIsKeptUpToTheLengthOfALine() throws Refused {
        assertThat(messageId("x".repeat(998))).contains("x".repeat(998));
        assertThat(messageId("x".repeat(999))).isEmpty();
        assertThat(messageId("ä".repeat(500))).isEmpty();
        assertThat(messageId("x".repeat(70_000))).isEmpty();
    }
}
