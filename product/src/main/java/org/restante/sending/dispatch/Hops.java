package org.restante.sending.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.restante.sending.pacing.Decision;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Source;
import org.restante.sending.routing.Target;

/// Is told when mail takes another way than it would by itself, or a lane another pace, so that people are told. Called by many threads; does not block.
@FunctionalInterface
public interface Hops {
    /// How the acts begin that tell of hosts.
    String SETS_ASIDE = "set aside host ";

    String USES_AGAIN = "use again host ";

    /// How the acts begin that tell of a lane's pace.
    String PACES = "pace ";

    /// A source steps in for one that a site has refused, which an operator may allow and receivers do not like.
    void stepsIn(Pool pool, String site, Source closed, Source other);

    /// A host of a site that has several is left alone: it cannot be spoken with. Told again each time it fails anew.
    ///
    /// @param provider null where it is none we know
    /// @param why what it did, in words
    /// @param aside until one connection tries it
    default void setsAside(
            String site, @Nullable String provider, Target host, String why, Duration aside) {}

    /// One that was set aside answers again.
    default void servesAgain(String site, @Nullable String provider, Target host) {}

    /// The pace of a lane took a step by itself: closed it, reopened it, made it slower or faster.
    ///
    /// @param provider null where it is none we know
    /// @param ago how long before; one may be told after another that came later
    default void steps(
            String site,
            @Nullable String provider,
            Source source,
            Decision decision,
            Duration ago) {}
}
