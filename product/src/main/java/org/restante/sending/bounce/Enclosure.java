package org.restante.sending.bounce;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The third part of a notification: the message, or its header alone (RFC 6522 §3; RFC 6533 §4.2, §4.3).
public final class Enclosure {
    private final String type;
    private final TransferEncoding encoding;

    private Enclosure(String type, TransferEncoding encoding) {
        this.type = type;
        this.encoding = encoding;
    }

    /// For a message that is returned whole.
    ///
    /// @param header its header
    /// @param hasEightBit whether any of its octets is above 127
    /// @param isInternational whether it came with SMTPUTF8
    /// @param goesByUtf8 whether the notification can only go where SMTPUTF8 is offered, and so eight bits are taken
    public static Enclosure ofMessage(
            byte[] header, boolean hasEightBit, boolean isInternational, boolean goesByUtf8) {
        if (!hasEightBit) {
            return new Enclosure("message/rfc822", TransferEncoding.SEVEN_BIT);
        }
        if (isInternational || isInternationalHeader(header)) {
            // Only the new type may be encoded, and must be where the way back may not take it (RFC
            // 6533 §4.5).
            return new Enclosure(
                    "message/global",
                    goesByUtf8 ? TransferEncoding.EIGHT_BIT : TransferEncoding.BASE64);
        }
        return new Enclosure("message/rfc822", TransferEncoding.EIGHT_BIT);
    }

    /// For a message whose header alone is returned.
    public static Enclosure ofHeader(byte[] header, boolean goesByUtf8) {
        return new Enclosure(
                isInternationalHeader(header) ? "message/global-headers" : "text/rfc822-headers",
                TransferEncoding.of(header, goesByUtf8));
    }

    private static boolean isInternationalHeader(byte[] header) {
        if (TransferEncoding.isAscii(header)) {
            return false;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /// The header of the part.
    String fields() {
        return "Content-Type: " + type + "\r\n" + encoding.field() + "\r\n";
    }

    /// Where the message, or its header, is to be written; closing it ends the part and leaves `notification` open.
    public OutputStream into(OutputStream notification) throws IOException {
        return encoding.into(notification);
    }
}
