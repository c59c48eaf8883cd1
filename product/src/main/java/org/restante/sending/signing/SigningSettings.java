package org.restante.sending.signing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.restante.mail.message.Domain;
import org.restante.protocol.dkim.Selector;

/// Whose mail is signed with what.
///
/// @param domains each signs the mail whose From is of this domain or, where that has no entry of its own, of one below it
/// @param always sign all mail besides, for a provider that sends for others
/// @param life how long a signature holds; empty for ever
public record SigningSettings(
        List<SigningDomain> domains, List<SigningDomain> always, Optional<Duration> life) {
    /// Nothing is signed.
    public static final SigningSettings NONE =
            new SigningSettings(List.of(), List.of(), Optional.empty());

    public SigningSettings {
        domains = List.copyOf(domains);
        always = List.copyOf(always);
    }

    /// @param keys each makes a signature, in this order; an Ed25519 key beside an RSA key, for not every receiver knows Ed25519
    public record SigningDomain(Domain domain, List<KeyFile> keys) {
        public SigningDomain {
            keys = List.copyOf(keys);
        }
    }

    /// A private key in PEM and the selector its public half is published under.
    public record KeyFile(Selector selector, Path file) {}
}
