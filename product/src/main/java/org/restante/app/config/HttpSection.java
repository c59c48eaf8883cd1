package org.restante.app.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

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
                Optional<Path> tokens) {
    /// The file of tokens.
    ///
    /// @param data the data folder
    public Path tokensIn(Path data) {
        return tokens.orElse(data.resolve("tokens.toml"));
    }
}
