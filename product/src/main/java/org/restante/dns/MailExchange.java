package org.restante.dns;

/// An MX record (RFC 1035 §3.3.9).
///
/// @param preference the lower, the sooner
/// @param host the root where a null MX is meant (RFC 7505)
public record MailExchange(int preference, DnsName host) {}
