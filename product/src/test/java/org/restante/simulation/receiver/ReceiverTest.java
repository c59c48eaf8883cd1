package org.restante.simulation.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.restante.mail.smtp.Stage;

/// Every check and every limit of a receiver, one at a time.
final class ReceiverTest {
    private static final String US = "192.0.2.1";
    private static final String OTHER = "192.0.2.2";
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final ReceiverModel.Noise SILENT = new ReceiverModel.Noise(0, 0);

    private final Models models = new Models();

    @Test
    void aReceiverWithoutLimitsTakesWhatComes() {
        var visit = visit(models.receiver(), 0);

        assertThat(send(visit, 0)).isEqualTo(Answer.taken(Stage.CONTENT));
        assertThat(visit.greeting()).isEqualTo(Answer.taken(Stage.GREETING));
    }

    @Test
    void inAnOutageNoHostAnswersAndOpenConnectionsFallSilent() {
        var receiver =
                models.weather(
                                new Weather(
                                        List.of(),
                                        0,
                                        Duration.ZERO,
                                        List.of(span(1, 2)),
                                        List.of()))
                        .receiver();
        var before = visit(receiver, 0);

        assertThat(visit(receiver, HOUR).greeting())
                .isEqualTo(Answer.silence(Check.OUTAGE, Stage.CONNECT));
        assertThat(send(before, HOUR)).isEqualTo(Answer.silence(Check.OUTAGE, Stage.MAIL));
        assertThat(visit(receiver, 2 * HOUR).greeting().isTaken()).isTrue();
    }

    @Test
    void aFaultyHostIsSilentOrSaysSoAndTheOthersWork() {
        var faults =
                List.of(
                        new Weather.Fault(0, span(0, 1), 1, false),
                        new Weather.Fault(1, span(0, 1), 1, true));
        var receiver =
                models.weather(new Weather(List.of(), 0, Duration.ZERO, List.of(), faults))
                        .receiver();

        assertThat(receiver.connected(US, 0, 0).greeting())
                .isEqualTo(Answer.silence(Check.HOST_FAULT, Stage.CONNECT));
        assertThat(receiver.connected(US, 1, 0).greeting().text()).startsWith("421 4.3.0");
        assertThat(receiver.connected(US, 2, 0).greeting().isTaken()).isTrue();
        assertThat(receiver.connected(US, 0, HOUR).greeting().isTaken()).isTrue();
    }

    @Test
    void aSourceHasItsNumberOfConnectionsAndNoMoreUntilOneIsClosed() {
        var receiver = models.door(new ReceiverModel.Door(2, 0, 100)).receiver();
        var first = visit(receiver, 0);
        visit(receiver, 0);

        assertThat(visit(receiver, 0).greeting().truth()).isEqualTo(Check.CONNECTIONS);
        assertThat(receiver.connected(OTHER, 0, 0).greeting().isTaken()).isTrue();

        first.closed();
        first.closed();
        assertThat(visit(receiver, 0).greeting().isTaken()).isTrue();
        assertThat(visit(receiver, 0).greeting().truth()).isEqualTo(Check.CONNECTIONS);
    }

    @Test
    void connectionsAMinuteAreCountedByTheClocksMinute() {
        var receiver = models.door(new ReceiverModel.Door(100, 3, 100)).receiver();
        for (int i = 0; i < 3; i++) {
            assertThat(visit(receiver, 10 * SECOND).greeting().isTaken()).isTrue();
        }

        assertThat(visit(receiver, 59 * SECOND).greeting().truth())
                .isEqualTo(Check.CONNECTION_RATE);
        assertThat(receiver.mayConnectAt(US, 59 * SECOND)).isEqualTo(MINUTE);
        assertThat(visit(receiver, MINUTE).greeting().isTaken()).isTrue();
    }

    @Test
    void aConnectionCarriesItsNumberOfMessagesAndThenEnds() {
        var visit = visit(models.door(new ReceiverModel.Door(5, 0, 2)).receiver(), 0);
        send(visit, 0);
        send(visit, 0);

        var third = send(visit, 0);

        assertThat(third.truth()).isEqualTo(Check.MESSAGES_PER_CONNECTION);
        assertThat(third.closes()).isTrue();
    }

    @Test
    void aRecipientThatDoesNotExistIsRefusedForGoodAndCostsStanding() {
        var receiver =
                models.standing(new ReceiverModel.Standing(0, 0.25, Duration.ofHours(12), 1, 0.1))
                        .receiver();
        var visit = visit(receiver, 0);
        visit.mail("a@sender.example", 0);

        var answer = visit.rcpt("nobody@site.example", Trait.UNKNOWN, true, 0);

        assertThat(answer.text()).startsWith("550 5.1.1");
        assertThat(receiver.leastStanding()).isEqualTo(0.75);
    }

