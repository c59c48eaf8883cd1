package org.restante.sending.spool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// A message being received. Holds up to one piece of the body in memory, the rest is in the log already. Ends by
/// [#commit] or [#abort]; a draft that is not committed leaves nothing, whatever happens. For one thread.
public final class Draft implements AutoCloseable {
    private final Spool spool;
    private final UUID id;
    private final int pieceBytes;
    private byte[] piece;
    private int filled;
    private int pieces;
    private long bodyBytes;
    private boolean over;

    Draft(Spool spool, UUID id, int pieceBytes) {
        this.spool = spool;
        this.id = id;
        this.pieceBytes = pieceBytes;
        this.piece = new byte[0];
    }

    /// The same before anything is written, under another id.
    Draft named(UUID other) {
        return new Draft(spool, other, pieceBytes);
    }

    /// The id the message will have (a UUID of version 7).
    public UUID id() {
        return id;
    }

    /// Length of the body so far.
    public long bodyBytes() {
        return bodyBytes;
    }

    /// Adds to the body. Waits for the disk each time a piece is full.
    public void write(byte[] bytes, int from, int length)
            throws SpoolException, InterruptedException {
        requireOpen();
        int at = from;
        while (at < from + length) {
            if (filled == pieceBytes) {
                writePiece();
            }
            int count = Math.min(from + length - at, pieceBytes - filled);
            makeRoom(filled + count);
            System.arraycopy(bytes, at, piece, filled, count);
            filled += count;
            at += count;
            bodyBytes += count;
        }
    }

    private void makeRoom(int wanted) {
        if (wanted > piece.length) {
            piece = Arrays.copyOf(piece, Math.min(pieceBytes, Math.max(wanted, 2 * piece.length)));
        }
    }

    private void writePiece() throws SpoolException, InterruptedException {
        if (pieces == 0) {
            spool.openDraft(id);
        }
        spool.write(Entry.withBody(RecordType.CHUNK, Payload.chunk(id, pieces), piece, filled));
        pieces++;
        filled = 0;
    }

    /// Makes the message durable, whole: body, envelope, recipients. Returns when it is on disk. A caller who is interrupted meanwhile
    /// does not know whether it is.
    ///
    /// @param envelope the queue's bytes for the message
    /// @param recipients at least one, each with its first standing
    /// @param event told to whoever copies events; empty for none
    public UUID commit(byte[] envelope, List<SpooledRecipient> recipients, byte[] event)
            throws SpoolException, InterruptedException {
        requireOpen();
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a message has a recipient");
        }
        var message = new SpooledMessage(id, envelope, bodyBytes, new ArrayList<>(recipients));
        byte[] meta = Payload.put(message, 0, pieces, event);
        spool.requireFits(meta.length + (long) Standing.MAX_DETAIL * recipients.size());
        over = true;
        spool.finish(id, Entry.withBody(RecordType.PUT, meta, piece, filled));
        return id;
    }

    /// Gives the message up.
    public void abort() {
        if (!over) {
            over = true;
            piece = new byte[0];
            spool.dropDraft(id);
        }
    }

    /// Aborts what was not committed.
    @Override
    public void close() {
        abort();
    }

    private void requireOpen() {
        if (over) {
            throw new IllegalStateException("the draft is over");
        }
    }
}
