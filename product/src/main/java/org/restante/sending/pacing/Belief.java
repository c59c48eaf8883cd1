package org.restante.sending.pacing;

/// What the law believes of a lane now. Rates are messages a second, times seconds; infinite means no bound is known.
///
/// @param rate at which it sends
/// @param certified the highest rate seen to pass
/// @param refused the lowest rate believed to be refused
/// @param refusals that closed the lane so far
/// @param quotaMessages of a quota, 0 when none is believed
/// @param clearing how long a refusal closes the lane for
/// @param pauseLeft 0 when it is open
/// @param drain time until what waits is sent
public record Belief(
        double rate,
        double certified,
        double refused,
        int refusals,
        int quotaMessages,
        double quotaWindow,
        int connections,
        int messagesPerConnection,
        double connectsPerMinute,
        double clearing,
        double pauseLeft,
        double drain,
        Binding binding,
        String sentence) {}
