package org.restante.app.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ControlFile;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Option;

/// Which running server a command speaks to: an address and a token, or the data folder of a server on this machine. What is not given is
/// looked for in the environment.
final class ServerOptions {
    private static final String USUAL = "/var/lib/restante";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "A server, such as http://127.0.0.1:8080; else RESTANTE_SERVER.")
    private @Nullable String server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "A token for --server; better in RESTANTE_TOKEN, for options are seen by everybody.")
    private @Nullable String token;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The data folder of a server on this machine; else RESTANTE_DATA, else "
                            + USUAL
                            + ".")
    private @Nullable Path data;

    /// The server to ask.
    ///
    /// @throws InputError when none can be found
    ServerClient connect(Surroundings surroundings) throws IOException {
        var environment = surroundings.environment();
        var address = server != null ? server : environment.get("RESTANTE_SERVER");
        if (address != null && data == null) {
            return new ServerClient(uri(address), token(environment));
        }
        var folder = folder(environment);
        var file =
                ControlFile.read(folder)
                        .orElseThrow(() ->
                                new InputError(
                                        ControlFile.path(folder)
                                                + " is not there, so no server runs with "
                                                + folder
                                                + "; --data DIR of a running server, or --server URL, would be right"));
        if (file.isStale()) {
            throw new InputError(
                    ControlFile.path(folder)
                            + " is of a server that has ended (process "
                            + file.process()
                            + "); start it again with 'restante serve'");
        }
        return file.client();
    }

    private Path folder(Map<String, String> environment) {
        return data != null ? data : Path.of(environment.getOrDefault("RESTANTE_DATA", USUAL));
    }

    private String token(Map<String, String> environment) {
        var given = token != null ? token : environment.get("RESTANTE_TOKEN");
        if (given == null) {
            throw new InputError(
                    "no token for --server; RESTANTE_TOKEN in the environment would be right");
        }
        return given;
    }

    private static URI uri(String address) {
        try {
            var uri = URI.create(address);
            if (uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new InputError("--server: '" + address + "' is no address", e);
        }
        throw new InputError(
                "--server: '" + address + "' is no address; http://127.0.0.1:8080 would be right");
    }
}
