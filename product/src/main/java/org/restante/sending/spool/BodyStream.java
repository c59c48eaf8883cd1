package org.restante.sending.spool;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A body, one piece in memory at a time.
final class BodyStream extends InputStream {
    private final Reading reading;
    private final UUID id;
    private byte[] piece;
    private int at;
    private int next;

    BodyStream(Reading reading, UUID id) throws IOException, InterruptedException {
        this.reading = reading;
        this.id = id;
        byte[] first = reading.part(id, next++);
        this.piece = first == null ? new byte[0] : first;
    }

    private boolean hasMore() throws IOException {
        while (at == piece.length) {
            byte @Nullable [] more;
            try {
                more = reading.part(id, next);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (InterruptedIOException)
                        new InterruptedIOException("interrupted").initCause(e);
            }
            if (more == null) {
                return false;
            }
            next++;
            piece = more;
            at = 0;
        }
        return true;
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? piece[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, target, from, count);
        at += count;
        return count;
    }
}
