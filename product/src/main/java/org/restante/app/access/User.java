package org.restante.app.access;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.Client;

/// One who may send, and what.
///
/// @param password its hash as text
/// @param tenant all its mail belongs to; empty when a header may say
/// @param senders domains it may give in MAIL FROM and From; empty for any
/// @param pools it may ask for; empty for any
/// @param streams it may ask for; empty for any
/// @param steers whether its steering headers are heeded
/// @param recipientsPerHour empty for no limit
/// @param recipientsPerDay empty for no limit
public record User(
        String name,
        String password,
        Optional<String> tenant,
        Set<Domain> senders,
        Set<String> pools,
        Set<String> streams,
        boolean steers,
        OptionalLong recipientsPerHour,
        OptionalLong recipientsPerDay) {
    public User {
        senders = Set.copyOf(senders);
        pools = Set.copyOf(pools);
        streams = Set.copyOf(streams);
    }

    /// What reception needs to know.
    public Client client() {
        return new Client(
                name, tenant, senders, pools, streams, steers, recipientsPerHour, recipientsPerDay);
    }

    @Override
    public String toString() {
        return "user " + name;
    }
}
