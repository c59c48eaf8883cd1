package org.restante.app.api;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.sending.reception.Brakes;

/// Clients that were stopped because nobody wants their mail, and how one of them may send again.
public final class BrakeRoutes implements Endpoint.Group {
    private final Brakes brakes;

    public BrakeRoutes(Brakes brakes) {
        this.brakes = brakes;
    }

    /// A client that may not send.
    public record Stopped(String client, Instant until, String why) {}

    /// All of them, by name.
    public record AllStopped(List<Stopped> stopped) {
        public AllStopped {
            stopped = List.copyOf(stopped);
        }
    }

    /// What a person says who lets a client send again.
    public record Wish(@Nullable String reason) {}

    /// Who may send again.
    public record Released(String client) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/brakes", Scope.READ, this::stopped),
                Endpoint.post("/api/v1/brakes/{client}/release", Scope.OPERATE, this::release));
    }

    private Answer stopped(Call call) throws Problem {
        requireEverybodys(call);
        return Answer.ok(
                new AllStopped(
                        brakes.stopped().entrySet().stream()
                                .map(one ->
                                        new Stopped(
                                                one.getKey(),
                                                one.getValue().until(),
                                                one.getValue().why()))
                                .toList()));
    }

    private Answer release(Call call) throws Problem, IOException {
        requireEverybodys(call);
        var client = call.path("client");
        var reason =
                Optional.ofNullable(call.json(Wish.class).reason())
                        .filter(text -> !text.isBlank())
                        .orElseThrow(() -> Problem.field("reason", "says why, for the record"));
        if (!brakes.release(client, call.actor(), reason)) {
            throw Problem.of(
                    ProblemKind.NOT_FOUND,
                    "'" + client + "' is not stopped; GET /api/v1/brakes tells who is");
        }
        return Answer.ok(new Released(client));
    }

    private static void requireEverybodys(Call call) throws Problem {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN,
                    "brakes are for all clients; this token is one tenant's");
        }
    }
}
