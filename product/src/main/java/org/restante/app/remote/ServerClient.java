package org.restante.app.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Asks a running server. Every refusal is a [RemoteTrouble] with the server's own words.
public final class ServerClient implements AutoCloseable {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(
                            tools.jackson.databind.DeserializationFeature
                                    .FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI server;
    private final String token;
    private final HttpClient http;

    /// @param server such as `http://127.0.0.1:8080`
    public ServerClient(URI server, String token) {
        this(server, token, Optional.empty());
    }

    /// @param tls whom to trust; the authorities of the system where it is empty
    ServerClient(URI server, String token, Optional<SSLContext> tls) {
        this.server = server;
        this.token = token;
        var builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5));
        tls.ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    public URI server() {
        return server;
    }

    /// The answer as JSON.
    ///
    /// @param path such as `/api/v1/messages/…`, with its query; see [#path]
    public JsonNode get(String path) {
        return JSON.readTree(exchange("GET", path, null));
    }

    public <T> T get(String path, Class<T> type) {
        return read(exchange("GET", path, null), type);
    }

    /// @param body a record, a map, or null for none
    public JsonNode post(String path, @Nullable Object body) {
        var answer = exchange("POST", path, body);
        return answer.isBlank() ? JSON.nullNode() : JSON.readTree(answer);
    }

    public <T> T post(String path, @Nullable Object body, Class<T> type) {
        return read(exchange("POST", path, body), type);
    }

    public JsonNode delete(String path) {
        var answer = exchange("DELETE", path, null);
        return answer.isBlank() ? JSON.nullNode() : JSON.readTree(answer);
    }

    /// Lines of an answer that may go on for long, such as an export or a stream of events; to be closed.
    ///
    /// @param accept the type asked for, such as `text/event-stream`
    public BufferedReader lines(String path, String accept, Map<String, String> headers) {
        return new BufferedReader(
                new InputStreamReader(stream(path, accept, headers), StandardCharsets.UTF_8));
    }

    /// The octets of an answer that may be large; to be closed.
    public InputStream stream(String path, String accept, Map<String, String> headers) {
        var request = request(path).header("Accept", accept).GET();
        headers.forEach(request::header);
        var answer = send(request.build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() >= 400) {
            try (var body = answer.body()) {
                throw refused(
                        answer.statusCode(),
                        new String(body.readNBytes(64 << 10), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw refused(answer.statusCode(), "");
            }
        }
        return answer.body();
    }

    /// The octets that a request with a body is answered with; to be closed.
    public InputStream download(String path, Object body) {
        var answer =
                send(
                        request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                                .build(),
                        BodyHandlers.ofInputStream());
        if (answer.statusCode() >= 400) {
            try (var said = answer.body()) {
                throw refused(
                        answer.statusCode(),
                        new String(said.readNBytes(64 << 10), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw refused(answer.statusCode(), "");
            }
        }
        return answer.body();
    }

    /// Sends octets, such as an import; the answer as JSON.
    public JsonNode upload(String path, String type, BodyPublisher body) {
        var answer =
                send(
                        request(path).header("Content-Type", type).POST(body).build(),
                        BodyHandlers.ofString());
        return JSON.readTree(checked(answer));
    }

    /// A path with a query; values are encoded, those that are null are left out.
    public static String path(String path, Map<String, ? extends @Nullable Object> query) {
        var given =
                query.entrySet().stream()
                        .filter(one -> one.getValue() != null)
                        .map(one ->
                                encoded(one.getKey())
                                        + "="
                                        + encoded(String.valueOf(one.getValue())))
                        .collect(Collectors.joining("&"));
        return given.isEmpty() ? path : path + "?" + given;
    }

    /// One segment of a path.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String exchange(String method, String path, @Nullable Object body) {
        var publisher =
                body == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(JSON.writeValueAsString(body));
        var request = request(path).timeout(PATIENCE).header("Accept", "application/json");
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return checked(send(request.method(method, publisher).build(), BodyHandlers.ofString()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token);
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (ConnectException e) {
            throw new RemoteTrouble("nothing answers at " + server + "; is the server running?");
        } catch (IOException e) {
            throw new RemoteTrouble(
                    "the server at " + server + " cannot be asked: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteTrouble("interrupted while asking " + server);
        }
    }

    private String checked(HttpResponse<String> answer) {
        if (answer.statusCode() >= 400) {
            throw refused(answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JacksonException e) {
            throw new RemoteTrouble(
                    server + " answered something else than expected: " + e.getOriginalMessage());
        }
    }

    /// The refusal of a problem document (RFC 9457).
    private static RemoteTrouble refused(int status, String body) {
        try {
            var problem = JSON.readTree(body);
            var title = problem.path("title").asString("");
            var detail = problem.path("detail").asString("");
            var faults =
                    problem.path("errors")
                            .valueStream()
                            .map(fault ->
                                    fault.path("field").asString("")
                                            + ": "
                                            + fault.path("detail").asString(""))
                            .collect(Collectors.joining("; "));
            var words =
                    java.util.stream.Stream.of(title, detail, faults)
                            .filter(word -> !word.isEmpty())
                            .collect(Collectors.joining(": "));
            if (!words.isEmpty()) {
                return new RemoteTrouble("the server refused: " + words, status);
            }
        } catch (JacksonException e) {
            return new RemoteTrouble("the server answered " + status, status);
        }
        return new RemoteTrouble("the server answered " + status, status);
    }

    @Override
    public void close() {
        http.close();
    }
}
