package org.restante.sending.reception;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.restante.mail.message.Domain;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission.Steering;

/// What a client may do, from the credential it showed or the network it comes from.
///
/// @param name the credential's name; `network ADDRESS` for one of a listed network
/// @param tenant all its mail belongs to; empty when the header may say
/// @param senders domains it may give in MAIL FROM and From; empty for any
/// @param pools its mail may leave by; empty for any. The only one is that of all its mail.
/// @param streams its mail may be of; empty for any. The only one is that of all its mail.
/// @param steers whether steering headers are heeded at all
/// @param recipientsPerHour in any sixty minutes; empty for any number
/// @param recipientsPerDay in any twenty-four hours; empty for any number
public record Client(
        String name,
        Optional<String> tenant,
        Set<Domain> senders,
        Set<String> pools,
        Set<String> streams,
        boolean steers,
        OptionalLong recipientsPerHour,
        OptionalLong recipientsPerDay) {
    public Client {
        senders = Set.copyOf(senders);
        pools = Set.copyOf(pools);
        streams = Set.copyOf(streams);
    }

    /// A client that may do everything.
    public static Client trusted(String name) {
        return new Client(
                name,
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of(),
                true,
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /// Whether its mail says itself which tenant it is of.
    boolean mayNameTenants() {
        return tenant.isEmpty() && steers;
    }

    boolean maySendFrom(ReversePath path) {
        return senders.isEmpty()
                || path.isNull()
                || path.mailbox()
                        .filter(mailbox ->
                                mailbox.host() instanceof Domain domain && maySendFrom(domain))
                        .isPresent();
    }

    /// Whether From may name the domain.
    public boolean maySendFrom(Domain domain) {
        return senders.isEmpty() || senders.stream().anyMatch(domain::isWithin);
    }

    /// Where its mail belongs: what is said, its tenant, and the only stream it may use. Which pool it is the queue knows.
    Steering steered(Steering said) {
        var owned = tenant.map(said::of).orElse(said);
        return streams.size() == 1 ? owned.orStream(streams.iterator().next()) : owned;
    }

    /// Why the steering is not this client's to give; empty when it is.
    Optional<String> objection(Steering steering) {
        if (!steering.equals(Steering.NONE) && !steers) {
            return Optional.of("steering headers are not this client's to give");
        }
        if (tenant.isPresent()
                && steering.tenant().filter(said -> !tenant.get().equals(said)).isPresent()) {
            return Optional.of("the tenant of this client is " + tenant.get());
        }
        if (!pools.isEmpty() && steering.pool().filter(said -> !pools.contains(said)).isPresent()) {
            return Optional.of("that pool is not this client's");
        }
        if (!streams.isEmpty()
                && steering.stream().filter(said -> !streams.contains(said)).isPresent()) {
            return Optional.of("that stream is not this client's");
        }
        return Optional.empty();
    }
}
