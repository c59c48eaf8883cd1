package org.restante.sending.queue;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The last recipient that was told of; good for ever, for ids have an order.
///
/// @param id null for the beginning
record Cursor(@Nullable UUID id, int ordinal) {
    /// @throws IllegalArgumentException when this server made no such cursor
    static Cursor of(@Nullable String text) {
        if (text == null) {
            return new Cursor(null, 0);
        }
        try {
            int dot = text.lastIndexOf('.');
            return new Cursor(
                    UUID.fromString(text.substring(0, Math.max(0, dot))),
                    Integer.parseInt(text.substring(dot + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no cursor of a page", e);
        }
    }

    @Override
    public String toString() {
        return id + "." + ordinal;
    }
}
