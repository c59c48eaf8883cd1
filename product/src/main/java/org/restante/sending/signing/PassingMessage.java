package org.restante.sending.signing;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Domain;
import org.restante.protocol.dkim.MessageSigner;

/// A message on its way into the spool: its header is kept and its body hashed as they pass, so that it is signed when its end is
/// there. One thread's.
public final class PassingMessage {
    /// A header of more than this is not kept, and its message not signed; reception takes none as long.
    private static final int LONGEST_HEADER = 1 << 20;

    private final Signatures signatures;
    private final boolean isWanted;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream(0);

    /// How much of CR LF CR LF has just passed.
    private int ending = 2;

    private boolean inBody;
    private MessageSigner.@Nullable Signing body;

    PassingMessage(Signatures signatures, boolean isWanted) {
        this.signatures = signatures;
        this.isWanted = isWanted;
    }

    /// The next octets of header and body, as they will be sent.
    public void write(byte[] octets, int from, int count) {
        if (!isWanted) {
            return;
        }
        int at = from;
        while (at < from + count && !inBody) {
            byte one = octets[at++];
            ending = one == (ending % 2 == 0 ? '\r' : '\n') ? ending + 1 : one == '\r' ? 1 : 0;
            inBody = ending == 4;
        }
        if (header.size() <= LONGEST_HEADER) {
            header.write(octets, from, at - from);
        }
        if (at < from + count) {
            hashed(octets, at, from + count - at);
        }
    }

    private void hashed(byte[] octets, int from, int count) {
        var signing = body;
        if (signing == null) {
            signing = signatures.anySigner().begin();
            body = signing;
        }
        signing.write(octets, from, count);
    }

    /// The fields to put before it, each ended by CRLF; empty when nobody signs it. Asked once, when all has passed.
    ///
    /// @param from the domain of the first From address
    public String fields(Optional<Domain> from, Instant now) {
        var signer = isWanted ? signatures.signer(from) : Optional.<MessageSigner>empty();
        if (signer.isEmpty() || header.size() > LONGEST_HEADER) {
            return "";
        }
        var signing = body == null ? signer.get().begin() : body;
        return signer.get().finish(signing, header.toByteArray(), now);
    }
}
