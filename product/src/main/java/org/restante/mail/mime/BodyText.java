package org.restante.mail.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Text and files in the transfer encoding they need (RFC 2045 §6): as they are, quoted-printable, or base64.
final class BodyText {
    private static final int LINE = 76;
    private static final int LONGEST = 998;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private BodyText() {}

    /// An encoding's name, and what it makes of the content.
    record Encoded(String encoding, byte[] octets) {}

    /// Text whose lines may end in any way; CRLF between them afterwards.
    static Encoded text(String text) {
        var octets = crlf(text).getBytes(StandardCharsets.UTF_8);
        int beyond = 0;
        int line = 0;
        int longest = 0;
        boolean odd = false;
        for (byte octet : octets) {
            beyond += octet < 0 ? 1 : 0;
            odd |=
                    octet >= 0 && octet < ' ' && octet != '\t' && octet != '\r' && octet != '\n'
                            || octet == 127;
            line = octet == '\n' ? 0 : line + 1;
            longest = Math.max(longest, line);
        }
        if (beyond == 0 && !odd && longest <= LONGEST - 1) {
            return new Encoded("7bit", octets);
        }
        return beyond > octets.length / 3
                ? file(octets)
                : new Encoded("quoted-printable", quoted(octets));
    }

    private static String crlf(String text) {
        var lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
        return lines.isEmpty() || lines.endsWith("\n") ? lines : lines + "\r\n";
    }

    static Encoded file(byte[] octets) {
        var encoder = Base64.getMimeEncoder(LINE, new byte[] {'\r', '\n'});
        var lines = new ByteArrayOutputStream();
        lines.writeBytes(encoder.encode(octets));
        lines.writeBytes(new byte[] {'\r', '\n'});
        return new Encoded("base64", lines.toByteArray());
    }

    private static byte[] quoted(byte[] octets) {
        var out = new ByteArrayOutputStream(octets.length + octets.length / 8);
        int column = 0;
        for (int i = 0; i < octets.length; i++) {
            byte octet = octets[i];
            if (octet == '\r') {
                out.write('\r');
                out.write('\n');
                i++;
                column = 0;
                continue;
            }
            boolean endsLine = i + 1 >= octets.length || octets[i + 1] == '\r';
            boolean literal =
                    octet > ' ' && octet <= '~' && octet != '='
                            || (octet == ' ' || octet == '\t') && !endsLine;
            int size = literal ? 1 : 3;
            if (column + size > LINE - (endsLine ? 0 : 1)) {
                out.write('=');
                out.write('\r');
                out.write('\n');
                column = 0;
            }
            if (literal) {
                out.write(octet);
            } else {
                out.write('=');
                out.write(HEX[octet >> 4 & 15]);
                out.write(HEX[octet & 15]);
            }
            column += size;
        }
        return out.toByteArray();
    }
}
