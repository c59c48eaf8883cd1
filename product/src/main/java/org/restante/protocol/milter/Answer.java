package org.restante.protocol.milter;

import org.restante.mail.smtp.Reply;

/// What a filter says to a step.
public sealed interface Answer {
    /// Go on.
    record Continue() implements Answer {}

    /// The filter has seen enough, and has nothing against it.
    record Accept() implements Answer {}

    /// Refused; of a recipient only that one.
    record Reject() implements Answer {}

    /// To be tried again later.
    record TempFail() implements Answer {}

    /// Taken, and thrown away unseen.
    record Discard() implements Answer {}

    /// Refused in the filter's own words.
    record Words(Reply reply) implements Answer {}

    /// The rest of this kind of step is of no interest.
    record Skip() implements Answer {}
}
