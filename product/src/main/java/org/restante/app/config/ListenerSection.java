package org.restante.app.config;

import java.net.InetSocketAddress;
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
                Kind kind) {
    public ListenerSettings settings() {
        return new ListenerSettings(address, kind);
    }
}
