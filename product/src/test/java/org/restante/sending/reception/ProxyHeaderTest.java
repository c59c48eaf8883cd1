package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// What a proxy says, octet by octet; whole connections are in the transcripts.
final class ProxyHeaderTest {
    private static byte[] binary(int command, int family, byte[] rest) {
        return ByteBuffer.allocate(16 + rest.length)
                .put("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII))
                .put((byte) command)
                .put((byte) family)
                .putShort((short) rest.length)
                .put(rest)
                .array();
    }

    /// Addresses, ports and a checksum field that says `sum`.
    private static byte[] withChecksum(long sum) {
        return binary(
                0x21,
                0x11,
                ByteBuffer.allocate(19)
                        .put(new byte[] {(byte) 192, 0, 2, 7, (byte) 192, 0, 2, 8, 16, 0, 0, 25})
                        .put(new byte[] {3, 0, 4})
                        .putInt((int) sum)
                        .array());
    }

    @Test
    void aRightChecksumIsTaken() throws IOException {
        var sum = new CRC32C();
        sum.update(withChecksum(0));

        var header = ProxyHeader.read(new ByteArrayInputStream(withChecksum(sum.getValue())));

        assertThat(header.client()).contains(InetAddress.ofLiteral("192.0.2.7"));
    }

    @Test
    void whatFollowsTheHeaderIsLeft() throws IOException {
        var in =
                new ByteArrayInputStream(
                        "PROXY TCP4 192.0.2.7 192.0.2.8 1 2\r\nEHLO"
                                .getBytes(StandardCharsets.US_ASCII));

        ProxyHeader.read(in);

        assertThat(in.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("EHLO");
    }

    @Test
    void unixSocketsAndDatagramsHaveNoClientOfOurs() throws IOException {
        assertThat(
                        ProxyHeader.read(
                                        new ByteArrayInputStream(binary(0x21, 0x31, new byte[216])))
                                .client())
                .isEmpty();
        assertThat(
                        ProxyHeader.read(new ByteArrayInputStream(binary(0x21, 0x12, new byte[12])))
                                .client())
                .isEmpty();
    }

    @Test
    void everyHeaderCutOffIsRefused() {
        var whole = withChecksum(0);
        for (int length = 0; length < whole.length; length++) {
            var part = new ByteArrayInputStream(whole, 0, length);
            assertThatThrownBy(() -> ProxyHeader.read(part)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void addressesThatDoNotFitAreRefused() {
        var in = new ByteArrayInputStream(binary(0x21, 0x21, new byte[12]));

        assertThatThrownBy(() -> ProxyHeader.read(in)).hasMessageContaining("without room");
    }
}
