package org.restante.app.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.restante.app.api.ApiSettings;

/// `[http]`.
public record HttpSection(
        @Key(
                        value = "whether HTTP is spoken; the commands beside the server need it",
                        usual = "true",
                        why =
                                "on loopback it is reached by this machine alone, and asks for a token",
                        restart = true)
                boolean enabled,
        @Key(
                        value = "where to listen",
                        why =
                                "without it 127.0.0.1:8080, or another port where that is taken: commands find it by run/control.json",
                        example = "127.0.0.1:8080",
                        restart = true)
                Optional<InetSocketAddress> address,
        @Key(
                        value = "who may speak, as `restante token` writes it",
                        why = "without it tokens.toml in the data folder",
                        example = "/var/lib/restante/tokens.toml")
                Optional<Path> tokens,
        @Key(
                        value =
                                "a certificate in PEM, and after it those that lead to a root: HTTP is spoken under TLS alone. Read anew when it"
                                        + " changes; to begin or to end with TLS needs a restart",
                        why = "without it in the clear, on loopback alone",
                        example = "/etc/restante/http.pem")
                Optional<Path> certificate,
        @Key(
                        value = "its private key in PEM, without a passphrase",
                        example = "/etc/restante/http-key.pem")
                Optional<Path> key,
        @Key(
                        value =
                                "whether HTTP may be spoken in the clear at an address that other machines reach",
                        usual = "false",
                        why =
                                "tokens and mail would be read on the way; true is for a proxy that ends TLS, on a network of your own",
                        restart = true)
                boolean plain,
        @Key(
                        value = "connections at once; further ones wait to be accepted",
                        usual = "4096",
                        why = "some 100 MB at worst",
                        min = "1",
                        max = "100000",
                        restart = true)
                int connections,
        @Key(
                        value = "how long a connection may say nothing",
                        usual = "1m",
                        why = "programs that hand in mail come again within seconds",
                        min = "1s",
                        max = "1h",
                        restart = true)
                Duration idle,
        @Key(
                        value = "octets a request's header may have",
                        usual = "16KiB",
                        why = "twice what browsers send at most",
                        min = "1KiB",
                        max = "1MiB",
                        restart = true)
                Size headerSize,
        @Key(
                        value = "how long a request's header may take",
                        usual = "10s",
                        why = "it fits into a few packets",
                        min = "1s",
                        max = "10m",
                        restart = true)
                Duration headerTime,
        @Key(
                        value = "octets a request's body may have",
                        usual = "40MiB",
                        why =
                                "a message of the largest size SMTP takes by default, less its base64",
                        min = "1KiB",
                        max = "1GiB",
                        restart = true)
                Size bodySize,
        @Key(
                        value = "how long a request's body may take, or its answer",
                        usual = "1m",
                        why = "40 MiB at 6 Mbit/s",
                        min = "1s",
                        max = "1h",
                        restart = true)
                Duration bodyTime,
        @Key(
                        value = "memory that the bodies of all requests may take together",
                        why = "without it a quarter of what the process may have",
                        example = "256MiB",
                        min = "1MiB",
                        restart = true)
                Optional<Size> bodies,
        @Key(
                        value = "requests a second of a token that has no number of its own",
                        usual = "1000",
                        why = "more than one program needs, and less than the server bears",
                        min = "1",
                        max = "1000000",
                        restart = true)
                int requestsPerSecond,
        @Key(
                        value =
                                "wrong tokens a minute from one address that are answered 401; further ones 429",
                        usual = "30",
                        why = "a slip of somebody's, not a search",
                        min = "1",
                        max = "100000",
                        restart = true)
                int failuresPerMinute)
        implements Checked {
    @Override
    public void check(Objections objections) {
        if (certificate.isPresent() != key.isPresent()) {
            objections.against(
                    certificate.isPresent() ? "key" : "certificate",
                    "is missing",
                    "a certificate and its key go together");
        }
        boolean isReached =
                enabled
                        && address.filter(at ->
                                        at.getAddress() == null
                                                || !at.getAddress().isLoopbackAddress())
                                .isPresent();
        if (isReached && certificate.isEmpty() && !plain) {
            objections.against(
                    "address",
                    "is reached by other machines, and tokens would go over the network in the clear",
                    "certificate and key in [http], an address such as 127.0.0.1:8080,"
                            + " or plain = true behind a proxy that ends TLS, would be right");
        }
    }

    /// The file of tokens.
    ///
    /// @param data the data folder
    public Path tokensIn(Path data) {
        return tokens.orElse(data.resolve("tokens.toml"));
    }

    /// What a request may cost, in the clear.
    ///
    /// @param at where to listen
    public ApiSettings settings(InetSocketAddress at) {
        var usual = ApiSettings.at(at);
        return new ApiSettings(
                at,
                Optional.empty(),
                connections,
                headerSize.asInt(),
                bodySize.asInt(),
                bodies.map(Size::octets).orElse(usual.bodiesOctets()),
                headerTime,
                bodyTime,
                idle,
                requestsPerSecond,
                failuresPerMinute);
    }
}
