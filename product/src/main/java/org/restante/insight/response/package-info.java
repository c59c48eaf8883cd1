/// The response protocol: what to do at which share of refusals, for how long, and what ends it.
///
/// The table is data ([ResponseTable]); its rate counts only refusals that speak of our standing or our pace, once a message,
/// from so many messages up, by the lower bound of the interval. Nothing here acts: a [Recommendation] says what would be done.
@NullMarked
package org.restante.insight.response;

import org.jspecify.annotations.NullMarked;
