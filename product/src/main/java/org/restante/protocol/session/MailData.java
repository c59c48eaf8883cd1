package org.restante.protocol.session;

import java.io.IOException;
import org.restante.protocol.session.WireException.Kind;

/// Mail data after `DATA`: lines with a dot doubled at their start, ended by CRLF.CRLF and by nothing else (RFC 5321 §4.5.2).
/// A CR or LF alone ends the reading with an error, for servers that take it for a line end can be made to see two messages where
/// others see one.
public final class MailData {
    private static final byte[] DOT = {'.'};

    private MailData() {}

    private enum At {
        LINE_START,
        IN_LINE,
        AFTER_CR,
        AFTER_DOT,
        AFTER_DOT_CR
    }

    /// Passes the data on without the doubled dots and without the final dot; returns its octets.
    ///
    /// @throws WireException with [Kind#BARE_LINE_END]; the rest of the data is not read
    public static long read(Wire wire, Octets sink) throws IOException {
        long octets = 0;
        var at = At.LINE_START;
        while (true) {
            wire.await();
            var in = wire.input();
            int end = wire.end();
            int i = wire.start();
            int kept = i;
            while (i < end) {
                byte b = in[i];
                switch (at) {
                    case IN_LINE -> {
                        while (b != '\r' && b != '\n' && ++i < end) {
                            b = in[i];
                        }
                        if (i == end) {
                            continue;
                        }
                        refuse(b == '\n');
                        at = At.AFTER_CR;
                    }
                    case AFTER_CR -> {
                        refuse(b != '\n');
                        at = At.LINE_START;
                    }
                    case LINE_START -> {
                        refuse(b == '\n');
                        if (b == '.') {
                            octets += pass(sink, in, kept, i);
                            kept = i + 1;
                            at = At.AFTER_DOT;
                        } else {
                            at = b == '\r' ? At.AFTER_CR : At.IN_LINE;
                        }
                    }
                    case AFTER_DOT -> {
                        refuse(b == '\n');
                        if (b == '\r') {
                            at = At.AFTER_DOT_CR;
                        } else {
                            at = At.IN_LINE;
                        }
                    }
                    case AFTER_DOT_CR -> {
                        refuse(b != '\n');
                        wire.advance(i + 1);
                        return octets;
                    }
                }
                i++;
            }
            int stop = at == At.AFTER_DOT_CR ? end - 1 : end;
            octets += pass(sink, in, kept, Math.max(kept, stop));
            wire.advance(end);
        }
    }

    private static void refuse(boolean bare) throws WireException {
        if (bare) {
            throw new WireException(Kind.BARE_LINE_END, "a CR or LF alone in mail data");
        }
    }

    private static int pass(Octets sink, byte[] in, int from, int to) throws IOException {
        if (to > from) {
            sink.write(in, from, to - from);
        }
        return to - from;
    }

    /// Writes data that has no doubled dots: doubles them, and ends it. Lines end in CRLF already.
    public static final class Writer implements Octets {
        private final Wire wire;
        private boolean atLineStart = true;

        public Writer(Wire wire) {
            this.wire = wire;
        }

        @Override
        public void write(byte[] bytes, int at, int count) throws IOException {
            int from = at;
            int end = at + count;
            for (int i = at; i < end; i++) {
                if (atLineStart && bytes[i] == '.') {
                    wire.write(bytes, from, i - from);
                    wire.write(DOT, 0, 1);
                    from = i;
                }
                atLineStart = bytes[i] == '\n';
            }
            wire.write(bytes, from, end - from);
        }

        /// The final dot, on a line of its own.
        public void end() throws IOException {
            if (!atLineStart) {
                wire.write(LineEnd.CRLF, 0, 2);
            }
            wire.writeLine(".");
        }
    }
}
