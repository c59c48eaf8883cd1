package org.restante.app.api;

import java.util.List;
import org.restante.app.access.Scope;
import org.restante.sending.queue.By;

/// What is done to the server as a whole: settings read anew, no new mail taken. Not by the token of one tenant.
public final class ServerRoutes implements Endpoint.Group {
    /// A key with another value than before, as it would be written; empty where there is none.
    public record Changed(String key, String before, String after) {}

    /// What reading the settings anew came to.
    ///
    /// @param reloaded whether they are in force; else nothing has changed
    /// @param changed what is in force now and was not
    /// @param needRestart what differs and takes effect at the next start
    /// @param problems what is wrong, when they are not
    /// @param warnings what they do to mail that waits, and may not be meant to
    public record Reloaded(
            boolean reloaded,
            List<Changed> changed,
            List<Changed> needRestart,
            List<String> problems,
            List<String> warnings) {
        public Reloaded {
            changed = List.copyOf(changed);
            needRestart = List.copyOf(needRestart);
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }

    /// How far it is.
    ///
    /// @param waiting recipients that are still to be delivered
    public record Draining(boolean draining, long waiting) {}

    /// Who does it.
    public interface Operator {
        /// @throws Problem when the server was not started with a file of settings
        Reloaded reload(By by) throws Problem;

        Draining drain(By by);
    }

    private final Operator operator;

    public ServerRoutes(Operator operator) {
        this.operator = operator;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/api/v1/reload", Scope.ADMIN, this::reload),
                Endpoint.post("/api/v1/drain", Scope.ADMIN, this::drain));
    }

    private Answer reload(Call call) throws Problem {
        requireEverybodys(call);
        return Answer.ok(operator.reload(by(call)));
    }

    private Answer drain(Call call) throws Problem {
        requireEverybodys(call);
        return Answer.ok(operator.drain(by(call)));
    }

    private static By by(Call call) {
        return QueueRoutes.by(call, call.query("actor"), call.query("reason"));
    }

    private static void requireEverybodys(Call call) throws Problem {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN, "the server is everybody's; this token is one tenant's");
        }
    }
}
