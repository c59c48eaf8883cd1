package org.restante.app.config;

import java.time.Duration;
import org.restante.sending.warmup.Plan;
import org.restante.sending.warmup.WarmupPolicy;
import org.restante.sending.warmup.WhenFull;
import org.restante.sending.warmup.WithoutComplaints;

/// How a source is warmed up.
public record WarmupOfSection(
        @Key(
                        value =
                                "the plan: `automatic`, one that `restante warmup plans` shows, or one of `[warmup.plan]`",
                        usual = "automatic",
                        why =
                                "it begins low, and grows twice as fast while days are spotless as while they are only clean")
                String plan,
        @Key(
                        value =
                                "over how much of the day its plan is let go evenly, from the day's first mail on",
                        usual = "6h",
                        why = "a receiver is not to meet a new address in one burst",
                        min = "1h",
                        max = "24h")
                Duration spread,
        @Key(
                        value =
                                "what becomes of bulk mail that the day has no room for: it waits, or leaves by a warm source of its pool at once",
                        usual = "wait",
                        why = "another address is an operator's choice")
                WhenFull whenFull,
        @Key(
                        value =
                                "how long it waits before it leaves by a warm source of its pool, where there is one",
                        usual = "24h",
                        why = "a third of the lifetime of bulk mail: nothing is delayed for good",
                        min = "0s",
                        max = "30d")
                Duration waitAtMost,
        @Key(
                        value =
                                "what a day comes to of which nobody has told how many complained: the plan holds, or advances by the other signals",
                        usual = "hold",
                        why =
                                "too slow costs days and is seen; too fast costs an address its standing for weeks. A missing signal is no clean one")
                WithoutComplaints withoutComplaints,
        @Key(
                        value =
                                "per cent of a clean day's attempts refused for our pace, address, standing or content, at most; surely more than three times as"
                                        + " many take the plan back",
                        usual = "5",
                        why = "below it receivers are as they always are",
                        min = "0",
                        max = "100")
                double mostDeferred,
        @Key(
                        value =
                                "per cent of complaints of a clean day, at most; more than twice as many take the plan back",
                        usual = "0.05",
                        why = "Gmail asks bulk senders to stay below 0.1",
                        min = "0",
                        max = "100")
                double mostComplaints) {
    /// @param named the plan of that name
    public WarmupPolicy policy(Plan named) {
        return new WarmupPolicy(
                named,
                spread,
                whenFull,
                waitAtMost,
                withoutComplaints,
                mostDeferred / 100,
                mostComplaints / 100);
    }
}
