package org.restante.insight.incident;

/// What the search thinks explains an excess of refusals.
///
/// @param gain nats over the baseline, its price paid
/// @param ahead nats over the next best scope that is not alike
/// @param refused refusals in the window it was found in
record Finding(
        Family family, Reach reach, double gain, double ahead, double attempts, double refused) {}
