package org.restante.app.logging;

import java.nio.file.Path;
import java.util.Optional;

/// What is logged, and how.
///
/// @param level what our own code must say at least; libraries are heard from [Level#ERROR] on
/// @param mail whether each accepted message and each outcome is a line, at [Level#INFO]
/// @param file where it is written, added to what is there; empty for standard error
public record LogSettings(Format format, Level level, boolean mail, Optional<Path> file) {
    /// How a line looks.
    public enum Format {
        /// `2026-11-20T12:00:00.123Z INFO queue: words key=value key="two words"`
        TEXT,
        /// `{"time":"2026-11-20T12:00:00.123Z","level":"info","logger":"queue","message":"words","key":"value"}`
        JSON
    }

    /// How grave a line is.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    /// Text, from info on, with a line for each message and outcome.
    public static LogSettings defaults() {
        return new LogSettings(Format.TEXT, Level.INFO, true, Optional.empty());
    }
}
