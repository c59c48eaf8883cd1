package org.restante.app.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.restante.app.access.BadUsers;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.app.access.TokenDoor;
import org.restante.app.access.TokenFile;
import org.restante.app.access.TokenText;
import org.restante.sending.reception.Client;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An HTTP interface on loopback with the routes a test gives, and a client for it.
final class HttpWorld implements AutoCloseable {
    final Traffic traffic = new Traffic();

    /// What requests may name.
    static final KnownNames NAMES =
            new KnownNames(
                    () -> List.of("default"),
                    () -> List.of("default", "bulk"),
                    () -> List.of("gmail"));

    static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    /// The tokens' clock; the interface's own deadlines are of real time.
    final AtomicLong nanos = new AtomicLong();

    final String admin;
    private final TokenFile tokens;
    private final Api api;
    private final HttpClient client = HttpClient.newHttpClient();

    HttpWorld(Path folder, ApiSettings settings, Endpoint.Group... groups)
            throws IOException, BadUsers {
        tokens = new TokenFile(folder.resolve("tokens.toml"));
        var text = TokenText.make(new SecureRandom());
        admin = text.text();
        var local =
                token(text, "local", Set.of(Scope.ADMIN), OptionalLong.empty(), Optional.empty());
        api =
                Api.start(
                        settings,
                        List.of(groups),
                        new TokenDoor(tokens::path, local, nanos::get),
                        Optional.empty(),
                        traffic,
                        () -> NOON,
                        System::nanoTime);
    }

    static ApiSettings settings() {
        return ApiSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static Token token(
            TokenText text,
            String name,
            Set<Scope> scopes,
            OptionalLong perSecond,
            Optional<Instant> expires) {
        return new Token(
                text.id(), text.digest(), scopes, Client.trusted(name), perSecond, NOON, expires);
    }

    /// Makes a token, which is known at once.
    String token(String name, Optional<Instant> expires, OptionalLong perSecond, Scope... scopes)
            throws IOException, BadUsers {
        var text = TokenText.make(new SecureRandom());
        tokens.add(token(text, name, Set.of(scopes), perSecond, expires));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        return text.text();
    }

    String token(String name, Scope... scopes) throws IOException, BadUsers {
        return token(name, Optional.empty(), OptionalLong.empty(), scopes);
    }

    /// Makes a token of one tenant.
    String tenants(String tenant, Scope scope) throws IOException, BadUsers {
        var text = TokenText.make(new SecureRandom());
        var client =
                new Client(
                        tenant + "-" + scope.word(),
                        Optional.of(tenant),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        false,
                        OptionalLong.empty(),
                        OptionalLong.empty());
        tokens.add(
                new Token(
                        text.id(),
                        text.digest(),
                        Set.of(scope),
                        client,
                        OptionalLong.empty(),
                        NOON,
                        Optional.empty()));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        return text.text();
    }

    void revoke(String name) throws IOException, BadUsers {
        tokens.remove(name);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    }

    InetSocketAddress address() {
        return api.address();
    }

    Socket connect() throws IOException {
        var socket = new Socket(address().getAddress(), address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// What a server says to these octets until it closes.
    String raw(String request) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address().getPort() + path));
    }

    HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", "Bearer " + token).build());
    }

    HttpResponse<String> post(String path, String token, String body)
            throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.builder().build().readTree(answer.body());
    }

    @Override
    public void close() {
        client.close();
        api.close();
    }
}
