package org.restante.insight.incident;

/// One source (or any) and one stream (or any) to look from.
///
/// @param row of the grids that hold its sums
/// @param source 0 for any
/// @param stream 0 for any
/// @param price nats that naming them costs, the choice of window and family included
record Angle(Family family, int row, int source, int stream, double price) {}
