/// How well a policy did: its figures beside a clairvoyant's, over scenarios and seeds, and the goals of the project.
///
/// ```text
/// efficiency   integral over time of what was delivered / the oracle's; the mean over the sites, none above 1
/// wasted       tries that one who knew the receiver would not have made, for each message delivered
/// score        100 · efficiency^.35 · e^(-.25 · wasted/0.1) · transactional^.10 · innocents^.10 · standing^.10
/// ```
@NullMarked
package org.restante.simulation.score;

import org.jspecify.annotations.NullMarked;
