package org.restante.app.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.restante.dns.AddressText;
import org.restante.mail.message.Domain;
import org.restante.sending.routing.Egress;
import org.restante.sending.routing.Login;
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
                Optional<Domain> ehlo,
        @Key(
                        value =
                                "the proxy its connections leave by: `socks5:ADDRESS:PORT`, or `haproxy:ADDRESS:PORT`, which connects from the source's"
                                        + " address as a PROXY header tells it (`haproxy1:` for version 1 of it)",
                        why = "without it connections leave from this machine",
                        example = "socks5:10.0.0.1:1080")
                Optional<String> egress,
        @Key(value = "NAME:PASSWORD at the SOCKS5 proxy", example = "{ env = \"SOCKS_LOGIN\" }")
                Optional<Secret> egressLogin)
        implements Checked {
    private static final Pattern EGRESS =
            Pattern.compile("(socks5|haproxy|haproxy1):(.+):(\\d{1,5})");

    /// RFC 1929 §2.
    private static final int LONGEST = 255;

    @Override
    public void check(Objections objections) {
        if (ipv4.isPresent() && !(ipv4.get() instanceof Inet4Address)) {
            objections.against("ipv4", "is an IPv6 address", "that is ipv6");
        }
        if (ipv6.isPresent() && !(ipv6.get() instanceof Inet6Address)) {
            objections.against("ipv6", "is an IPv4 address", "that is ipv4");
        }
        if (egress.isPresent() && leavesBy().equals(Egress.DIRECT)) {
            objections.against(
                    "egress",
                    "is \"" + egress.get() + "\"",
                    "\"socks5:10.0.0.1:1080\" or \"haproxy:10.0.0.1:2500\" would be right");
        }
        if (leavesBy() instanceof Egress.HaProxy && ipv4.isEmpty() && ipv6.isEmpty()) {
            objections.against(
                    "egress",
                    "must be told an address, and the source has none",
                    "ipv4 or ipv6 would be right");
        }
        if (egressLogin.isPresent() && login().isEmpty()) {
            objections.against(
                    "egress_login",
                    "is no NAME:PASSWORD of at most 255 octets each",
                    "us:secret would be right");
        }
        if (egressLogin.isPresent() && !(leavesBy() instanceof Egress.Socks5)) {
            objections.against("egress_login", "is for socks5", "without it would be right");
        }
    }

    private Egress leavesBy() {
        var words = EGRESS.matcher(egress.orElse(""));
        if (!words.matches()) {
            return Egress.DIRECT;
        }
        var address = AddressText.of(words.group(2).replaceAll("[\\[\\]]", ""));
        int port = Integer.parseInt(words.group(3));
        if (address.isEmpty() || port < 1 || port > 65535) {
            return Egress.DIRECT;
        }
        var proxy = new InetSocketAddress(address.get(), port);
        return switch (words.group(1)) {
            case "socks5" -> new Egress.Socks5(proxy, login());
            case "haproxy1" -> new Egress.HaProxy(proxy, 1);
            default -> new Egress.HaProxy(proxy, 2);
        };
    }

    private Optional<Login> login() {
        var text = egressLogin.map(Secret::text).map(String::strip).orElse("");
        int colon = text.indexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        var login = new Login(text.substring(0, colon), text.substring(colon + 1));
        boolean fits = octets(login.user()) <= LONGEST && octets(login.password()) <= LONGEST;
        return fits ? Optional.of(login) : Optional.empty();
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// @param otherwise the name to give where the section has none
    Source source(String name, Domain otherwise) {
        return new Source(
                name,
                (Inet4Address) ipv4.orElse(null),
                (Inet6Address) ipv6.orElse(null),
                ehlo.orElse(otherwise),
                leavesBy());
    }
}
