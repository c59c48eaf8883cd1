package org.restante.sending.routing;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.dns.Families;
import org.restante.mail.message.MailHost;

/// An address of ours and the name we greet with from it.
///
/// @param name what operators call it; the key of its lanes
/// @param ipv4 bound before connecting over IPv4; null where the system chooses or IPv4 is not used
/// @param ipv6 the same for IPv6
/// @param egress how its connections leave; where that is a proxy, the addresses are the proxy's
/// @param ehlo what is said at EHLO; a receiver compares it with the address's PTR
public record Source(
        String name,
        @Nullable Inet4Address ipv4,
        @Nullable Inet6Address ipv6,
        MailHost ehlo,
        Egress egress) {
    public Source {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a source has a name");
        }
    }

    public Source(
            String name, @Nullable Inet4Address ipv4, @Nullable Inet6Address ipv6, MailHost ehlo) {
        this(name, ipv4, ipv6, ehlo, Egress.DIRECT);
    }

    /// One that leaves the address to the system.
    public static Source unbound(String name, MailHost ehlo) {
        return new Source(name, null, null, ehlo);
    }

    /// The families it can connect to: those of its addresses; both where it has none of its own.
    public Families families() {
        if (ipv4 != null) {
            return ipv6 == null ? Families.IPV4 : Families.BOTH;
        }
        return ipv6 == null ? Families.BOTH : Families.IPV6;
    }

    /// What to bind before connecting to `target`; empty where the system chooses.
    public Optional<InetAddress> bindFor(InetAddress target) {
        return Optional.ofNullable(target instanceof Inet4Address ? ipv4 : ipv6);
    }
}
