package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.restante.mail.message.Domain;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.TraceParent;

final class StoredMessageTest {
    private static final String TRACE_TEXT =
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final Optional<TraceParent> TRACE = TraceParent.of(TRACE_TEXT);

    private static StoredMessage message(String signature) {
        return message(signature, Optional.empty(), Optional.empty());
    }

    private static StoredMessage message(
            String signature, Optional<String> client, Optional<TraceParent> trace) {
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
                client,
                trace);
    }

    @Test
    void whatIsStoredIsReadAgain() throws IOException {
        var signed = message("DKIM-Signature: v=1\r\n", Optional.of("shop"), TRACE);

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
        var old = Arrays.copyOf(bytes, bytes.length - 6);
        old[0] = 1;

        assertThat(StoredMessage.of(old)).isEqualTo(message(""));
    }

    @Test
    void aMessageFromBeforeClientsWereNamedIsNobodys() throws IOException {
        var bytes = message("DKIM-Signature: v=1\r\n").toBytes();
        var old = Arrays.copyOf(bytes, bytes.length - 4);
        old[0] = 2;

        assertThat(StoredMessage.of(old)).isEqualTo(message("DKIM-Signature: v=1\r\n"));
    }

    /// As the version before traces wrote it.
    private static final String FORMAT_3 =
            "030 5 ff 0000000000000001 0000000000000002 0000 0008 656e76656c6f7065 000c 69644073686f702e74657374 0009 73686f702e74657374"
                    + "0006 74656e616e74 0006 73747265616d 0000 0004 706f6f6c 0015 444b494d2d5369676e61747572653a20763d310d0a 0004 73686f70";

    @Test
    void formatsAreReadForEverAndWrittenOneWay() throws IOException {
        var signed = message("DKIM-Signature: v=1\r\n", Optional.of("shop"), Optional.empty());
        var before = HexFormat.of().parseHex(FORMAT_3.replace(" ", ""));

        assertThat(StoredMessage.of(before)).isEqualTo(signed);
        assertThat(
                        HexFormat.of()
                                .formatHex(
                                        message(
                                                        "DKIM-Signature: v=1\r\n",
                                                        Optional.of("shop"),
                                                        TRACE)
                                                .toBytes()))
                .isEqualTo(
                        "04"
                                + FORMAT_3.replace(" ", "").substring(2)
                                + "0037"
                                + HexFormat.of()
                                        .formatHex(TRACE_TEXT.getBytes(StandardCharsets.US_ASCII)));
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
