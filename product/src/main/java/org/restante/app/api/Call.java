package org.restante.app.api;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import tools.jackson.databind.JsonNode;

/// One request to a route, let in and not answered yet.
public final class Call {
    /// How long a browser is known that nobody signs in by.
    private static final Duration KNOWN = Duration.ofDays(180);

    private final ServerRequest request;
    private final Map<String, String> parameters;
    private final @Nullable Admitted admitted;
    private final ApiSettings settings;
    private final ApiJson json;
    private final Deadlines deadlines;
    private final InetAddress peer;
    private final Gate gate;
    private final BodyRoom.Share share;

    Call(
            ServerRequest request,
            Map<String, String> parameters,
            @Nullable Admitted admitted,
            ApiSettings settings,
            ApiJson json,
            Deadlines deadlines,
            InetAddress peer,
            Gate gate,
            BodyRoom.Share share) {
        this.request = request;
        this.parameters = parameters;
        this.admitted = admitted;
        this.settings = settings;
        this.json = json;
        this.deadlines = deadlines;
        this.peer = peer;
        this.gate = gate;
        this.share = share;
    }

    /// A named part of the path.
    public String path(String name) {
        var value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the path has no part " + name);
        }
        return value;
    }

    /// A parameter of the query; empty where it is absent or empty.
    public Optional<String> query(String name) {
        var query = request.query();
        return query.contains(name)
                ? Optional.of(query.get(name)).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    /// The same; null where it is absent, and "" where it is empty.
    @Nullable String queryOrEmpty(String name) {
        return request.query().contains(name) ? request.query().first(name).orElse("") : null;
    }

    /// The query as it was sent.
    String rawQuery() {
        return request.query().rawValue();
    }

    /// A value as JSON.
    byte[] write(Object value) {
        return json.write(value);
    }

    /// All values of a parameter that may stand several times.
    public List<String> queries(String name) {
        var query = request.query();
        return query.contains(name) ? List.copyOf(query.all(name)) : List.of();
    }

    /// A whole number of the query.
    public int number(String name, int usual, int least, int most) throws Problem {
        var text = query(name);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrongNumber(name, text.get(), least, most);
        }
        throw wrongNumber(name, text.get(), least, most);
    }

    private static Problem wrongNumber(String name, String text, int least, int most) {
        return Problem.field(
                name,
                "is '"
                        + text
                        + "'; a whole number from "
                        + least
                        + " to "
                        + most
                        + " would be right");
    }

    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /// The type of the body, without parameters, in lower case; empty where it is not said.
    public String contentType() {
        return header("Content-Type")
                .map(text -> text.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT))
                .orElse("");
    }

    /// The body as JSON.
    public <T> T json(Class<T> type) throws Problem, IOException {
        return json(body(), type);
    }

    /// The body as JSON, whatever type it is said to be of.
    JsonNode tree() throws Problem, IOException {
        return json.read(body(), JsonNode.class);
    }

    /// These octets as JSON.
    public <T> T json(byte[] octets, Class<T> type) throws Problem {
        var said = contentType();
        if (!said.isEmpty() && !said.equals("application/json")) {
            throw Problem.of(
                    ProblemKind.UNSUPPORTED_TYPE,
                    "'" + said + "'; application/json would be right");
        }
        if (octets.length == 0) {
            throw Problem.of(ProblemKind.MALFORMED, "no body; JSON would be right");
        }
        return json.read(octets, type);
    }

    /// The whole body, within the server's bounds of size and time.
    public byte[] body() throws Problem, IOException {
        var whole = new ByteArrayOutputStream();
        var said = request.headers().contentLength();
        if (said.isPresent() && said.getAsLong() <= settings.bodyOctets()) {
            room(said.getAsLong());
        }
        read(
                (bytes, count) -> {
                    room(whole.size() + (long) count);
                    whole.write(bytes, 0, count);
                },
                settings.bodyOctets());
        return whole.toByteArray();
    }

    private void room(long octets) throws Problem, IOException {
        try {
            share.reach(octets);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted");
        }
    }

    /// Takes the body piece by piece.
    public interface Pieces {
        void take(byte[] bytes, int count) throws Problem, IOException;
    }

    /// Reads the body within the server's bound of time.
    ///
    /// @param most octets, more are refused
    public void read(Pieces pieces, long most) throws Problem, IOException {
        var said = request.headers().contentLength();
        if (said.isPresent() && said.getAsLong() > most) {
            throw tooLarge(most);
        }
        if (!request.content().hasEntity()) {
            return;
        }
        // The stream is not closed: that would read what is left of a body that is refused.
        try (var span = deadlines.within(settings.body())) {
            copy(request.content().inputStream(), pieces, most);
        } catch (IOException | RuntimeException e) {
            if (Thread.interrupted()) {
                throw Problem.of(
                        ProblemKind.TOO_SLOW,
                        "the body took more than " + settings.body().toSeconds() + " seconds");
            }
            throw e;
        }
    }

    private static void copy(InputStream in, Pieces pieces, long most) throws Problem, IOException {
        var piece = new byte[16 << 10];
        long octets = 0;
        int count = in.read(piece);
        while (count >= 0) {
            octets += count;
            if (octets > most) {
                throw tooLarge(most);
            }
            pieces.take(piece, count);
            count = in.read(piece);
        }
    }

    private static Problem tooLarge(long most) {
        return Problem.of(
                        ProblemKind.TOO_LARGE,
                        "more than the " + most + " octets a request may have")
                .withCode(Optional.of("5.3.4"));
    }

    /// Refuses a caller from another machine who has no token with that scope, on a route for everybody, and whoever shows a token of one tenant. A
    /// request that a proxy passes on is from another machine.
    void admitFromElsewhere(Scope wanted) throws Problem {
        boolean isPassedOn =
                header("Forwarded").isPresent() || header("X-Forwarded-For").isPresent();
        if (!peer.isLoopbackAddress() || isPassedOn || header("Authorization").isPresent()) {
            var token = gate.admit(Credentials.of(request), peer, wanted).token();
            if (token.client().tenant().isPresent()) {
                throw Problem.of(
                        ProblemKind.FORBIDDEN,
                        "this is the whole server's; this token is one tenant's");
            }
        }
    }

    /// Who calls; only where the route asks for a scope.
    public Token token() {
        if (admitted == null) {
            throw new IllegalStateException("a route for everybody has no token");
        }
        return admitted.token();
    }

    /// Among whom what there is of the server is shared: all tokens of a tenant are one.
    String holder() {
        var token = token();
        return token.client()
                .tenant()
                .map(tenant -> "tenant " + tenant)
                .orElse("token " + token.id());
    }

    /// Who calls, for events and logs: `token NAME` or `user NAME`.
    public String actor() {
        return admitted == null ? "nobody" : admitted.actor();
    }

    /// Whether who called may call still, for answers that take long.
    public boolean stands() {
        return admitted == null || admitted.stands().getAsBoolean();
    }

    /// The secret of the browser's session, good or not.
    public Optional<String> session() {
        return Credentials.of(request).session();
    }

    /// What the browser shows of having been signed in by before, good or not.
    public Optional<String> knownBrowser() {
        return Credentials.of(request).knownBrowser();
    }

    /// Refuses what another site may have made a browser send, on a route for everybody.
    public void requireOurs() throws Problem {
        if (!Credentials.of(request).isOurs()) {
            throw Gate.notOurs();
        }
    }

    /// The cookie in which a browser keeps a session's secret; from scripts it is hidden, and to other sites it is never sent.
    ///
    /// @param secret empty to forget it
    public String keeping(String secret) {
        return (isSecure() ? Credentials.SECURE_COOKIE : Credentials.PLAIN_COOKIE)
                + "="
                + secret
                + "; Path=/; HttpOnly; SameSite=Strict"
                + (isSecure() ? "; Secure" : "")
                + (secret.isEmpty() ? "; Max-Age=0" : "");
    }

    /// The cookie by which a browser shows at the next sign-in that it was signed in by before; it stays when the session ends.
    public String keepingKnown(String browser) {
        return (isSecure() ? Credentials.SECURE_KNOWN : Credentials.PLAIN_KNOWN)
                + "="
                + browser
                + "; Path=/; HttpOnly; SameSite=Strict"
                + (isSecure() ? "; Secure" : "")
                + "; Max-Age="
                + KNOWN.toSeconds();
    }

    private boolean isSecure() {
        return settings.tls().isPresent()
                || header("Origin").filter(it -> it.startsWith("https://")).isPresent();
    }

    /// Where the request comes from.
    public InetAddress peer() {
        return peer;
    }
}
