package org.restante.mail.message;

/// What stands right of the `@`: a domain, or an address in brackets (RFC 5321 §4.1.2).
public sealed interface MailHost permits Domain, AddressLiteral {
    /// As it is written on the wire, in ASCII.
    String ascii();
}
