package org.restante.record.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was read, and what was not.
///
/// @param files as the caller named them; `-` is standard input
/// @param format the word of the log's format, several joined by `+`, empty where nothing was read
/// @param unparsed lines that belong to mail delivery but could not be understood
/// @param from time of the first event, null without events
/// @param to time of the last event, null without events
/// @param took how long reading and analysing took; null where nobody measured
/// @param samples some of the unparsed lines
/// @param caveats what the figures are to be read with
public record Input(
        List<String> files,
        String format,
        long bytes,
        long lines,
        long events,
        long unparsed,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Duration took,
        List<UnparsedLine> samples,
        Caveats caveats) {
    public Input {
        files = List.copyOf(files);
        samples = List.copyOf(samples);
    }

    /// From the first event to the last; zero without events.
    public Duration span() {
        return from == null || to == null ? Duration.ZERO : Duration.between(from, to);
    }
}
