package org.restante.sending.spool;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// A message as the spool has it, without its body.
///
/// @param envelope the queue's own bytes: reverse-path, stream, times …
/// @param bodyBytes length of the body
/// @param recipients in the order they were given; a recipient's place here is its ordinal
public record SpooledMessage(
        UUID id, byte[] envelope, long bodyBytes, List<SpooledRecipient> recipients) {
    public SpooledMessage {
        recipients = List.copyOf(recipients);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpooledMessage that
                && id.equals(that.id)
                && bodyBytes == that.bodyBytes
                && Arrays.equals(envelope, that.envelope)
                && recipients.equals(that.recipients);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
