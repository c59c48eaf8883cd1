package org.restante.sending.spool;

import org.jspecify.annotations.Nullable;

/// A record on its way to the log.
final class Entry {
    /// Whether a move is still right, asked under the lock when nothing can come between the answer and the record.
    interface Guard {
        boolean holds();
    }

    final RecordType type;
    final byte[] meta;
    final int metaSum;
    final byte[] body;
    final int bodyLength;
    final int bodySum;
    final @Nullable Guard guard;
    final Commit commit = new Commit();

    private Entry(
            RecordType type, byte[] meta, byte[] body, int bodyLength, @Nullable Guard guard) {
        this.type = type;
        this.meta = meta;
        this.metaSum = Frame.sum(meta);
        this.body = body;
        this.bodyLength = bodyLength;
        this.bodySum = Frame.sum(body, 0, bodyLength);
        this.guard = guard;
    }

    static Entry of(RecordType type, byte[] meta) {
        return new Entry(type, meta, Payload.none(), 0, null);
    }

    static Entry withBody(RecordType type, byte[] meta, byte[] body, int bodyLength) {
        return new Entry(type, meta, body, bodyLength, null);
    }

    static Entry move(RecordType type, byte[] meta, byte[] body, Guard guard) {
        return new Entry(type, meta, body, body.length, guard);
    }

    int size() {
        return Frame.size(meta.length, bodyLength);
    }

    boolean isMove() {
        return guard != null;
    }

    /// New mail, as against what ends or moves accepted mail.
    boolean isNewMail() {
        return !isMove() && (type == RecordType.PUT || type == RecordType.CHUNK);
    }
}
