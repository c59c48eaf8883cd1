package org.restante.sending.reception;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What a proxy says of the client before the client speaks (HAProxy's PROXY protocol, versions 1 and 2). Exactly the header is
/// read: what follows it may be a TLS handshake.
///
/// @param client empty when the proxy does not know it, or speaks for itself (`LOCAL`, a health check)
record ProxyHeader(Optional<InetAddress> client) {
    private static final byte[] SIGNATURE = {
        '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
    };
    private static final int FIXED = 16;

    /// The longest line of version 1, CRLF included.
    private static final int LONGEST_LINE = 107;

    /// The longest header of version 2; addresses take 216 octets, the rest is for what we do not read.
    private static final int LONGEST = 4096;

    private static final int CHECKSUM = 0x03;

    private static final ProxyHeader UNTOLD = new ProxyHeader(Optional.empty());

    /// Reads it.
    ///
    /// @throws IOException when it is no header; the connection is not to be served then
    static ProxyHeader read(InputStream in) throws IOException {
        var start = octets(in, 1);
        return switch (start[0]) {
            case 'P' -> line(in);
            case '\r' -> binary(in);
            default -> throw new IOException("no PROXY header");
        };
    }

    private static byte[] octets(InputStream in, int count) throws IOException {
        var all = in.readNBytes(count);
        if (all.length < count) {
            throw new IOException("the PROXY header is cut off");
        }
        return all;
    }

    private static ProxyHeader line(InputStream in) throws IOException {
        var text = new StringBuilder("P");
        while (!text.toString().endsWith("\r\n")) {
            if (text.length() == LONGEST_LINE) {
                throw new IOException("a PROXY line of more than " + LONGEST_LINE + " octets");
            }
            text.append((char) (octets(in, 1)[0] & 0xff));
        }
        var words = text.substring(0, text.length() - 2).split(" ", -1);
        if (words.length > 1 && words[0].equals("PROXY") && words[1].equals("UNKNOWN")) {
            return UNTOLD;
        }
        boolean known =
                words.length == 6
                        && words[0].equals("PROXY")
                        && (words[1].equals("TCP4") || words[1].equals("TCP6"));
        int length = known && words[1].equals("TCP4") ? 4 : 16;
        if (!known
                || address(words[2], length).isEmpty()
                || address(words[3], length).isEmpty()
                || !isPort(words[4])
                || !isPort(words[5])) {
            throw new IOException("not a PROXY line: " + String.join(" ", words));
        }
        return new ProxyHeader(address(words[2], length));
    }

    private static Optional<InetAddress> address(String text, int length) {
        try {
            return Optional.of(InetAddress.ofLiteral(text))
                    .filter(address -> address.getAddress().length == length);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isPort(String text) {
        return text.matches("0|[1-9]\\d{0,4}") && Integer.parseInt(text) <= 65_535;
    }

    private static ProxyHeader binary(InputStream in) throws IOException {
        var head = new byte[FIXED];
        head[0] = '\r';
        System.arraycopy(octets(in, FIXED - 1), 0, head, 1, FIXED - 1);
        if (!Arrays.equals(head, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)
                || head[12] >> 4 != 2) {
            throw new IOException("not a PROXY header of version 2");
        }
        int length = number(head, 14);
        if (length > LONGEST) {
            throw new IOException("a PROXY header of more than " + LONGEST + " octets");
        }
        var all = Arrays.copyOf(head, FIXED + length);
        System.arraycopy(octets(in, length), 0, all, FIXED, length);
        int addresses = addresses(head[13]);
        if (length < addresses) {
            throw new IOException("a PROXY header without room for its addresses");
        }
        check(all, FIXED + addresses);
        return switch (head[12] & 0xf) {
            case 0 -> UNTOLD;
            case 1 -> told(all, head[13]);
            default -> throw new IOException("not a PROXY command: " + (head[12] & 0xf));
        };
    }

    private static int number(byte[] octets, int at) {
        return (octets[at] & 0xff) << 8 | octets[at + 1] & 0xff;
    }

    /// Octets that the addresses of a family take.
    private static int addresses(byte family) {
        return switch (family >> 4 & 0xf) {
            case 1 -> 12;
            case 2 -> 36;
            case 3 -> 216;
            default -> 0;
        };
    }

    private static ProxyHeader told(byte[] all, byte family) throws IOException {
        return switch (family) {
            case 0x11 ->
                    new ProxyHeader(
                            Optional.of(
                                    InetAddress.getByAddress(
                                            Arrays.copyOfRange(all, FIXED, FIXED + 4))));
            case 0x21 ->
                    new ProxyHeader(
                            Optional.of(
                                    InetAddress.getByAddress(
                                            Arrays.copyOfRange(all, FIXED, FIXED + 16))));
            default -> UNTOLD;
        };
    }

    /// Goes over what follows the addresses; only a checksum is looked at.
    private static void check(byte[] all, int from) throws IOException {
        int at = from;
        while (at < all.length) {
            int end = at + 3 <= all.length ? at + 3 + number(all, at + 1) : Integer.MAX_VALUE;
            if (end > all.length) {
                throw new IOException("a PROXY header with a broken field");
            }
            if (all[at] == CHECKSUM) {
                checksum(all, at + 3, end);
            }
            at = end;
        }
    }

    private static void checksum(byte[] all, int from, int to) throws IOException {
        if (to - from != 4) {
            throw new IOException("a PROXY checksum is four octets");
        }
        long said = (long) number(all, from) << 16 | number(all, from + 2);
        var zeroed = all.clone();
        Arrays.fill(zeroed, from, to, (byte) 0);
        var sum = new CRC32C();
        sum.update(zeroed);
        if (sum.getValue() != said) {
            throw new IOException("a PROXY header with a wrong checksum");
        }
    }
}
