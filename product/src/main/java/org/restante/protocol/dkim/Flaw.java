package org.restante.protocol.dkim;

import java.util.Locale;

/// Why a signature does not count.
public enum Flaw {
    /// The body is not the one that was signed.
    BODY_CHANGED,
    /// The signed fields are not as they were, or another key signed.
    HEADER_CHANGED,
    SYNTAX,
    MISSING_TAG,
    VERSION,
    ALGORITHM,
    CANONICALIZATION,
    QUERY,
    IDENTITY,
    FROM_NOT_SIGNED,
    EXPIRED,
    /// `l=` counts more octets than the body has.
    LENGTH,
    NO_KEY,
    KEY_SYNTAX,
    KEY_REVOKED,
    KEY_TYPE,
    KEY_HASH,
    KEY_SERVICE,
    KEY_TOO_SMALL,
    KEY_TOO_LARGE,
    /// More signatures than are looked at.
    TOO_MANY;

    /// As it is written: `body-changed`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
