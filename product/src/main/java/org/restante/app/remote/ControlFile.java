package org.restante.app.remote;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.restante.app.access.SecretFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a running server leaves for the commands beside it: `DATA/run/control.json`, readable by its owner alone. Whoever may read it may do
/// everything; the token in it ends with the server.
///
/// @param server where it listens for HTTP
/// @param token with scope `admin`
/// @param process its process id
/// @param started when the process began, by the machine's clock
/// @param certificate SHA-256 of the certificate it shows, in hexadecimal; empty where it speaks in the clear
public record ControlFile(
        URI server, String token, long process, Instant started, Optional<String> certificate) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Where it is, below a data folder.
    public static Path path(Path data) {
        return data.resolve("run").resolve("control.json");
    }

    /// Puts it there, in the place of whatever a server that ended badly has left.
    public void write(Path data) throws IOException {
        var file = path(data);
        Files.createDirectories(file.toAbsolutePath().getParent());
        var keys = new LinkedHashMap<String, Object>();
        keys.put("server", server.toString());
        keys.put("token", token);
        keys.put("process", process);
        keys.put("started", started.toString());
        certificate.ifPresent(sum -> keys.put("certificate", sum));
        SecretFile.replace(file, JSON.writeValueAsString(keys) + "\n");
    }

    /// The same where the server shows another certificate.
    public ControlFile showing(Optional<String> other) {
        return new ControlFile(server, token, process, started, other);
    }

    /// What asks this server.
    public ServerClient client() {
        return new ServerClient(server, token, certificate.map(PinnedCertificate::context));
    }

    /// Takes it away, where it is still this one.
    public void remove(Path data) throws IOException {
        var there = read(data);
        if (there.filter(file -> file.token().equals(token)).isPresent()) {
            Files.deleteIfExists(path(data));
        }
    }

    /// The file of a data folder; empty where there is none.
    ///
    /// @throws IOException when it cannot be read, or is no such file
    public static Optional<ControlFile> read(Path data) throws IOException {
        var file = path(data);
        try {
            var node = JSON.readTree(Files.readString(file));
            return Optional.of(
                    new ControlFile(
                            URI.create(text(node, "server")),
                            text(node, "token"),
                            node.path("process").asLong(-1),
                            Instant.parse(text(node, "started")),
                            Optional.of(text(node, "certificate")).filter(sum -> !sum.isEmpty())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException | java.time.DateTimeException | IllegalArgumentException e) {
            throw new IOException(file + ": is no control file of this version", e);
        }
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).asString("");
    }

    /// Whether the process that wrote it still runs, as far as this machine can tell. A number may have been given to another process since,
    /// one that began later.
    public boolean isStale() {
        var running = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
        return running.isEmpty()
                || running.get()
                        .info()
                        .startInstant()
                        .filter(begun -> begun.isAfter(started.plusSeconds(1)))
                        .isPresent();
    }

    @Override
    public String toString() {
        return "the server at " + server;
    }
}
