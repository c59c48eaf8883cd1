package org.restante.sending.spool;

import java.util.Arrays;

/// One recipient of a message: what the queue wrote of them (address, DSN parameters), and how they stand.
///
/// @param address the queue's own bytes, up to 65,535
public record SpooledRecipient(byte[] address, Standing standing) {
    public SpooledRecipient {
        if (address.length > 65_535) {
            throw new IllegalArgumentException("address of " + address.length + " bytes");
        }
    }

    SpooledRecipient at(Standing now) {
        return new SpooledRecipient(address, now);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpooledRecipient that
                && Arrays.equals(address, that.address)
                && standing.equals(that.standing);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + standing.hashCode();
    }
}
