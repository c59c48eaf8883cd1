package org.restante.protocol.dkim;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The TXT record of a public key (RFC 6376 §3.6.1).
///
/// @param keyType `rsa` or `ed25519`, in lower case
/// @param hashes those it may be used with; empty for any
/// @param services those it may be used for; `*` is any
/// @param octets the key; empty when it was revoked
/// @param isTest the domain only tries signing out (`t=y`)
/// @param isStrict the identity may be of no subdomain (`t=s`)
public record KeyRecord(
        String keyType,
        List<String> hashes,
        List<String> services,
        byte[] octets,
        boolean isTest,
        boolean isStrict) {
    private static final String VERSION = "DKIM1";

    public KeyRecord {
        hashes = List.copyOf(hashes);
        services = List.copyOf(services);
    }

    /// The record for a key in use.
    static KeyRecord of(Algorithm algorithm, byte[] octets) {
        return new KeyRecord(algorithm.keyType(), List.of(), List.of("*"), octets, false, false);
    }

    /// A record's text read, or what is wrong with it.
    public static Optional<Result> objection(String text) {
        try {
            read(text);
            return Optional.empty();
        } catch (Unfit e) {
            return Optional.of(e.result());
        }
    }

    /// The record that a text is; empty where it is none.
    public static Optional<KeyRecord> published(String text) {
        try {
            return Optional.of(read(text));
        } catch (Unfit e) {
            return Optional.empty();
        }
    }

    static KeyRecord read(String text) throws Unfit {
        var tags = TagList.read(text, Flaw.KEY_SYNTAX);
        var version = tags.get("v");
        if (version.isPresent() && !(version.get().equals(VERSION) && tags.isFirst("v"))) {
            throw Unfit.permanent(
                    Flaw.KEY_SYNTAX,
                    "v=" + TagList.shown(version.get()) + ", not v=DKIM1 in front");
        }
        var flags = words(tags.get("t"));
        var key =
                tags.get("p").orElseThrow(() -> Unfit.permanent(Flaw.KEY_SYNTAX, "p= is missing"));
        return new KeyRecord(
                tags.get("k").orElse("rsa").toLowerCase(Locale.ROOT),
                words(tags.get("h")),
                tags.get("s").isPresent() ? words(tags.get("s")) : List.of("*"),
                TagList.base64(key, "p", Flaw.KEY_SYNTAX),
                flags.contains("y"),
                flags.contains("s"));
    }

    private static List<String> words(Optional<String> value) {
        return value.map(text -> TagList.parts(text.toLowerCase(Locale.ROOT))).orElse(List.of());
    }

    /// Refuses a signature that this key is not for.
    void check(SignatureField signature) throws Unfit {
        if (!services.contains("*") && !services.contains("email")) {
            throw Unfit.permanent(Flaw.KEY_SERVICE, "the key is not for mail");
        }
        if (octets.length == 0) {
            throw Unfit.permanent(Flaw.KEY_REVOKED, "the key was revoked: p= is empty");
        }
        if (!keyType.equals(signature.algorithm().keyType())) {
            throw Unfit.permanent(
                    Flaw.KEY_TYPE,
                    "k=" + TagList.shown(keyType) + ", signed as " + signature.algorithm().word());
        }
        if (!hashes.isEmpty() && !hashes.contains(signature.algorithm().hash())) {
            throw Unfit.permanent(
                    Flaw.KEY_HASH, "the key is not for " + signature.algorithm().hash());
        }
        if (isStrict && !signature.identityDomain().equals(signature.domain())) {
            throw Unfit.permanent(
                    Flaw.IDENTITY, "the key is for no subdomain, i=" + signature.identity());
        }
    }

    /// As it is published.
    public String text() {
        return "v="
                + VERSION
                + "; k="
                + keyType
                + "; p="
                + Base64.getEncoder().encodeToString(octets);
    }
}
