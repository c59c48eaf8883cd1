package org.restante.sending.dispatch;

import java.time.Duration;
import org.restante.sending.pacing.Pace;
import org.restante.sending.routing.Source;

/// Makes the paces of lanes, and keeps what they have learnt while nobody uses them.
public interface Paces {
    /// The pace of a lane that begins, as it stood when the lane was last given up.
    Pace of(Way.Open way, Source source);

    /// The lane is given up: nobody has used it for long.
    ///
    /// @param idle for how long
    default void leaves(String site, Source source, Pace pace, Duration idle) {}
}
