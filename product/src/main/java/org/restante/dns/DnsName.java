package org.restante.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Domain;
import org.xbill.DNS.Name;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TextParseException;

/// A name in the DNS: any octets in labels of 1 to 63, in lower case, absolute, without the final dot (RFC 1035 §3.1, RFC 2181
/// §11). Wider than [Domain], which is what mail may be addressed to: an MX record can name anything.
public final class DnsName {
    /// The root: what a null MX names (RFC 7505).
    public static final DnsName ROOT = new DnsName("");

    private final String text;

    private DnsName(String text) {
        this.text = text;
    }

    public static DnsName of(Domain domain) {
        return new DnsName(domain.ascii());
    }

    /// The name that `text` is in the form of master files, odd octets as `\DDD`; empty when it is none.
    public static Optional<DnsName> of(String text) {
        if (text.isEmpty() || text.equals(".")) {
            return Optional.of(ROOT);
        }
        try {
            return Optional.of(of(Name.fromString(text, Name.root)));
        } catch (TextParseException e) {
            return Optional.empty();
        }
    }

    /// The name whose PTR record tells who an address says it is (RFC 1035 §3.5, RFC 3596 §2.5).
    public static DnsName reverse(InetAddress address) {
        return of(ReverseMap.fromAddress(address));
    }

    static DnsName of(Name name) {
        return name.labels() <= 1 ? ROOT : new DnsName(name.canonicalize().toString(true));
    }

    /// The name under which a service of this host is found, such as `_25._tcp.mx.example.org`; empty when it grows too long.
    public Optional<DnsName> under(String labels) {
        return of(isRoot() ? labels : labels + "." + text);
    }

    Name wire() {
        try {
            return isRoot() ? Name.root : Name.fromString(text, Name.root);
        } catch (IOException e) {
            throw new IllegalStateException("a name that was read once is read again: " + text, e);
        }
    }

    public boolean isRoot() {
        return text.isEmpty();
    }

    /// This name as a domain that can stand in SMTP; empty when it has octets that must not.
    public Optional<Domain> domain() {
        return Domain.of(text);
    }

    /// Whether this is `other` or lies below it.
    public boolean isWithin(DnsName other) {
        return other.isRoot() || wire().subdomain(other.wire());
    }

    /// The name without its first label; null for the root.
    @Nullable DnsName parent() {
        return isRoot() ? null : of(new Name(wire(), 1));
    }

    /// In lower case, without the final dot; the root is the empty string.
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DnsName name && name.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return isRoot() ? "." : text;
    }
}
