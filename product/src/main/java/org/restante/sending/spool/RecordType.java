package org.restante.sending.spool;

import org.jspecify.annotations.Nullable;

/// The kinds of record in the log; the number is what stands on disk.
enum RecordType {
    /// A message as accepted: envelope, recipients, the body or its last piece.
    PUT(1),
    /// A message moved: as [#PUT], with the states its recipients had.
    MOVED(2),
    /// A piece of a large body, before its message or moved after it.
    CHUNK(3),
    /// What became of one recipient.
    STATE(4),
    /// A state moved.
    MOVED_STATE(5),
    /// A message's end.
    RETIRE(6),
    /// A named value, or its removal.
    CONTROL(7),
    /// The end of a segment; nothing behind it counts.
    SEAL(8);

    private static final RecordType[] ALL = values();

    final int number;

    RecordType(int number) {
        this.number = number;
    }

    static @Nullable RecordType of(int number) {
        return number >= 1 && number <= ALL.length ? ALL[number - 1] : null;
    }
}
