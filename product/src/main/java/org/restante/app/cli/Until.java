package org.restante.app.cli;

import java.time.Instant;

/// When something ends: a length from now, or a point of time.
final class Until {
    private Until() {}

    static Instant of(String text, Surroundings surroundings) {
        var end =
                Moment.find(text, surroundings.zone())
                        .orElseThrow(() ->
                                new InputError(
                                        "'"
                                                + text
                                                + "' is no time; write a length from now such as 2h or 30d, or a moment such as"
                                                + " 2026-11-20T09:20 or 2026-11-20T09:20:00Z"));
        return switch (end) {
            case Moment.At(var instant) -> instant;
            case Moment.BeforeEnd(var length) -> surroundings.clock().instant().plus(length);
        };
    }
}
