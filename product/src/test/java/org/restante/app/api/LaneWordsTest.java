package org.restante.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.restante.sending.dispatch.LaneStanding;
import org.restante.sending.pacing.Belief;
import org.restante.sending.pacing.Binding;
import org.restante.sending.queue.Control;
import org.restante.sending.warmup.DayCount;
import org.restante.sending.warmup.WarmupStanding;

/// What people read of a lane does not contradict itself.
final class LaneWordsTest {
    @Test
    void aClosedLaneSaysOnceWhenItTriesAgainAndNotWhenAllIsSent() {
        var sentence =
                sentence(
                        true,
                        Duration.ofSeconds(695),
                        1,
                        belief(Binding.PAUSE, "closed; a canary leaves in 696 s"));

        assertThat(sentence)
                .isEqualTo(
                        "Closed; one message tries again in 12 min: 3 recipients waiting, 0 of 5 connections.");
    }

    @Test
    void mailThatWaitsForItsOwnTimeIsNotSaidToBeHeldBackByNothing() {
        var sentence =
                sentence(false, Duration.ZERO, 0, belief(Binding.NOTHING, "nothing holds it back"));

        assertThat(sentence)
                .isEqualTo(
                        "Open: 3 recipients waiting, 0 of 5 connections; none is due: each waits for its own time to be tried again.");
    }

    @Test
    void anOpenLaneSaysWhatHoldsItBackAndForHowLong() {
        var sentence = sentence(false, Duration.ZERO, 1, belief(Binding.RATE, "1.0 a second"));

        assertThat(sentence)
                .isEqualTo(
                        "Open: 3 recipients waiting, 0 of 5 connections; 1.0 a second; 83 s until all is sent.");
    }

    @Test
    void aLaneThatAPlanHoldsBackDoesNotSayWhenAllIsSent() {
        var plan =
                new WarmupStanding(
                        "automatic",
                        new DayCount(LocalDate.EPOCH, 1, 50, 1, 1, 0, null),
                        9,
                        0,
                        0,
                        Duration.ofSeconds(111),
                        false,
                        null,
                        List.of());

        var sentence =
                sentence(standing(belief(Binding.RATE, "goes at 4.2/s"), plan, null), Map.of());

        assertThat(sentence)
                .isEqualTo(
                        "Open: 3 recipients waiting, 0 of 5 connections; warming up, day 1 of 9: 1 of today's 50 sent, bulk mail goes on in 112 s; goes at 4.2/s.");
    }

    @Test
    void mailThatAPersonHoldsIsSaidToBeHeldAndBy() {
        var hold = new UUID(1, 2);

        assertThat(
                        sentence(
                                standing(belief(Binding.RATE, "goes at 4.2/s"), null, null),
                                Map.of(hold, 3L)))
                .isEqualTo(
                        "Open: 3 recipients waiting, 0 of 5 connections; all kept by order ("
                                + hold
                                + ").");
        assertThat(
                        sentence(
                                standing(belief(Binding.RATE, "goes at 4.2/s"), null, null),
                                Map.of(hold, 2L)))
                .isEqualTo(
                        "Open: 3 recipients waiting, 0 of 5 connections; 2 of them kept by order ("
                                + hold
                                + "); goes at 4.2/s.");
    }

    @Test
    void whatTheSiteDoesNotTakeForNowIsSetAside() {
        var aside = new LaneStanding.Aside(3, Duration.ofSeconds(299));

        assertThat(
                        sentence(
                                standing(
                                        belief(Binding.NOTHING, "nothing holds it back"),
                                        null,
                                        aside),
                                Map.of()))
                .isEqualTo(
                        "Open: 3 recipients waiting, 0 of 5 connections; 3 set aside (the site refuses their stream, or has not the TLS their domain asks for): one message tries in 5 min.");
    }

    private static LaneStanding standing(
            Belief belief, @Nullable WarmupStanding plan, LaneStanding.@Nullable Aside aside) {
        return new LaneStanding(
                "mx.shop.test",
                "us",
                null,
                0,
                5,
                1,
                false,
                false,
                Duration.ZERO,
                null,
                new LaneStanding.Counts(0, 0, 0),
                belief,
                null,
                plan,
                aside);
    }

    private static String sentence(LaneStanding standing, Map<UUID, Long> held) {
        return LaneWords.object(new Control.Lane(standing, 3, held, List.of()), HttpWorld.NOON)
                .get("sentence")
                .asString();
    }

    private static Belief belief(Binding binding, String sentence) {
        return new Belief(1, 1, 2, 1, 0, 0, 5, 0, 0, 600, 0, 82, binding, sentence);
    }

    private static String sentence(boolean closed, Duration closedFor, int due, Belief belief) {
        var standing =
                new LaneStanding(
                        "mx.shop.test",
                        "us",
                        null,
                        0,
                        5,
                        due,
                        false,
                        closed,
                        closedFor,
                        null,
                        new LaneStanding.Counts(0, 0, 0),
                        belief,
                        null,
                        null,
                        null);
        return sentence(standing, Map.of());
    }
}
