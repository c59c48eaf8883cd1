package org.restante.sending.spool;

import java.nio.ByteBuffer;

/// Up to which record events were copied to the record of events. Kept as a control value.
final class Cursor {
    static final String NAME = ".events-copied";

    private Cursor() {}

    static long copied(Index index) {
        var control = index.controls.get(NAME);
        return control == null || control.value() == null
                ? 0
                : ByteBuffer.wrap(control.value()).getLong();
    }

    static byte[] value(long sequence) {
        return ByteBuffer.allocate(Long.BYTES).putLong(sequence).array();
    }
}
