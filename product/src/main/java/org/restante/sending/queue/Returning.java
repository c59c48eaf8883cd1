package org.restante.sending.queue;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.restante.sending.spool.Spool;
import org.restante.sending.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A message as it goes back to its sender; of a damaged one, what comes before the damage.
final class Returning implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Returning.class);
    private static final int PIECE = 64 * 1024;

    /// What goes back of a message.
    private static final int MOST = 1 << 20;

    private final InputStream body;
    private final UUID id;

    /// What was read so far, the header and something of what follows.
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    private final byte[] piece = new byte[PIECE];
    private final int headerEnd;

    private Returning(InputStream body, UUID id) throws IOException {
        this.body = body;
        this.id = id;
        headerEnd = readHeader();
    }

    static Returning open(Spool spool, UUID id) throws IOException {
        InputStream body;
        try {
            body = spool.body(id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (SpoolException e) {
            body = new Missing(e);
        }
        try {
            return new Returning(body, id);
        } catch (IOException e) {
            body.close();
            throw e;
        }
    }

    /// A body whose very beginning cannot be read.
    private static final class Missing extends InputStream {
        private final SpoolException why;

        Missing(SpoolException why) {
            this.why = why;
        }

        @Override
        public int read() throws IOException {
            throw why;
        }
    }

    private int readHeader() throws IOException {
        int lineStart = 0;
        while (begun.size() < MOST) {
            int from = begun.size();
            int count = read();
            if (count < 0) {
                break;
            }
            begun.write(piece, 0, count);
            for (int at = 0; at < count; at++) {
                if (piece[at] == '\n') {
                    int end = from + at + 1;
                    if (end - lineStart <= 2) {
                        return lineStart;
                    }
                    lineStart = end;
                }
            }
        }
        return begun.size();
    }

    private int read() throws IOException {
        try {
            return body.read(piece);
        } catch (SpoolException e) {
            if (e.reason() != SpoolException.Reason.DAMAGED) {
                throw e;
            }
            LOG.error("message {} is damaged: {}", id, e.getMessage());
            return -1;
        }
    }

    /// Its header, without the empty line that ends it.
    byte[] header() {
        return java.util.Arrays.copyOf(begun.toByteArray(), headerEnd);
    }

    /// Writes all that goes back of it.
    void writeTo(OutputStream out) throws IOException {
        begun.writeTo(out);
        int written = begun.size();
        for (int count = read(); count >= 0 && written < MOST; count = read()) {
            out.write(piece, 0, count);
            written += count;
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
