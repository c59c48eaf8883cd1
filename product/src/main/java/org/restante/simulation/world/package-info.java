/// A sending server in virtual time: queues for each site, connections, transactions, a bound on sockets, and no decisions. Every
/// decision is a [Policy]'s; what came of it is the [Tally]'s.
///
/// Deterministic: all chance comes from the seed, and what falls on the same nanosecond happens in the order it was planned.
@NullMarked
package org.restante.simulation.world;

import org.jspecify.annotations.NullMarked;
