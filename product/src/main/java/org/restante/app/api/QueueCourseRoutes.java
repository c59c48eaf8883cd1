package org.restante.app.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;

/// How old what waits was over the last week.
public final class QueueCourseRoutes implements Endpoint.Group {
    /// How the queue stood at a time.
    ///
    /// @param seconds the time before it that this stands for; what is between it and the point before was not looked at
    /// @param waiting recipients
    /// @param oldestS seconds; null where nobody waited
    /// @param rungs recipients by the highest of 1 h, 4 h, 24 h and 72 h that they had waited for
    /// @param unknown recipients of whom it was not known when they came in
    public record Point(
            Instant time,
            long seconds,
            long waiting,
            @Nullable Long oldestS,
            Map<String, Long> rungs,
            long unknown) {}

    /// The latest last.
    public record Course(List<Point> points) {
        public Course {
            points = List.copyOf(points);
        }
    }

    /// Who remembers.
    @FunctionalInterface
    public interface Memory {
        /// Those not before `from`.
        List<Point> since(Instant from);
    }

    private final Memory memory;

    public QueueCourseRoutes(Memory memory) {
        this.memory = memory;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/queue/course", Scope.READ, this::course));
    }

    private Answer course(Call call) throws Problem {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN,
                    "the course is of all mail together; this token is one tenant's");
        }
        return Answer.ok(new Course(memory.since(from(call))));
    }

    private static Instant from(Call call) throws Problem {
        var text = call.query("from");
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            return Instant.parse(text.get());
        } catch (DateTimeException e) {
            throw Problem.field(
                    "from", "is '" + text.get() + "'; 2026-11-28T12:00:00Z would be right");
        }
    }
}
