package org.restante.record.logs;

/// What a log's content says of its format.
public sealed interface FormatGuess {
    /// One format fits.
    record Told(LogFormat format) implements FormatGuess {}

    /// None fits, or more than one does.
    ///
    /// @param why for people: what was found, and what would help
    record Unclear(String why) implements FormatGuess {}
}
