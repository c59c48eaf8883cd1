package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.restante.mail.message.Domain;
import org.restante.mail.message.ReversePath;

final class StoredMessageTest {
    private static StoredMessage message(String signature) {
        return message(signature, Optional.empty());
    }

    private static StoredMessage message(String signature, Optional<String> client) {
        return new StoredMessage(
                ReversePath.NULL,
                true,
                false,
                Optional.empty(),
                Optional.of("envelope"),
                Optional.of("id@shop.test"),
                Optional.of(new Domain("shop.test")),
                Optional.of("tenant"),
                "stream",
                Optional.empty(),
                "pool",
                true,
                Instant.ofEpochMilli(1),
                Instant.ofEpochMilli(2),
                signature,
                client);
    }

    @Test
    void whatIsStoredIsReadAgain() throws IOException {
        var signed = message("DKIM-Signature: v=1\r\n", Optional.of("shop"));

        assertThat(StoredMessage.of(signed.toBytes())).isEqualTo(signed);
    }

    @Test
    void whatIsLongerThanItsLengthCanSayIsNotWritten() {
        assertThatThrownBy(() -> message("x".repeat(65_536)).toBytes())
                .isInstanceOf(StoredMessage.TooLong.class)
                .hasMessageContaining("65536");
    }

    @Test
    void whatDoesNotEndWhereItShouldIsNotRead() throws IOException {
        var bytes = message("").toBytes();

        assertThatThrownBy(() -> StoredMessage.of(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> StoredMessage.of(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aMessageFromBeforeSignaturesWasSignedByNobody() throws IOException {
        var bytes = message("").toBytes();
        var old = Arrays.copyOf(bytes, bytes.length - 4);
        old[0] = 1;

        assertThat(StoredMessage.of(old)).isEqualTo(message(""));
    }

    @Test
    void aMessageFromBeforeClientsWereNamedIsNobodys() throws IOException {
        var bytes = message("DKIM-Signature: v=1\r\n").toBytes();
        var old = Arrays.copyOf(bytes, bytes.length - 2);
        old[0] = 2;

        assertThat(StoredMessage.of(old)).isEqualTo(message("DKIM-Signature: v=1\r\n"));
    }

    @Test
    void aLaterFormatIsNotGuessedAt() throws IOException {
        var bytes = message("").toBytes();
        bytes[0] = 9;

        assertThatThrownBy(() -> StoredMessage.of(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format 9");
    }
}
