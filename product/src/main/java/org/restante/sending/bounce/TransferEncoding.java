package org.restante.sending.bounce;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// How the octets of a part are written (RFC 2045 §6).
enum TransferEncoding {
    SEVEN_BIT("7bit"),
    EIGHT_BIT("8bit"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64");

    private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_LINE = 76;

    private final String word;

    TransferEncoding(String word) {
        this.word = word;
    }

    /// For octets that may stand as they are where eight bits can be had.
    static TransferEncoding of(byte[] octets, boolean mayBeEightBit) {
        return isAscii(octets) ? SEVEN_BIT : mayBeEightBit ? EIGHT_BIT : QUOTED_PRINTABLE;
    }

    static boolean isAscii(byte[] octets) {
        for (byte one : octets) {
            if (one < 0) {
                return false;
            }
        }
        return true;
    }

    String field() {
        return "Content-Transfer-Encoding: " + word;
    }

    /// Text in lines, written so.
    byte[] encoded(byte[] octets) {
        var encoded = new ByteArrayOutputStream(octets.length);
        try (var into = into(encoded)) {
            into.write(octets);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return encoded.toByteArray();
    }

    /// Writes so what is written to it. Its end must be told by closing it, which leaves `next` open.
    OutputStream into(OutputStream next) {
        return switch (this) {
            case SEVEN_BIT, EIGHT_BIT -> new Open(next);
            case QUOTED_PRINTABLE -> new QuotedPrintable(next);
            case BASE64 -> Base64.getMimeEncoder(LONGEST_LINE, LINE_END).wrap(new Open(next));
        };
    }

    /// Leaves open what it writes to.
    private static final class Open extends java.io.FilterOutputStream {
        Open(OutputStream next) {
            super(next);
        }

        @Override
        public void write(byte[] octets, int at, int count) throws IOException {
            out.write(octets, at, count);
        }

        @Override
        public void close() {}
    }

    /// Of text whose lines CRLF ends (RFC 2045 §6.7).
    private static final class QuotedPrintable extends OutputStream {
        private static final String HEX = "0123456789ABCDEF";

        private final OutputStream next;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream(LONGEST_LINE + 2);

        /// A blank or CR whose writing depends on what follows; -1 when there is none.
        private int held = -1;

        QuotedPrintable(OutputStream next) {
            this.next = next;
        }

        @Override
        public void write(int octet) throws IOException {
            int c = octet & 0xff;
            if (held == '\r' && c == '\n') {
                held = -1;
                end(LINE_END);
                return;
            }
            settle(c == '\r');
            if (c == ' ' || c == '\t' || c == '\r') {
                held = c;
            } else if (c > ' ' && c <= '~' && c != '=') {
                add(String.valueOf((char) c));
            } else {
                add(quoted(c));
            }
        }

        /// A blank before the end of a line, and a CR that ends none, are no text.
        private void settle(boolean isBeforeEnd) throws IOException {
            if (held >= 0) {
                boolean isPlain = held != '\r' && !isBeforeEnd;
                add(isPlain ? String.valueOf((char) held) : quoted(held));
                held = -1;
            }
        }

        private static String quoted(int c) {
            return "=" + HEX.charAt(c >> 4) + HEX.charAt(c & 15);
        }

        private void add(String text) throws IOException {
            if (line.size() + text.length() >= LONGEST_LINE) {
                line.write('=');
                end(LINE_END);
            }
            line.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }

        private void end(byte[] with) throws IOException {
            line.writeBytes(with);
            line.writeTo(next);
            line.reset();
        }

        @Override
        public void close() throws IOException {
            settle(true);
            end(new byte[0]);
        }
    }
}
