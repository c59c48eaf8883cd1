package org.restante.app.api;

import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers requests: finds the route, asks the gate, calls, writes. All that goes wrong becomes a problem document.
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    /// Every change and who made it.
    private static final Logger AUDIT = LoggerFactory.getLogger("restante.audit");

    private static final Duration LINGER = Duration.ofSeconds(2);

    /// On every answer: browsers keep none, guess no type, show it in no frame, run nothing of it and tell nobody of it.
    private static final Map<String, String> USUAL =
            Map.of(
                    "Cache-Control", "no-store",
                    "X-Content-Type-Options", "nosniff",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private static final String PROBLEM = "application/problem+json";

    private final Routing routing;
    private final Gate gate;
    private final ApiSettings settings;
    private final Deadlines deadlines;
    private final ApiJson json;
    private final Traffic traffic;
    private final BodyRoom room;
    private final LongSupplier ticker;
    private final Parameters parameters = new Parameters();

    Requests(
            Routing routing,
            Gate gate,
            ApiSettings settings,
            Deadlines deadlines,
            Traffic traffic,
            LongSupplier ticker) {
        this.traffic = traffic;
        this.room = new BodyRoom(settings.bodiesOctets());
        this.ticker = ticker;
        this.routing = routing;
        this.gate = gate;
        this.settings = settings;
        this.deadlines = deadlines;
        this.json = new ApiJson(settings.bodyOctets());
    }

    /// What is known of a request as it goes on, for the audit.
    private static final class Told {
        private @Nullable Endpoint endpoint;
        private @Nullable Admitted admitted;
    }

    void answer(ServerRequest request, ServerResponse response) {
        var told = new Told();
        var share = room.new Share();
        int status = 0;
        long began = ticker.getAsLong();
        try {
            var answer = called(request, told, share);
            status = status(answer);
            write(request, response, answer);
        } catch (Problem e) {
            status = e.kind().status();
            write(request, response, e);
        } catch (InterruptedException | InterruptedIOException e) {
            status = ProblemKind.UNAVAILABLE.status();
            write(request, response, Problem.of(ProblemKind.UNAVAILABLE, "interrupted"));
        } catch (IOException
                | UncheckedIOException
                | SocketWriterException
                | CloseConnectionException e) {
            LOG.debug("a request of {} broke: {}", peer(request), e.getMessage());
            throw new CloseConnectionException("the connection broke", e);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.prologue().method(), request.path().rawPath(), e);
            status = ProblemKind.BUG.status();
            write(request, response, Problem.of(ProblemKind.BUG, "it is logged"));
        } finally {
            share.close();
            audit(request, told, status);
            traffic.answered(status, ticker.getAsLong() - began);
        }
        if (asksForTheEnd(request) && !isUnread(request)) {
            // Helidon says that it closes, and waits for another request.
            throw new CloseConnectionException("as the client asked");
        }
    }

    private static boolean asksForTheEnd(ServerRequest request) {
        return request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    private static boolean isUnread(ServerRequest request) {
        return request.content().hasEntity() && !request.content().consumed();
    }

    private static int status(Answer answer) {
        return switch (answer) {
            case Answer.Json made -> made.status();
            case Answer.Octets made -> made.status();
            case Answer.Stream _ -> 200;
            case Answer.Done _ -> 204;
        };
    }

    private Answer called(ServerRequest request, Told told, BodyRoom.Share share)
            throws Problem, IOException, InterruptedException {
        var found = routing.find(request.prologue().method().text(), path(request));
        told.endpoint = found.endpoint();
        var scope = found.endpoint().scope();
        if (scope.isPresent()) {
            told.admitted = gate.admit(Credentials.of(request), peer(request), scope.get());
        }
        parameters.require(found.endpoint(), request.query());
        return found.endpoint()
                .handler()
                .answer(
                        new Call(
                                request,
                                found.parameters(),
                                told.admitted,
                                settings,
                                json,
                                deadlines,
                                peer(request),
                                gate,
                                share));
    }

    /// The path's parts, each decoded.
    private static List<String> path(ServerRequest request) throws Problem {
        var parts = new ArrayList<String>();
        for (var part : Routing.parts(request.path().rawPath())) {
            try {
                parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw Problem.of(
                        ProblemKind.MALFORMED, "the path '" + part + "' is not encoded right");
            }
        }
        return parts;
    }

    private static InetAddress peer(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress socket
                        && socket.getAddress() != null
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    private void write(ServerRequest request, ServerResponse response, Answer answer)
            throws IOException, InterruptedException {
        switch (answer) {
            case Answer.Json made -> {
                if (!made.cookies().isEmpty()) {
                    response.header(HeaderValues.create(HeaderNames.SET_COOKIE, made.cookies()));
                }
                send(
                        request,
                        response,
                        made.status(),
                        "application/json",
                        json.write(made.value()),
                        Map.of());
            }
            case Answer.Octets made ->
                    send(
                            request,
                            response,
                            made.status(),
                            made.type(),
                            made.octets(),
                            made.headers());
            case Answer.Done _ -> send(request, response, 204, "", new byte[0], Map.of());
            case Answer.Stream made -> stream(response, made);
        }
    }

    private void send(
            ServerRequest request,
            ServerResponse response,
            int status,
            String type,
            byte[] octets,
            Map<String, String> headers) {
        response.status(Status.create(status));
        if (!type.isEmpty()) {
            response.header(HeaderNames.CONTENT_TYPE, type);
        }
        USUAL.forEach((name, value) -> response.header(name, value));
        headers.forEach((name, value) -> response.header(name, value));
        boolean isHead = request.prologue().method().text().equals("HEAD");
        try (var span = deadlines.within(settings.body())) {
            response.send(isHead ? new byte[0] : octets);
        }
    }

    private void stream(ServerResponse response, Answer.Stream made)
            throws IOException, InterruptedException {
        var old = HttpVersions.oldClient();
        if (old.isPresent()) {
            streamTo(old.get(), made);
            throw new CloseConnectionException("the end of the answer");
        }
        response.status(Status.OK_200);
        response.header(HeaderNames.CONTENT_TYPE, made.type());
        USUAL.forEach((name, value) -> response.header(name, value));
        try (var out = response.outputStream()) {
            made.writer().write(new Timed(out));
        }
    }

    /// The end of the connection is the end of the answer (RFC 9112 §6.3).
    private void streamTo(OutputStream old, Answer.Stream made)
            throws IOException, InterruptedException {
        var header = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: ").append(made.type());
        USUAL.forEach(
                (name, value) -> header.append("\r\n").append(name).append(": ").append(value));
        header.append("\r\nConnection: close\r\n\r\n");
        try (var out = new Timed(old)) {
            out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
            made.writer().write(out);
        }
    }

    /// Each write in its own time: a reader that stops does not hold a thread for ever.
    private final class Timed extends OutputStream {
        private final OutputStream out;

        Timed(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int at, int count) throws IOException {
            try (var span = deadlines.within(settings.body())) {
                out.write(bytes, at, count);
            }
        }

        @Override
        public void flush() throws IOException {
            try (var span = deadlines.within(settings.body())) {
                out.flush();
            }
        }
    }

    private void write(ServerRequest request, ServerResponse response, Problem problem) {
        if (response.isSent()) {
            return;
        }
        problem.retryAfter()
                .ifPresent(wait ->
                        response.header(
                                "Retry-After", String.valueOf(Math.max(1, wait.toSeconds()))));
        if (!problem.allowed().isEmpty()) {
            response.header(HeaderNames.ALLOW, problem.allowed());
        }
        if (problem.kind() == ProblemKind.UNAUTHENTICATED) {
            response.header("WWW-Authenticate", "Bearer realm=\"restante\"");
        }
        boolean isUnread = isUnread(request);
        if (isUnread) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        send(
                request,
                response,
                problem.kind().status(),
                PROBLEM,
                json.write(problem.document()),
                Map.of());
        if (isUnread) {
            // What still comes is dropped for so long, for the client to read the answer before the
            // connection goes.
            deadlines.begin(LINGER);
        }
    }

    private static void audit(ServerRequest request, Told told, int status) {
        var endpoint = told.endpoint;
        var admitted = told.admitted;
        if (endpoint != null && endpoint.isChange() && admitted != null) {
            AUDIT.info(
                    "{} {} by {} from {}: {}",
                    endpoint.method(),
                    request.path().rawPath(),
                    admitted.actor(),
                    peer(request).getHostAddress(),
                    status);
        }
    }

    /// Answers to what is no request at all: the same documents.
    static DirectHandlers unreadable() {
        var handlers = DirectHandlers.builder();
        for (var event : DirectHandler.EventType.values()) {
            handlers.addHandler(event, Requests::refuse);
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse refuse(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType event,
            Status status,
            io.helidon.http.ServerResponseHeaders headers,
            @Nullable String message) {
        var kind = status.code() == 413 ? ProblemKind.TOO_LARGE : ProblemKind.MALFORMED;
        var detail =
                switch (status.code()) {
                    case 400 ->
                            "no request of HTTP/1.1, or its header is larger than this server reads";
                    case 414 -> "the first line is longer than this server reads";
                    case 503 -> "more requests at once than this server answers";
                    default -> message == null ? status.reasonPhrase() : message;
                };
        var document = Problem.of(kind, detail).document();
        document.put("status", status.code());
        document.put("title", status.reasonPhrase());
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, PROBLEM)
                .keepAlive(false)
                .entity(new ApiJson(1 << 20).write(document))
                .build();
    }
}
