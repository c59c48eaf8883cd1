package org.restante.sending.spool;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Why the spool did not do what was asked. Nothing of what was asked is on disk then, but for [Reason#FAILED], where it may be
/// (a client that was not told 250 will send again).
public final class SpoolException extends IOException {
    private static final long serialVersionUID = 1L;

    /// What a caller can answer for.
    public enum Reason {
        /// No room for new mail (`452 4.3.1`). What was accepted goes on and makes room.
        FULL,
        /// A write or sync failed before: nothing is written any more until a restart (`451 4.3.0`). Reading goes on.
        FAILED,
        /// The spool was closed.
        CLOSED,
        /// No such message: never accepted, or retired.
        UNKNOWN_MESSAGE,
        /// The recipient's last state is already written.
        ALREADY_DONE,
        /// More recipients, envelope or detail than one record holds.
        TOO_LARGE,
        /// What was read back does not have its checksum.
        DAMAGED,
        /// Another process owns the folder.
        LOCKED,
        /// The folder cannot be made, read or written, or was written by a newer version.
        UNUSABLE
    }

    private final Reason reason;

    SpoolException(Reason reason, String message) {
        this(reason, message, null);
    }

    SpoolException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
