package org.restante.sending.reception;

import java.util.Optional;
import org.restante.mail.message.AddressList;
import org.restante.mail.message.Domain;
import org.restante.mail.message.HeaderBlock;
import org.restante.mail.message.Mailbox;

/// Whom a header says a message is from (RFC 5322 §3.6.2).
final class Originators {
    private Originators() {}

    /// The domain of the first `From` address that can be read.
    static Optional<Domain> domain(HeaderBlock header) {
        return header.first("from")
                .flatMap(AddressList::of)
                .flatMap(list -> list.addresses().stream().findFirst())
                .flatMap(Originators::domain);
    }

    private static Optional<Domain> domain(Mailbox mailbox) {
        return mailbox.host() instanceof Domain domain ? Optional.of(domain) : Optional.empty();
    }

    /// Why the client may not send such a header; empty when it may. Who is bound to domains must be understood: one `From`, whose
    /// every address can be read and stands where an address does, for a second one, half of one, or one in place of a name is what some
    /// receivers show.
    static Optional<String> objection(HeaderBlock header, Client client) {
        if (client.senders().isEmpty()) {
            return Optional.empty();
        }
        if (header.count("from") != 1) {
            return Optional.of(client.name() + " must send exactly one From field");
        }
        return header.fields().stream()
                .filter(field -> field.name().equals("from") || field.name().equals("sender"))
                .map(field -> objection(field, client))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> objection(HeaderBlock.Field field, Client client) {
        var addresses = AddressList.of(field.value());
        if (addresses.isEmpty() || addresses.get().addresses().isEmpty()) {
            return Optional.of("the " + field.name() + " field cannot be read");
        }
        if (AddressList.wellFormed(field.value()).isEmpty()) {
            return Optional.of("the " + field.name() + " field has an address in a name's place");
        }
        return addresses.get().addresses().stream()
                .filter(mailbox -> domain(mailbox).filter(client::maySendFrom).isEmpty())
                .map(mailbox -> client.name() + " may not send as " + mailbox)
                .findFirst();
    }
}
