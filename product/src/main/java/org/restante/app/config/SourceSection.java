package org.restante.app.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import org.restante.mail.message.Domain;
import org.restante.sending.routing.Source;

/// `[source.NAME]`: an address mail leaves from, and the name given with it.
public record SourceSection(
        @Key(
                        value = "our IPv4 address",
                        why =
                                "without any address the system chooses; with only one family the other is not used",
                        example = "192.0.2.10")
                Optional<InetAddress> ipv4,
        @Key(value = "our IPv6 address", example = "2001:db8::10") Optional<InetAddress> ipv6,
        @Key(
                        value =
                                "the name given at EHLO; receivers compare it with the address's PTR",
                        why = "without it the server's name",
                        example = "out1.example.org")
                Optional<Domain> ehlo)
        implements Checked {
    @Override
    public void check(Objections objections) {
        if (ipv4.isPresent() && !(ipv4.get() instanceof Inet4Address)) {
            objections.against("ipv4", "is an IPv6 address", "that is ipv6");
        }
        if (ipv6.isPresent() && !(ipv6.get() instanceof Inet6Address)) {
            objections.against("ipv6", "is an IPv4 address", "that is ipv4");
        }
    }

    /// @param otherwise the name to give where the section has none
    Source source(String name, Domain otherwise) {
        return new Source(
                name,
                (Inet4Address) ipv4.orElse(null),
                (Inet6Address) ipv6.orElse(null),
                ehlo.orElse(otherwise));
    }
}
