package org.restante.sending.reception;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Envelope.Returned;
import org.restante.mail.message.MailHost;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.protocol.session.OriginalRecipient;
import org.restante.protocol.session.PathArgument;
import org.restante.protocol.session.Xtext;

/// The envelope that MAIL and RCPT build (RFC 5321 §3.3); a command that is not taken changes nothing.
final class Transaction {
    private static final int LONGEST_ENVELOPE_ID = 100;

    private final ReversePath reversePath;
    private final boolean isEightBit;
    private final boolean isInternational;
    private final Optional<Returned> returned;
    private final Optional<String> envelopeId;
    private final Map<Mailbox, Recipient> recipients = new LinkedHashMap<>();

    private Transaction(
            ReversePath reversePath,
            boolean isEightBit,
            boolean isInternational,
            Optional<Returned> returned,
            Optional<String> envelopeId) {
        this.reversePath = reversePath;
        this.isEightBit = isEightBit;
        this.isInternational = isInternational;
        this.returned = returned;
        this.envelopeId = envelopeId;
    }

    /// The command is not taken.
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1;
        final int code;

        Fault(int code, String text) {
            super(text);
            this.code = code;
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    /// What `MAIL` says.
    static PathArgument sender(String argument) throws Fault {
        return PathArgument.read(argument, "FROM:")
                .orElseThrow(() -> new Fault(501, "5.5.4 Syntax: MAIL FROM:<address>"));
    }

    /// What `RCPT` says.
    static PathArgument recipient(String argument) throws Fault {
        return PathArgument.read(argument, "TO:")
                .orElseThrow(() -> new Fault(501, "5.5.4 Syntax: RCPT TO:<address>"));
    }

    /// The transaction that `MAIL` begins.
    static Transaction begin(PathArgument given, long largest) throws Fault {
        var parameters = given.parameters();
        boolean international = parameters.containsKey("SMTPUTF8");
        var path = reversePath(given.path(), international);
        for (var parameter : parameters.entrySet()) {
            known(parameter.getKey(), parameter.getValue(), largest);
        }
        return new Transaction(
                path,
                "8BITMIME".equalsIgnoreCase(parameters.getOrDefault("BODY", "")),
                international,
                returned(parameters),
                envelopeId(parameters));
    }

    private static ReversePath reversePath(String path, boolean international) throws Fault {
        if (path.isEmpty()) {
            return ReversePath.NULL;
        }
        return ReversePath.of(mailbox(path, international, "5.1.7"));
    }

    private static Mailbox mailbox(String path, boolean international, String status) throws Fault {
        if (path.indexOf('\uFFFD') >= 0) {
            throw new Fault(553, "5.6.7 An address beyond ASCII is UTF-8 (RFC 6531 section 3.3)");
        }
        boolean ascii = path.chars().allMatch(c -> c < 128);
        if (!ascii && !international) {
            throw new Fault(553, "5.6.7 An address beyond ASCII needs SMTPUTF8 (RFC 6531)");
        }
        return Mailbox.of(path)
                .orElseThrow(() -> new Fault(553, status + " That is no address: <" + path + ">"));
    }

    private static void known(String keyword, String value, long largest) throws Fault {
        switch (keyword) {
            case "SIZE" -> size(value, largest);
            case "BODY" -> {
                if (!value.equalsIgnoreCase("7BIT") && !value.equalsIgnoreCase("8BITMIME")) {
                    throw new Fault(501, "5.5.4 BODY is 7BIT or 8BITMIME");
                }
            }
            case "SMTPUTF8" -> {
                if (!value.isEmpty()) {
                    throw new Fault(501, "5.5.4 SMTPUTF8 takes no value");
                }
            }
            case "AUTH" -> {
                if (value.isEmpty() || Xtext.decode(value).isEmpty()) {
                    throw new Fault(501, "5.5.4 AUTH is xtext (RFC 4954 section 5)");
                }
            }
            case "RET", "ENVID" -> {}
            default -> throw new Fault(555, "5.5.4 Unknown parameter " + keyword);
        }
    }

    private static void size(String value, long largest) throws Fault {
        if (!value.matches("\\d{1,20}")) {
            throw new Fault(501, "5.5.4 SIZE is a number of octets");
        }
        if (value.length() > 18 || Long.parseLong(value) > largest) {
            throw new Fault(552, "5.3.4 More than the " + largest + " octets a message may have");
        }
    }

    private static Optional<Returned> returned(Map<String, String> parameters) throws Fault {
        var value = parameters.get("RET");
        if (value == null) {
            return Optional.empty();
        }
        if (value.equalsIgnoreCase("FULL")) {
            return Optional.of(Returned.FULL);
        }
        if (value.equalsIgnoreCase("HDRS")) {
            return Optional.of(Returned.HDRS);
        }
        throw new Fault(501, "5.5.4 RET is FULL or HDRS");
    }

    private static Optional<String> envelopeId(Map<String, String> parameters) throws Fault {
        var value = parameters.get("ENVID");
        if (value == null) {
            return Optional.empty();
        }
        var decoded =
                value.isEmpty() || value.length() > LONGEST_ENVELOPE_ID
                        ? Optional.<String>empty()
                        : Xtext.decode(value).filter(Xtext::isPrintable);
        if (decoded.isEmpty()) {
            throw new Fault(501, "5.5.4 ENVID is printable ASCII in xtext of up to 100 characters");
        }
        return decoded;
    }

    /// The recipient of a `RCPT`, not added yet.
    ///
    /// @param home whose postmaster a postmaster without a domain is (RFC 5321 §4.1.1.3)
    Recipient recipient(PathArgument given, MailHost home) throws Fault {
        if (given.path().isEmpty()) {
            throw new Fault(553, "5.1.3 A recipient has an address");
        }
        var mailbox =
                given.path().equalsIgnoreCase("postmaster")
                        ? new Mailbox(given.path(), home)
                        : mailbox(given.path(), isInternational, "5.1.3");
        var notify = Notify.UNSAID;
        boolean said = false;
        var original = Optional.<String>empty();
        for (var parameter : given.parameters().entrySet()) {
            switch (parameter.getKey()) {
                case "NOTIFY" -> {
                    notify =
                            Notify.read(parameter.getValue())
                                    .orElseThrow(() ->
                                            new Fault(
                                                    501,
                                                    "5.5.4 NOTIFY is NEVER, or a list of SUCCESS, FAILURE, DELAY"));
                    said = true;
                }
                case "ORCPT" ->
                        original = Optional.of(original(parameter.getValue(), isInternational));
                default -> throw new Fault(555, "5.5.4 Unknown parameter " + parameter.getKey());
            }
        }
        return new Recipient(mailbox, notify, said, original);
    }

    private static String original(String value, boolean international) throws Fault {
        return OriginalRecipient.read(value, international)
                .map(OriginalRecipient::toString)
                .orElseThrow(() ->
                        new Fault(
                                501, "5.5.4 ORCPT is a type, a semicolon and an address in xtext"));
    }

    void add(Recipient recipient) {
        recipients.put(recipient.mailbox(), recipient);
    }

    /// Whether it was named before: whoever is named twice gets the message once.
    boolean has(Recipient recipient) {
        return recipients.containsKey(recipient.mailbox());
    }

    int size() {
        return recipients.size();
    }

    ReversePath reversePath() {
        return reversePath;
    }

    Envelope envelope() {
        return new Envelope(
                reversePath,
                List.copyOf(recipients.values()),
                isEightBit,
                isInternational,
                returned,
                envelopeId);
    }
}
