package org.restante.insight.incident;

/// The form of a scope: how many receivers, and which dimensions are named.
///
/// @param tellsSources whether the traffic came from more than one known source, so that naming none means something
/// @param tellsStreams the same of streams
record Shape(
        Span span,
        boolean source,
        boolean stream,
        boolean host,
        boolean tellsSources,
        boolean tellsStreams) {
    enum Span {
        ONE,
        MANY,
        ALL
    }
}
