package org.restante.app.cli;

import java.time.Instant;

/// When something ends: a length from now, or a point of time.
final class Until {
    private Until() {}

    static Instant of(String text, Surroundings surroundings) {
        return switch (Moment.of(text, surroundings.zone())) {
            case Moment.At(var instant) -> instant;
            case Moment.BeforeEnd(var length) -> surroundings.clock().instant().plus(length);
        };
    }
}
