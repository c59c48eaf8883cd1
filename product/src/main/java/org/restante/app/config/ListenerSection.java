package org.restante.app.config;

import java.net.InetSocketAddress;
import java.util.List;
import org.restante.dns.Network;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;

/// `[[listener]]`.
public record ListenerSection(
        @Key(
                        value = "where to listen; `*` for all addresses of the machine",
                        example = "127.0.0.1:2525",
                        restart = true)
                InetSocketAddress address,
        @Key(
                        value =
                                "who speaks there: `relay` is for mail servers (port 25), `submission` for people and programs (587):"
                                        + " what is missing in a header is added (RFC 6409); `implicit-tls` is submission under TLS from the"
                                        + " first octet (465, RFC 8314)",
                        usual = "relay",
                        why = "changes nothing in the mail",
                        restart = true)
                Kind kind,
        @Key(
                        value =
                                "proxies: who connects from there must begin with a PROXY header (version 1 or 2) and is believed in what"
                                        + " it says of the client",
                        why = "without any nobody speaks for others",
                        example = "[\"192.0.2.1\"]",
                        restart = true)
                List<Network> proxies) {
    public ListenerSettings settings() {
        return new ListenerSettings(address, kind, proxies);
    }
}
