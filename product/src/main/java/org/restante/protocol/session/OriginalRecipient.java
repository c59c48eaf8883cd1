package org.restante.protocol.session;

import java.util.Optional;
import java.util.regex.Pattern;
import org.restante.mail.message.Mailbox;

/// The recipient as the sender first named it: the value of `ORCPT` (RFC 3461 §4.2), which goes with the message from server to
/// server, and into notifications about it.
///
/// @param type `rfc822`, `utf-8` or another, as it was given
/// @param address decoded; one of type `utf-8` that is none (RFC 6533 §3) stays as it was given
public record OriginalRecipient(String type, String address) {
    private static final int LONGEST = 500;
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9!#$%&'*/?^_`{|}~-]+");
    private static final String UTF_8 = "utf-8";

    /// Reads the value of the parameter; empty when it does not follow the grammar.
    ///
    /// @param isInternational whether SMTPUTF8 was said, so that characters beyond ASCII may stand in an address of type `utf-8`
    public static Optional<OriginalRecipient> read(String value, boolean isInternational) {
        int semicolon = value.indexOf(';');
        if (semicolon < 1 || value.length() > LONGEST || value.indexOf('\uFFFD') >= 0) {
            return Optional.empty();
        }
        var type = value.substring(0, semicolon);
        var given = value.substring(semicolon + 1);
        if (!TYPE.matcher(type).matches() || given.isEmpty()) {
            return Optional.empty();
        }
        boolean isUtf8 = type.equalsIgnoreCase(UTF_8);
        if (isUtf8 && (isInternational || isAscii(given))) {
            var address = utf8Address(given);
            if (address.isPresent()) {
                return Optional.of(new OriginalRecipient(type, address.get()));
            }
        }
        return Xtext.decode(given)
                .filter(isUtf8 ? text -> !hasControls(text) : Xtext::isPrintable)
                .map(text ->
                        new OriginalRecipient(
                                type, isUtf8 ? utf8Address(text).orElse(text) : text));
    }

    private static Optional<String> utf8Address(String given) {
        return Unitext.decode(given).filter(text -> Mailbox.of(text).isPresent());
    }

    /// What was kept of it, which is what [#toString] said.
    public static OriginalRecipient of(String kept) {
        int semicolon = kept.indexOf(';');
        return new OriginalRecipient(
                kept.substring(0, Math.max(0, semicolon)), kept.substring(semicolon + 1));
    }

    /// For the parameter of a `RCPT`.
    ///
    /// @param isInternational whether SMTPUTF8 was said
    public String parameter(boolean isInternational) {
        return type
                + ";"
                + (isUtf8Address()
                        ? Unitext.encode(address, !isInternational)
                        : Xtext.encode(address));
    }

    /// For a field of a notification.
    ///
    /// @param isGlobal whether it may hold characters beyond ASCII, as in `message/global-delivery-status`
    public String field(boolean isGlobal) {
        return type
                + "; "
                + (isUtf8Address() && !isGlobal ? Unitext.encode(address, true) : address);
    }

    private boolean isUtf8Address() {
        return type.equalsIgnoreCase(UTF_8) && Mailbox.of(address).isPresent();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl) || text.indexOf('\uFFFD') >= 0;
    }

    /// Type, semicolon, address.
    @Override
    public String toString() {
        return type + ";" + address;
    }
}
