package org.restante.sending.delivery;

import java.io.IOException;
import java.util.Optional;
import org.restante.mail.message.Envelope;
import org.restante.protocol.session.Octets;

/// A message for some of its recipients.
///
/// @param envelope with the recipients of this transaction only
/// @param hasEightBit whether any octet is above 127 (RFC 6152)
public record Mail(Envelope envelope, Body body, boolean hasEightBit) {
    /// Header and body as they are sent, lines ended by CRLF.
    public interface Body {
        long octets();

        /// Writes all of it; may be asked again.
        ///
        /// @throws Damaged when it will never be whole again
        void writeTo(Octets sink) throws IOException;

        /// What may be sent in its stead to a host that takes no octets above 127; empty where nothing may.
        ///
        /// @throws Damaged when it will never be whole again
        default Optional<Body> sevenBit() throws IOException {
            return Optional.empty();
        }
    }

    /// What was kept of the body is not what came in.
    public static final class Damaged extends IOException {
        private static final long serialVersionUID = 1;

        public Damaged(IOException cause) {
            super(cause);
        }
    }
}
