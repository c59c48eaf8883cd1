package org.restante.sending.warmup;

import java.util.Locale;

/// What a plan does at the end of a day.
///
/// @param day of the plan that comes next, from 1
/// @param reason in words and numbers
public record Step(Kind kind, int day, String reason) {
    /// In which direction.
    public enum Kind {
        ADVANCED,
        HELD,
        STEPPED_BACK,
        BEGAN_AGAIN,
        ENDED;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
