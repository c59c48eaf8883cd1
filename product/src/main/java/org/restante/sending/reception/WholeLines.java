package org.restante.sending.reception;

import java.io.IOException;
import org.restante.protocol.session.Octets;

/// Passes mail data on and sees whether each CR is followed by LF and each LF comes after CR: in chunks nothing else shows a CR or LF alone
/// (RFC 5321 §2.3.8).
final class WholeLines implements Octets {
    private final Octets next;
    private boolean afterCr;
    private boolean broken;

    WholeLines(Octets next) {
        this.next = next;
    }

    @Override
    public void write(byte[] bytes, int at, int count) throws IOException {
        for (int i = at; i < at + count; i++) {
            broken |= afterCr != (bytes[i] == '\n');
            afterCr = bytes[i] == '\r';
        }
        next.write(bytes, at, count);
    }

    /// @param ended whether nothing follows
    boolean isBroken(boolean ended) {
        return broken || ended && afterCr;
    }
}
