package org.restante.sending.signing;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.restante.mail.message.Domain;
import org.restante.protocol.dkim.MessageSigner;
import org.restante.protocol.dkim.Signatory;
import org.restante.protocol.dkim.SigningPolicy;
import org.restante.sending.signing.SigningSettings.SigningDomain;

/// The keys in use, and who signs what with them. May be shared; new settings make a new one.
public final class Signatures {
    /// A message's body, without the empty line before it; lines ended by CRLF.
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    private final Map<Domain, List<Signatory>> signatories = new HashMap<>();
    private final Map<Domain, MessageSigner> signers = new HashMap<>();
    private final List<Signatory> always;
    private final MessageSigner others;
    private final boolean signsOthers;

    private Signatures(
            Map<Domain, List<Signatory>> domains, List<Signatory> always, SigningPolicy policy) {
        for (var domain : domains.entrySet()) {
            var all = new ArrayList<>(domain.getValue());
            always.stream().filter(one -> !one.domain().equals(domain.getKey())).forEach(all::add);
            signatories.put(domain.getKey(), List.copyOf(all));
            signers.put(domain.getKey(), new MessageSigner(all, policy));
        }
        this.always = List.copyOf(always);
        others = new MessageSigner(always, policy);
        signsOthers = !always.isEmpty();
    }

    /// No keys: nothing is signed.
    public static Signatures none() {
        return new Signatures(Map.of(), List.of(), SigningPolicy.USUAL);
    }

    /// Begins a message that comes in and whose signer is known only when it has ended; nothing is hashed where nobody signs anything.
    public PassingMessage begin() {
        return new PassingMessage(this, signsOthers || !signers.isEmpty());
    }

    /// Reads the keys.
    ///
    /// @throws UnusableKey for the first that cannot be used
    public static Signatures of(SigningSettings settings) throws UnusableKey {
        var domains = new HashMap<Domain, List<Signatory>>();
        for (var domain : settings.domains()) {
            if (domains.put(domain.domain(), read(domain)) != null) {
                throw new UnusableKey(
                        domain.domain() + " has two entries; one with all its keys would be right");
            }
        }
        var always = new ArrayList<Signatory>();
        for (var domain : settings.always()) {
            always.addAll(read(domain));
        }
        var policy = settings.life().map(SigningPolicy.USUAL::expiringAfter);
        return new Signatures(domains, always, policy.orElse(SigningPolicy.USUAL));
    }

    private static List<Signatory> read(SigningDomain domain) throws UnusableKey {
        var signatories = new ArrayList<Signatory>();
        Set<String> selectors = new HashSet<>();
        for (var key : domain.keys()) {
            if (!selectors.add(key.selector().text())) {
                throw new UnusableKey(
                        key.file()
                                + ": the selector "
                                + key.selector()
                                + " of "
                                + domain.domain()
                                + " has another key already; a selector of its own would be right");
            }
            signatories.add(
                    new Signatory(domain.domain(), key.selector(), KeyFiles.read(key.file())));
        }
        return signatories;
    }

    /// Whether mail with this From gets any signature.
    public boolean signs(Optional<Domain> from) {
        return signsOthers || from.flatMap(this::nearest).isPresent();
    }

    /// All who sign any mail.
    public Set<Signatory> all() {
        var all = new LinkedHashSet<Signatory>();
        signatories.values().forEach(all::addAll);
        all.addAll(always);
        return all;
    }

    /// Who signs mail with this From.
    public List<Signatory> signatories(Domain from) {
        return nearest(from)
                .map(domain -> signatories.getOrDefault(domain, List.of()))
                .orElse(List.of());
    }

    /// The signer for a message, for those who let the body pass by themselves; empty when nobody signs.
    ///
    /// @param from the domain of the first From address
    public Optional<MessageSigner> signer(Optional<Domain> from) {
        var own = from.flatMap(this::nearest).map(signers::get);
        return own.isPresent() || !signsOthers ? own : Optional.of(others);
    }

    /// One that hashes bodies as all of them do.
    MessageSigner anySigner() {
        return others;
    }

    /// The fields to put before a message, each ended by CRLF; empty when nobody signs it.
    ///
    /// @param header as it will be sent, with or without the empty line that ends it
    public String fields(Optional<Domain> from, byte[] header, Body body, Instant now)
            throws IOException {
        var signer = signer(from);
        if (signer.isEmpty()) {
            return "";
        }
        var signing = signer.get().begin();
        body.writeTo(signing);
        return signing.finish(header, now);
    }

    /// The domain itself or the nearest above it that has keys.
    private Optional<Domain> nearest(Domain from) {
        var name = from.ascii();
        while (!name.isEmpty()) {
            var domain = new Domain(name);
            if (signers.containsKey(domain)) {
                return Optional.of(domain);
            }
            int dot = name.indexOf('.');
            name = dot < 0 ? "" : name.substring(dot + 1);
        }
        return Optional.empty();
    }
}
