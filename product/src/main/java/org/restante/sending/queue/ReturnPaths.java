package org.restante.sending.queue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.ReversePath;

/// Where receivers return mail to, in place of the sender's own reverse-path; by stream. Off unless it is set. The null path stays
/// null, and our own notices go to the sender's own.
///
/// @param usual for streams that are not named; empty to leave the reverse-path as it is
/// @param byStream the stream's name, with `TENANT/` before it where only that tenant's is meant
public record ReturnPaths(Optional<ReturnPath> usual, Map<String, ReturnPath> byStream) {
    public static final ReturnPaths NONE = new ReturnPaths(Optional.empty(), Map.of());

    public ReturnPaths {
        byStream = Map.copyOf(byStream);
    }

    /// @param stream with its tenant before it, where it has one
    Optional<ReturnPath> of(String stream) {
        var found = byStream.get(stream);
        if (found == null) {
            found = byStream.get(stream.substring(stream.indexOf('/') + 1));
        }
        return Optional.ofNullable(found).or(() -> usual);
    }

    /// An address that takes what is returned.
    ///
    /// @param isPerRecipient whether it names the recipient (VERP), so that a bounce tells by its address whom it is about, whatever it
    ///     says. Each recipient is then sent to in a transaction of its own.
    public record ReturnPath(Mailbox mailbox, boolean isPerRecipient) {
        private static final int LONGEST = 64;
        private static final String PLAIN = "!#$&'*+-/=?^_`{|}~.";
        private static final String HEX = "0123456789ABCDEF";

        /// For a message to that recipient: `bounces+user=example.com@our.domain`. Octets that an address may not have there, and the
        /// percent sign, stand as `%` and two digits. Where that is longer than a local part may be (RFC 5321 §4.5.3.1.1), the address
        /// itself.
        public ReversePath to(Mailbox recipient) {
            var tagged =
                    mailbox.localPart()
                            + "+"
                            + encoded(recipient.localPart())
                            + "="
                            + encoded(recipient.host().ascii());
            return ReversePath.of(
                    isPerRecipient && tagged.length() <= LONGEST
                            ? new Mailbox(tagged, mailbox.host())
                            : mailbox);
        }

        /// Whom an address made by [#to] names; empty where it is none of those.
        public Optional<Mailbox> recipient(Mailbox returnedTo) {
            var tagged = returnedTo.localPart();
            int at = tagged.lastIndexOf('=');
            int from = mailbox.localPart().length() + 1;
            boolean isOurs =
                    returnedTo.host().ascii().equalsIgnoreCase(mailbox.host().ascii())
                            && tagged.regionMatches(true, 0, mailbox.localPart() + "+", 0, from)
                            && at > from;
            if (!isOurs) {
                return Optional.empty();
            }
            return decoded(tagged.substring(at + 1))
                    .flatMap(host -> Mailbox.of("a@" + host))
                    .flatMap(any ->
                            decoded(tagged.substring(from, at))
                                    .flatMap(local -> mailbox(local, any)));
        }

        private static Optional<Mailbox> mailbox(String local, Mailbox any) {
            try {
                return Optional.of(new Mailbox(local, any.host()));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private static String encoded(String text) {
            var encoded = new StringBuilder();
            for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
                char c = (char) (octet & 0xFF);
                boolean isLetter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
                boolean isSecondDot =
                        c == '.'
                                && !encoded.isEmpty()
                                && encoded.charAt(encoded.length() - 1) == '.';
                boolean isPlain =
                        isLetter || c >= '0' && c <= '9' || PLAIN.indexOf(c) >= 0 && !isSecondDot;
                if (isPlain) {
                    encoded.append(c);
                } else {
                    encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                }
            }
            return encoded.toString();
        }

        private static Optional<String> decoded(String text) {
            var octets = ByteBuffer.allocate(text.length());
            for (int at = 0; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c != '%') {
                    octets.put((byte) c);
                    continue;
                }
                int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
                int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                octets.put((byte) (high << 4 | low));
                at += 2;
            }
            return Optional.of(
                    new String(octets.array(), 0, octets.position(), StandardCharsets.UTF_8));
        }
    }
}