    @Test
    void aTripleIsPutOffUntilItsDelayHasPassedAndASourceThatComesBackOftenIsTrusted() {
        var receiver =
                models.greylist(
                                new ReceiverModel.Greylist(
                                        Duration.ofMinutes(5), Duration.ofHours(6), 2))
                        .receiver();
        var visit = visit(receiver, 0);

        assertThat(send(visit, "a", 0).truth()).isEqualTo(Check.GREYLIST);
        assertThat(send(visit, "a", 299 * SECOND).truth()).isEqualTo(Check.GREYLIST);
        assertThat(send(visit, "a", 300 * SECOND).isTaken()).isTrue();
        assertThat(send(visit, "b", 300 * SECOND).truth()).isEqualTo(Check.GREYLIST);
        assertThat(send(visit, "b", 600 * SECOND).isTaken()).isTrue();
        assertThat(send(visit, "c", 600 * SECOND).isTaken()).isTrue();
        assertThat(send(receiver.connected(OTHER, 0, 0), "d", 0).truth()).isEqualTo(Check.GREYLIST);
    }

    @Test
    void aTripleIsForgottenAfterItsWindow() {
        var visit =
                visit(
                        models.greylist(
                                        new ReceiverModel.Greylist(
                                                Duration.ofMinutes(5), Duration.ofHours(1), 5))
                                .receiver(),
                        0);
        send(visit, "a", 0);

        assertThat(send(visit, "a", 2 * HOUR).truth()).isEqualTo(Check.GREYLIST);
    }

    @Test
    void ambientTroubleAndFullMailboxesComeByChance() {
        var visit = visit(models.noise(new ReceiverModel.Noise(0.5, 0)).receiver(), 0);
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            refused += send(visit(models.receiver(), 0), 0).isTaken() ? 0 : 1;
        }
        int ambient = 0;
        for (int i = 0; i < 80; i++) {
            ambient += send(visit, 0).truth() == Check.AMBIENT ? 1 : 0;
        }

