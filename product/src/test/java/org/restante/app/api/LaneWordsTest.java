package org.restante.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.sending.dispatch.LaneStanding;
import org.restante.sending.pacing.Belief;
import org.restante.sending.pacing.Binding;
import org.restante.sending.queue.Control;

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
                        null);
        return LaneWords.object(new Control.Lane(standing, 3, List.of()), HttpWorld.NOON)
                .get("sentence")
                .asString();
    }
}
