/// How much bulk mail a new source sends a receiver each day: plans of a day's volume, what lets one advance, hold or step back, and
/// what of the day's plan may leave now. Above the law of pace, which goes on learning below it. Pure: time is an argument.
@NullMarked
package org.restante.sending.warmup;

import org.jspecify.annotations.NullMarked;