        assertThat(refused).isZero();
        assertThat(ambient).isBetween(25, 55);
    }

    @Test
    void theChecksComeInTheirOrder() {
        var receiver =
                models.limit(new Limit.Bucket(1, 1, false))
                        .greylist(
                                new ReceiverModel.Greylist(
                                        Duration.ofMinutes(5), Duration.ofHours(6), 5))
                        .receiver();
        var visit = visit(receiver, 0);
        visit.mail("a@sender.example", 0);

        assertThat(visit.rcpt("x@site.example", Trait.UNKNOWN, true, 0).truth())
                .isEqualTo(Check.UNKNOWN_USER);
        assertThat(send(visit, "a", 0).truth()).isEqualTo(Check.GREYLIST);
        assertThat(send(visit, "b", 0).truth()).isEqualTo(Check.GREYLIST);
        assertThat(send(visit, "a", 5 * MINUTE).isTaken()).isTrue();
        assertThat(send(visit, "b", 5 * MINUTE).truth()).isEqualTo(Check.RATE);
    }

    @Test
    void aMessageThatComesToNothingUsesNothingUp() {
        var receiver =
                models.limit(new Limit.Bucket(0.001, 1, false)).limitedAt(Stage.MAIL).receiver();
        var visit = visit(receiver, 0);

        assertThat(visit.mail("a@sender.example", 0).isTaken()).isTrue();
        visit.reset();
        assertThat(visit.mail("a@sender.example", 0).isTaken()).isTrue();
        assertThat(visit.mail("a@sender.example", 0).isTaken()).isTrue();
        visit.closed();
        assertThat(send(visit(receiver, 0), 0).isTaken()).isTrue();
        assertThat(send(visit(receiver, 0), 0).truth()).isEqualTo(Check.RATE);
    }

    @Test
    void theLimitIsLookedAtWhereTheModelSays() {
        for (var stage : List.of(Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.CONTENT)) {
            var receiver =
                    models.limit(new Limit.Bucket(0.001, 1, false)).limitedAt(stage).receiver();
            send(visit(receiver, 0), 0);

            var refused = send(visit(receiver, 0), 0);

            assertThat(refused.truth()).isEqualTo(Check.RATE);
            assertThat(refused.stage()).isEqualTo(stage);
        }
    }

    @Test
    void contentThatOffendsIsRefusedInTheWordsOfALanesRefusal() {
        var receiver = models.offended(Check.BOX).receiver();
        var visit = visit(receiver, 0);

        var answer = visit.transaction("a@s.example", "b@t.example", Trait.KNOWN, true, true, 0);

        assertThat(answer.truth()).isEqualTo(Check.CONTENT);
        assertThat(answer.text())
                .isEqualTo(Flavour.PLAIN.text(Check.BOX, false, US, "b@t.example"));
        assertThat(send(visit, 0).isTaken()).isTrue();
    }

    @Test
    void atTheGreetingARefusalIsA421() {
        var receiver =
                models.limit(new Limit.Bucket(0.001, 1, false))
                        .box(ReceiverModel.Box.of(1, Duration.ofMinutes(5)))
                        .receiver();
        var visit = visit(receiver, 0);
        send(visit, 0);
        send(visit, 0);

        assertThat(visit(receiver, SECOND).greeting().text()).startsWith("421 4.7.1");
    }

    private static Weather.Span span(int fromHour, int untilHour) {
        return new Weather.Span(Duration.ofHours(fromHour), Duration.ofHours(untilHour));
    }

    private static Visit visit(Receiver receiver, long now) {
        return receiver.connected(US, 0, now);
    }

    private static Answer send(Visit visit, long now) {
        return send(visit, "b", now);
    }

    private static Answer send(Visit visit, String to, long now) {
        return visit.transaction(
                "a@sender.example", to + "@site.example", Trait.KNOWN, true, false, now);
    }

    /// A plain receiver, changed in one place or two.
    static final class Models {
        private final ReceiverModel model;

        Models() {
            this(ReceiverModel.of("plain", Flavour.PLAIN));
        }

        private Models(ReceiverModel model) {
            this.model = model;
        }

        Receiver receiver() {
            return new Receiver(model, new SplittableRandom(1));
        }

        Models door(ReceiverModel.Door door) {
            return with(door, model.limit(), model.limitedAt(), model.weather(), model.box());
        }

        Models limit(Limit limit) {
            return with(model.door(), limit, model.limitedAt(), model.weather(), model.box());
        }

        Models limitedAt(Stage stage) {
            return with(model.door(), model.limit(), stage, model.weather(), model.box());
        }

        Models weather(Weather weather) {
            return with(model.door(), model.limit(), model.limitedAt(), weather, model.box());
        }

        Models box(ReceiverModel.Box box) {
            return with(model.door(), model.limit(), model.limitedAt(), model.weather(), box);
        }

        private Models with(
                ReceiverModel.Door door,
                Limit limit,
                Stage limitedAt,
                Weather weather,
                ReceiverModel.Box box) {
            return new Models(
                    new ReceiverModel(
                            model.name(),
                            model.flavour(),
                            model.opaque(),
                            model.hosts(),
                            door,
                            limit,
                            limitedAt,
                            model.chargesRefused(),
                            model.countsTogether(),
                            weather,
                            box,
                            model.standing(),
                            model.greylist(),
                            SILENT,
                            model.latency(),
                            model.offended()));
        }

        Models standing(ReceiverModel.Standing standing) {
            return more(standing, model.greylist(), SILENT, null);
        }

        Models greylist(ReceiverModel.Greylist greylist) {
            return more(model.standing(), greylist, SILENT, null);
        }

        Models noise(ReceiverModel.Noise noise) {
            return more(model.standing(), model.greylist(), noise, null);
        }

        Models offended(Check check) {
            return more(model.standing(), model.greylist(), SILENT, check);
        }

        Models together(boolean chargesRefused) {
            return new Models(
                    new ReceiverModel(
                            model.name(),
                            model.flavour(),
                            model.opaque(),
                            model.hosts(),
                            model.door(),
                            model.limit(),
                            model.limitedAt(),
                            chargesRefused,
                            true,
                            model.weather(),
                            model.box(),
                            model.standing(),
                            model.greylist(),
                            model.noise(),
                            model.latency(),
                            model.offended()));
        }

        private Models more(
                ReceiverModel.Standing standing,
                ReceiverModel.@org.jspecify.annotations.Nullable Greylist greylist,
                ReceiverModel.Noise noise,
                @org.jspecify.annotations.Nullable Check offended) {
            return new Models(
                    new ReceiverModel(
                            model.name(),
                            model.flavour(),
                            model.opaque(),
                            model.hosts(),
                            model.door(),
                            model.limit(),
                            model.limitedAt(),
                            model.chargesRefused(),
                            model.countsTogether(),
                            model.weather(),
                            model.box(),
                            standing,
                            greylist,
                            noise,
                            model.latency(),
                            offended));
        }
    }
}
