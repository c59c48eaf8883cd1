package org.restante.app.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;

/// How lanes went: what was believed of them over time, beside what their receivers took and refused.
public final class LaneCourseRoutes implements Endpoint.Group {
    /// A time that a lane went through. Rates are messages a second.
    ///
    /// @param time its end
    /// @param seconds how long it is
    /// @param state at its end: open, closed or paused
    /// @param believed at which the lane sends; null where no limit is met
    /// @param certified the highest rate seen to pass; null where nothing is believed
    /// @param refused the lowest rate believed to be refused; null where none is
    /// @param acceptedPerSecond recipients that the receiver took
    /// @param deferredPerSecond recipients that it put off
    public record Point(
            Instant time,
            double seconds,
            String state,
            @Nullable Double believed,
            @Nullable Double certified,
            @Nullable Double refused,
            double acceptedPerSecond,
            double deferredPerSecond) {}

    /// One lane's, the latest last.
    public record Course(
            String site, String source, @Nullable String provider, List<Point> points) {
        public Course {
            points = List.copyOf(points);
        }
    }

    /// All that were asked for.
    public record Courses(List<Course> lanes) {
        public Courses {
            lanes = List.copyOf(lanes);
        }
    }

    /// Who remembers.
    @FunctionalInterface
    public interface Memory {
        /// @param receiver a provider's word, or a site
        List<Course> of(String receiver);
    }

    private final Memory memory;

    public LaneCourseRoutes(Memory memory) {
        this.memory = memory;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/lanes/course", Scope.READ, this::course));
    }

    private Answer course(Call call) throws Problem {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(ProblemKind.FORBIDDEN, "lanes are shared; this token is one tenant's");
        }
        var receiver =
                call.query("receiver")
                        .orElseThrow(() ->
                                Problem.field(
                                        "receiver",
                                        "names a provider or a site, as GET /api/v1/lanes does"));
        return Answer.ok(new Courses(memory.of(receiver)));
    }
}
