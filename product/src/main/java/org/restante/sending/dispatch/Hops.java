package org.restante.sending.dispatch;

import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Source;

/// Is told when a source steps in for one that a site has refused, which an operator may allow and receivers do not like: it is to be
/// warned of and put on record.
@FunctionalInterface
public interface Hops {
    void stepsIn(Pool pool, String site, Source closed, Source other);
}
