package org.restante.insight.incident;

/// One source (or any) and one stream or one sender (or any) to look from.
///
/// @param row of the grids that hold its sums
/// @param source 0 for any
/// @param stream 0 for any
/// @param sender 0 for any
/// @param price nats that naming them costs, the choice of window and family included
record Angle(Family family, int row, int source, int stream, int sender, double price) {}
