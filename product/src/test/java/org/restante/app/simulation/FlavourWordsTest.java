package org.restante.app.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.restante.app.knowledge.Knowledge;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Permanence;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.receiver.Check;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.receiver.Limit;
import org.restante.simulation.receiver.Receiver;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.receiver.ReceiverModel.Box;
import org.restante.simulation.receiver.ReceiverModel.Door;
import org.restante.simulation.receiver.ReceiverModel.Greylist;
import org.restante.simulation.receiver.ReceiverModel.Noise;
import org.restante.simulation.receiver.Trait;
import org.restante.simulation.receiver.Weather;

/// Restante's own judge understands what the receivers say, as far as they say it.
final class FlavourWordsTest {
    private final Knowledge knowledge = Knowledge.shipped();
    private final Judge judge = new Judge(knowledge.rules());

    @Test
    void everyRefusalOfEveryFlavourIsJudgedAsWhatItIs() {
        var wrong = new ArrayList<String>();
        for (var flavour : Flavour.values()) {
            for (var answer : refusals(flavour)) {
                var verdict = judge.judge(answer.text(), answer.stage(), null, provider(flavour));
                boolean isRight =
                        causes(answer.truth()).contains(verdict.cause())
                                && (verdict.effective() == Permanence.PERMANENT)
                                        == answer.isFinal();
                if (!isRight) {
                    wrong.add(
                            flavour.word()
                                    + " "
                                    + answer.truth().word()
                                    + " is taken for "
                                    + verdict.cause()
                                    + " by "
                                    + verdict.rule()
                                    + ": "
                                    + answer.text());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void theHostsOfEachFlavourAreItsProviders() {
        for (var flavour : Flavour.values()) {
            var provider = knowledge.providers().ofMx(flavour.host(0));
            assertThat(provider == null ? null : provider.word()).isEqualTo(flavour.provider());
        }
    }

    /// Without a minimum pause in the words, so that what a scenario's box does is the scenario's; but for the one made for it.
    @Test
    void onlyOneFlavourSaysWordsThatAskForHours() {
        for (var flavour : Flavour.values()) {
            var hours =
                    refusals(flavour).stream()
                            .map(answer ->
                                    judge.judge(
                                                    answer.text(),
                                                    answer.stage(),
                                                    null,
                                                    provider(flavour))
                                            .minimumPause())
                            .filter(pause -> pause != null)
                            .toList();
            assertThat(hours.isEmpty()).isEqualTo(flavour != Flavour.YAHOO_TSS04);
        }
    }

    private @org.jspecify.annotations.Nullable Provider provider(Flavour flavour) {
        var word = flavour.provider();
        return word == null ? null : knowledge.providers().byWord(word);
    }

    private static List<Cause> causes(Check check) {
        return switch (check) {
            case RATE, BOX, CONTENT -> List.of(Cause.RATE, Cause.REPUTATION);
            case CONNECTIONS -> List.of(Cause.CONNECTIONS);
            case CONNECTION_RATE -> List.of(Cause.CONNECTION_RATE);
            case MESSAGES_PER_CONNECTION -> List.of(Cause.MESSAGES_PER_CONNECTION);
            case GREYLIST -> List.of(Cause.GREYLIST);
            case AMBIENT, HOST_FAULT, OUTAGE -> List.of(Cause.SERVER_ERROR);
            case UNKNOWN_USER -> List.of(Cause.NO_SUCH_USER);
            case MAILBOX_FULL -> List.of(Cause.MAILBOX_FULL);
            case TAKEN -> List.of();
        };
    }

    /// Brings a receiver of the flavour to say everything it can.
    private static List<Answer> refusals(Flavour flavour) {
        var refusals = new ArrayList<Answer>();
        var usual = ReceiverModel.of("x", flavour);
        var quiet = new Noise(0, 0);
        var tight = new Limit.Bucket(1e-6, 1, false);

        var limited =
                receiver(usual, Door.WIDE, tight, Box.of(2, Duration.ofHours(1)), null, quiet);
        var visit = limited.connected("192.0.2.1", 0, 0);
        refusals.add(send(limited, 0));
        refusals.add(send(limited, 0));
        refusals.add(send(limited, 0));
        refusals.add(visit.mail("a@s.example", 1));
        refusals.add(limited.connected("192.0.2.1", 0, 1).greeting());

        var narrow = receiver(usual, new Door(1, 0, 1), new Limit.None(), Box.NONE, null, quiet);
        var only = narrow.connected("192.0.2.1", 0, 0);
        refusals.add(narrow.connected("192.0.2.1", 0, 0).greeting());
        only.transaction("a@s.example", "b@t.example", Trait.KNOWN, true, false, 0);
        refusals.add(only.mail("a@s.example", 0));

        var slow = receiver(usual, new Door(9, 1, 9), new Limit.None(), Box.NONE, null, quiet);
        slow.connected("192.0.2.1", 0, 0);
        refusals.add(slow.connected("192.0.2.1", 0, 0).greeting());
        refusals.add(slow.connected("192.0.2.1", 3, 0).greeting());

        var greylist = new Greylist(Duration.ofMinutes(5), Duration.ofHours(1), 5);
        refusals.add(
                send(receiver(usual, Door.WIDE, new Limit.None(), Box.NONE, greylist, quiet), 0));
        refusals.add(
                send(
                        receiver(
                                usual,
                                Door.WIDE,
                                new Limit.None(),
                                Box.NONE,
                                null,
                                new Noise(1, 0)),
                        0));
        refusals.add(
                send(
                        receiver(
                                usual,
                                Door.WIDE,
                                new Limit.None(),
                                Box.NONE,
                                null,
                                new Noise(0, 1)),
                        0));
        var unknown = narrow.connected("192.0.2.9", 0, 0);
        unknown.mail("a@s.example", 0);
        refusals.add(unknown.rcpt("nobody@t.example", Trait.UNKNOWN, true, 0));
        refusals.removeIf(Answer::isTaken);
        return refusals;
    }

    private static Receiver receiver(
            ReceiverModel usual,
            Door door,
            Limit limit,
            Box box,
            @org.jspecify.annotations.Nullable Greylist greylist,
            Noise noise) {
        var fault =
                new Weather.Fault(3, new Weather.Span(Duration.ZERO, Duration.ofHours(1)), 1, true);
        return new Receiver(
                new ReceiverModel(
                        usual.name(),
                        usual.flavour(),
                        false,
                        4,
                        door,
                        limit,
                        usual.limitedAt(),
                        false,
                        false,
                        new Weather(List.of(), 0, Duration.ZERO, List.of(), List.of(fault)),
                        box,
                        usual.standing(),
                        greylist,
                        noise,
                        usual.latency(),
                        null),
                new SplittableRandom(1));
    }

    private static Answer send(Receiver receiver, long now) {
        var visit = receiver.connected("192.0.2.1", 0, now);
        var answer = visit.transaction("a@s.example", "b@t.example", Trait.KNOWN, true, false, now);
        visit.closed();
        return answer;
    }
}
