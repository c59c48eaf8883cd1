package org.restante.protocol.dkim;

import org.restante.mail.message.Domain;

/// Who signs: a domain, by one of its keys.
public record Signatory(Domain domain, Selector selector, SigningKey key) {}
