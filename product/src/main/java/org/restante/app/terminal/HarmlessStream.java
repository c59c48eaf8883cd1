package org.restante.app.terminal;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// What commands print passes here: control characters, which may be anybody's (a reply, an address, a header), become visible as `\u001b`,
/// the escape of JSON, which thereby stays what it was. So do marks that turn the direction of what follows (Unicode Standard Annex 9): they show
/// a name as another. Ends of lines and tabs pass; so do plain colours (SGR, ECMA-48 §8.3.117), where colours may be used at all. Nothing else of
/// a terminal's language does: it could move the cursor, set a title or fill the clipboard.
public final class HarmlessStream extends PrintStream {
    private final PrintStream screen;

    /// @param to also has whatever draws on the screen itself
    public HarmlessStream(PrintStream to, boolean colours) {
        super(new Sieve(to, colours), false, StandardCharsets.UTF_8);
        screen = to;
    }

    /// For whoever draws: what is not his own words must have passed [#visible].
    public PrintStream screen() {
        return screen;
    }

    @Override
    public boolean checkError() {
        return super.checkError() || screen.checkError();
    }

    /// A text with its control characters made visible.
    public static String visible(String text, boolean colours) {
        var out = new ByteArrayOutputStream(text.length());
        try (var sieve = new Sieve(out, colours)) {
            sieve.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("memory refuses nothing", e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /// Octets of UTF-8; what begins like a colour, an end of a line, a control of two octets or a mark of three waits until it is known.
    private static final class Sieve extends FilterOutputStream {
        private static final int ESCAPE = 0x1B;
        private static final int DELETE = 0x7F;

        /// Begins the controls from U+0080 to U+009F, and other letters.
        private static final int HIGH = 0xC2;

        /// Begins the marks of direction, and dashes, quotes and lines of tables.
        private static final int MARK = 0xE2;

        private static final VarHandle EIGHT =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        /// The same octet eight times.
        private static final long ONES = 0x0101_0101_0101_0101L;

        private static final long SPACES = 0x2020_2020_2020_2020L;
        private static final long DELETES = 0x7F7F_7F7F_7F7F_7F7FL;
        private static final long TOPS = 0x8080_8080_8080_8080L;

        private static final int LONGEST_COLOUR = 5;

        /// Colours and weights that a text can be read in: not hidden, and neither black nor white, which may be the ground's.
        private static final Set<String> COLOURS =
                Set.of(
                        "", "0", "1", "2", "3", "4", "21", "22", "23", "24", "31", "32", "33", "34",
                        "35", "36", "39");

        private final boolean colours;
        private final byte[] open = new byte[LONGEST_COLOUR];
        private int length;

        Sieve(OutputStream out, boolean colours) {
            super(out);
            this.colours = colours;
        }

        @Override
        public void write(byte[] octets, int from, int count) throws IOException {
            int done = from;
            int end = from + count;
            int at = from;
            while (at < end) {
                if (length == 0
                        && at + Long.BYTES <= end
                        && isPlain((long) EIGHT.get(octets, at))) {
                    at += Long.BYTES;
                    continue;
                }
                if (length > 0 || isOdd(octets[at] & 0xFF)) {
                    out.write(octets, done, at - done);
                    take(octets[at] & 0xFF);
                    done = at + 1;
                }
                at++;
            }
            out.write(octets, done, end - done);
        }

        /// Whether eight octets are all of ASCII and none a control, an end of a line or a tab, all at once: output for programs is hundreds of megabytes.
        private static boolean isPlain(long eight) {
            long ofDelete = eight ^ DELETES;
            long below = eight - SPACES;
            long deletes = ofDelete - ONES & ~ofDelete;
            return ((below | deletes | eight) & TOPS) == 0;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        private static boolean isOdd(int octet) {
            return octet < ' ' && octet != '\n' && octet != '\t'
                    || octet == DELETE
                    || octet == HIGH
                    || octet == MARK;
        }

        private void take(int octet) throws IOException {
            if (length == 0) {
                begin(octet);
                return;
            }
            int first = open[0] & 0xFF;
            if (first == HIGH && octet >= 0x80 && octet <= 0x9F) {
                length = 0;
                show(octet);
            } else if (first == MARK && length == 1 && octet >= 0x80 && octet <= 0xBF) {
                open[length++] = (byte) octet;
            } else if (first == MARK && length == 2 && isMark(open[1] & 0xFF, octet)) {
                length = 0;
                show(0x2000 + ((open[1] & 0x3F) << 6) + (octet & 0x3F));
            } else if (first >= 0x80) {
                release();
                begin(octet);
            } else if (first == '\r' && octet == '\n') {
                release();
                out.write(octet);
            } else if (first == ESCAPE && isColour(octet)) {
                open[length++] = (byte) octet;
                if (octet == 'm') {
                    release();
                }
            } else {
                refuse();
                take(octet);
            }
        }

        private void begin(int octet) throws IOException {
            if (octet == HIGH || octet == MARK || octet == '\r' || octet == ESCAPE && colours) {
                open[length++] = (byte) octet;
            } else if (isOdd(octet)) {
                show(octet);
            } else {
                out.write(octet);
            }
        }

        /// U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069.
        private static boolean isMark(int second, int third) {
            return second == 0x80
                            && (third == 0x8E || third == 0x8F || third >= 0xAA && third <= 0xAE)
                    || second == 0x81 && third >= 0xA6 && third <= 0xA9;
        }

        /// `ESC [`, at most two digits, `m`.
        private boolean isColour(int octet) {
            if (length == 1) {
                return octet == '[';
            }
            boolean isDigit = octet >= '0' && octet <= '9';
            if (isDigit) {
                return length < LONGEST_COLOUR - 1;
            }
            return octet == 'm'
                    && COLOURS.contains(new String(open, 2, length - 2, StandardCharsets.US_ASCII));
        }

        private void release() throws IOException {
            out.write(open, 0, length);
            length = 0;
        }

        /// The first is no beginning of anything; the others are letters.
        private void refuse() throws IOException {
            int count = length;
            length = 0;
            show(open[0] & 0xFF);
            out.write(open, 1, count - 1);
        }

        private void show(int control) throws IOException {
            out.write("\\u%04x".formatted(control).getBytes(StandardCharsets.US_ASCII));
        }

        /// What waits still may go on in the next octets, so only the end refuses it.
        @Override
        public void close() throws IOException {
            if (length > 0) {
                if (open[0] < 0) {
                    release();
                } else {
                    refuse();
                }
            }
            super.close();
        }
    }
}
