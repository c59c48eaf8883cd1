/// How fast a lane goes: when the next message may leave, how many connections stand, and what a refusal changes. Pure: time is an
/// argument, in nanoseconds of a monotonic clock.
@NullMarked
package org.restante.sending.pacing;

import org.jspecify.annotations.NullMarked;
