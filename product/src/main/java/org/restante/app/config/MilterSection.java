package org.restante.app.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.restante.protocol.milter.MilterSettings;

/// `[[milter]]`.
public record MilterSection(
        @Key(value = "as people and replies call it", example = "rspamd", restart = true)
                String name,
        @Key(
                        value = "where it listens: an address and a port, or `unix:` and a path",
                        example = "127.0.0.1:11332",
                        restart = true)
                String address,
        @Key(
                        value =
                                "how long it may take to answer a connection and to agree on the protocol",
                        usual = "30s",
                        why = "as Postfix has it",
                        min = "1s",
                        max = "10m",
                        restart = true)
                Duration connect,
        @Key(
                        value = "how long it may take to answer a step",
                        usual = "30s",
                        why = "as Postfix has it",
                        min = "1s",
                        max = "10m",
                        restart = true)
                Duration command,
        @Key(
                        value =
                                "how long it may take to judge a whole message; it may ask for as much again",
                        usual = "5m",
                        why = "as Postfix has it; clients wait ten minutes (RFC 5321 §4.5.3.2.6)",
                        min = "1s",
                        max = "10m",
                        restart = true)
                Duration message,
        @Key(
                        value =
                                "what becomes of mail when it cannot be asked: `tempfail`, `accept` or `reject`",
                        usual = "tempfail",
                        why = "nothing goes out unseen, and nothing is lost",
                        restart = true)
                MilterSettings.Otherwise otherwise)
        implements Checked {
    @Override
    public void check(Objections objections) {
        if (where(address).isEmpty()) {
            objections.against(
                    "address",
                    "is \"" + address + "\"",
                    "such as \"127.0.0.1:11332\" or \"unix:/run/opendkim/opendkim.sock\" would be right");
        }
        if (!name.matches("[\\w.-]{1,50}")) {
            objections.against("name", "is \"" + name + "\"", "a word would be right");
        }
    }

    public MilterSettings settings() {
        var where =
                where(address)
                        .orElseThrow(() -> new IllegalStateException("checked when it was read"));
        return new MilterSettings(name, where, connect, command, message, otherwise);
    }

    private static Optional<SocketAddress> where(String text) {
        if (text.startsWith("unix:/")) {
            return Optional.of(UnixDomainSocketAddress.of(text.substring("unix:".length())));
        }
        int colon = text.lastIndexOf(':');
        var port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("[1-9]\\d{0,4}") || Integer.parseInt(port) > 65_535) {
            return Optional.empty();
        }
        try {
            var host = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
            return Optional.of(
                    new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(port)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
