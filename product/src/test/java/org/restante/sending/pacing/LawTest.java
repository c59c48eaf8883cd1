package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.sending.pacing.Flow.SECOND;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.restante.meaning.verdict.Cause;

final class LawTest {
    private final Site site = new Site();
    private LaneLimits limits = LaneLimits.UNKNOWN;
    private final Law law = lane(Conduct.ACTS);

    private Law lane(Conduct conduct) {
        return new Law(site, () -> limits, ReceiverPrior.UNKNOWN, conduct, new SplittableRandom(1));
    }

    private static Refused refused(org.restante.meaning.verdict.Verdict verdict, long startedAt) {
        return new Refused(verdict, false, 2, 0, 3, false, startedAt);
    }

    private void sends(int messages, long from, long every) {
        for (int i = 0; i < messages; i++) {
            law.started(false, from + i * every);
            law.passed(true, from + i * every, from + i * every);
        }
    }

    @Test
    void aReceiverNothingIsKnownOfIsMetWithoutABoundByFiveConnections() {
        assertThat(law.due(false, 0)).isLessThanOrEqualTo(0);
        assertThat(law.connections(0)).isEqualTo(5);
        sends(100, 0, 1);
        assertThat(law.connections(0)).isEqualTo(6);
        assertThat(law.belief(0).binding()).isEqualTo(Binding.NOTHING);
    }

    @Test
    void aRefusalClosesTheLaneUntilACanaryPasses() {
        sends(20, 0, SECOND / 10);
        law.started(false, 2 * SECOND);
        assertThat(law.refused(refused(Verdicts.TOO_FAST, 2 * SECOND), 2 * SECOND))
                .isEqualTo(Whom.LANE);

        long until = law.closedUntil();
        assertThat(until).isBetween(4 * SECOND, 5 * SECOND);
        assertThat(law.due(true, 2 * SECOND)).isEqualTo(until);
        assertThat(law.connections(2 * SECOND)).isEqualTo(1);
        law.started(false, until);
        assertThat(law.due(true, until)).isEqualTo(Long.MAX_VALUE);
        law.passed(true, until, until + SECOND);
        assertThat(law.closedUntil()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aStrangerThatIsRefusedWhereOnlyOthersPassSaysNothingOfThePace() {
        sends(20, 0, SECOND / 10);
        double before = law.belief(0).rate();

        var stranger =
                new Refused(
                        Verdicts.of(450, Cause.OTHER_TEMPORARY, null),
                        false,
                        2,
                        0,
                        3,
                        true,
                        2 * SECOND);
        for (int i = 0; i < 3; i++) {
            law.refused(stranger, 2 * SECOND);
        }

        assertThat(law.closedUntil()).isGreaterThan(2 * SECOND);
        assertThat(law.belief(0).rate()).isEqualTo(before);
    }

    @Test
    void atYahooOneCanaryAsksAfterAMinuteAndTheNextWaitsForTheBox() {
        var yahoo = ReceiverPrior.of("yahoo");
        var lane = new Law(new Site(), () -> limits, yahoo, Conduct.ACTS, new SplittableRandom(1));
        for (int i = 0; i < 20; i++) {
            lane.started(false, i * SECOND);
            lane.passed(true, i * SECOND, i * SECOND);
        }
        lane.started(false, 20 * SECOND);
        lane.refused(refused(Verdicts.TOO_FAST, 20 * SECOND), 20 * SECOND);

        long early = lane.closedUntil();
        assertThat(early).isBetween(80 * SECOND, 84 * SECOND);
        lane.started(false, early);
        lane.refused(refused(Verdicts.TOO_FAST, early), early);
        assertThat(lane.closedUntil() - early).isEqualTo(yahoo.clearing().toNanos());
    }

    @Test
    void whatWasInFlightWhenTheLaneClosedDoesNotOpenIt() {
        sends(20, 0, 1);
        law.started(false, 30);
        law.started(false, 31);
        law.refused(refused(Verdicts.TOO_FAST, 30), SECOND);
        law.passed(true, 31, SECOND + 1);
        assertThat(law.closedUntil()).isNotEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aPauseTheReceiverDemandsIsNeverShortened() {
        sends(20, 0, 1);
        law.started(false, 30);
        law.refused(refused(Verdicts.of(421, Cause.REPUTATION, Duration.ofHours(2)), 30), SECOND);
        assertThat(law.closedUntil()).isEqualTo(SECOND + Duration.ofHours(2).toNanos());
    }

    @Test
    void tooManyConnectionsLowerTheirNumberAndNothingElse() {
        sends(20, 0, 1);
        var whom = law.refused(new Refused(Verdicts.CONNECTIONS, true, 3, 0, 0, false, 0), SECOND);

        assertThat(whom).isEqualTo(Whom.CONNECTION);
        assertThat(law.connections(SECOND)).isEqualTo(3);
        assertThat(law.due(false, SECOND)).isLessThanOrEqualTo(SECOND);
    }

    @Test
    void aGreetingWithheldWithoutAReasonWhileOthersStandIsAboutTheirNumber() {
        sends(20, 0, SECOND);
        var silent = Verdicts.of(421, Cause.OTHER_TEMPORARY, null);

        assertThat(law.refused(new Refused(silent, true, 2, 1, 0, false, 20 * SECOND), 20 * SECOND))
                .isEqualTo(Whom.CONNECTION);

        assertThat(law.closedUntil()).isEqualTo(Long.MIN_VALUE);
        assertThat(law.connections(21 * SECOND)).isEqualTo(2);
        assertThat(law.refused(new Refused(silent, true, 0, 1, 0, false, 22 * SECOND), 22 * SECOND))
                .isEqualTo(Whom.LANE);
    }

    @Test
    void messagesAConnectionAreLearntFromWordsOrFromTwoEqualEnds() {
        sends(60, 0, 1);
        law.refused(
                new Refused(
                        Verdicts.of(421, Cause.OTHER_TEMPORARY, null), false, 2, 0, 20, false, 0),
                1);
        law.passed(true, 0, 2);
        assertThat(law.messagesPerConnection()).isEqualTo(1000);
        law.refused(
                new Refused(
                        Verdicts.of(421, Cause.OTHER_TEMPORARY, null), false, 2, 0, 20, false, 0),
                3);
        assertThat(law.messagesPerConnection()).isEqualTo(20);
        law.refused(new Refused(Verdicts.MESSAGES_PER_CONNECTION, false, 2, 0, 10, false, 0), 4);
        assertThat(law.messagesPerConnection()).isEqualTo(10);
    }

    @Test
    void aConnectionsEndTeachesHowManyMessagesItMayCarryAndNothingElse() {
        sends(60, 0, 1);
        var unexplained = Verdicts.of(421, Cause.OTHER_TEMPORARY, null);
        law.connectionEnded(unexplained, 20, 1);
        assertThat(law.messagesPerConnection()).isEqualTo(1000);
        law.connectionEnded(unexplained, 20, 2);
        assertThat(law.messagesPerConnection()).isEqualTo(20);
        law.connectionEnded(Verdicts.MESSAGES_PER_CONNECTION, 10, 3);
        law.connectionEnded(Verdicts.of(421, Cause.SERVER_ERROR, null), 5, 4);
        assertThat(law.messagesPerConnection()).isEqualTo(10);
        assertThat(law.closedUntil()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void connectionsAMinuteAreLearntAndSpread() {
        for (int i = 0; i < 13; i++) {
            law.connecting(i * SECOND);
        }
        var whom =
                law.refused(
                        new Refused(Verdicts.CONNECTION_RATE, true, 0, 0, 0, false, 12),
                        13 * SECOND);

        assertThat(whom).isEqualTo(Whom.CONNECTION);
        assertThat(law.belief(0).connectsPerMinute()).isBetween(11.0, 12.0);
        assertThat(law.connectDue(13 * SECOND)).isEqualTo(23 * SECOND);
    }

    @Test
    void refusedConnectsThatWereUnderWayTogetherLowerTheirNumberOnce() {
        for (int i = 0; i < 13; i++) {
            law.connecting(i * SECOND);
        }
        law.refused(connectsRefused(11 * SECOND), 13 * SECOND);
        double once = law.belief(0).connectsPerMinute();

        law.refused(connectsRefused(12 * SECOND), 14 * SECOND);

        assertThat(law.belief(0).connectsPerMinute()).isEqualTo(once);
        assertThat(law.connectDue(14 * SECOND)).isEqualTo(23 * SECOND);

        law.connecting(23 * SECOND);
        law.refused(connectsRefused(23 * SECOND), 24 * SECOND);

        assertThat(law.belief(0).connectsPerMinute()).isLessThan(once);
        assertThat(law.connectDue(24 * SECOND)).isEqualTo(44 * SECOND);
    }

    private static Refused connectsRefused(long startedAt) {
        return new Refused(Verdicts.CONNECTION_RATE, true, 0, 0, 0, false, startedAt);
    }

    @Test
    void oneRefusalWithoutAReasonIsTheMessagesAndTwoInARowTheLanes() {
        sends(60, 0, 1);
        assertThat(law.refused(refused(Verdicts.NO_REASON, 70), 80)).isEqualTo(Whom.MESSAGE);
        law.passed(true, 75, 85);
        assertThat(law.refused(refused(Verdicts.NO_REASON, 86), 90)).isEqualTo(Whom.MESSAGE);
        assertThat(law.refused(refused(Verdicts.NO_REASON, 87), 91)).isEqualTo(Whom.LANE);
    }

    @Test
    void noSiblingGoesFasterWhileALaneIsClosed() {
        var sibling = lane(Conduct.ACTS);
        sibling.waiting(10_000);
        for (int i = 0; i < 40; i++) {
            sibling.started(false, i * SECOND / 2);
            sibling.passed(true, i * SECOND / 2, i * SECOND / 2);
        }
        sends(40, 0, SECOND / 2);
        law.started(false, 20 * SECOND);
        law.refused(
                refused(Verdicts.of(421, Cause.BLOCKLIST, Duration.ofHours(1)), 20 * SECOND),
                20 * SECOND);

        double before = sibling.belief(20 * SECOND).rate();
        for (int i = 0; i < 2_000; i++) {
            long at = (21 + i) * SECOND;
            sibling.started(false, at);
            sibling.passed(true, at, at);
        }
        assertThat(before).isLessThan(10);
        assertThat(sibling.belief(2_100 * SECOND).rate()).isEqualTo(before);
    }

    private static void passes(Law lane, int messages, long every) {
        for (int i = 0; i < messages; i++) {
            lane.started(false, i * every);
            lane.passed(true, i * every, i * every);
        }
    }

    /// A new sibling sends four messages in 40 s and is refused in the 50th.
    private void aNewcomerIsRefused(long from) {
        var newcomer = lane(Conduct.ACTS);
        for (long at = from; at < from + 50 * SECOND; at += 5 * SECOND) {
            newcomer.started(false, at);
            newcomer.passed(true, at, at);
        }
        long at = from + 50 * SECOND;
        newcomer.started(false, at);
        newcomer.refused(refused(Verdicts.TOO_FAST, at), at);
    }

    @Test
    void whatALaneHasPassedForLongCountsMoreThanANewSiblingsFirstRefusal() {
        passes(law, 4 * 1_200, SECOND / 4);

        aNewcomerIsRefused(1_200 * SECOND);

        assertThat(law.belief(1_260 * SECOND).rate()).isGreaterThan(3.8);
        assertThat(law.belief(1_260 * SECOND).refused()).isInfinite();
    }

    @Test
    void aLaneThatHasShownLittleGoesSlowerThanItsRefusedSiblingAndSaysSo() {
        passes(law, 20, SECOND);

        aNewcomerIsRefused(20 * SECOND);

        var belief = law.belief(80 * SECOND);
        assertThat(belief.rate()).isLessThan(0.6);
        var decision = Objects.requireNonNull(law.latest());
        assertThat(decision.kind()).isEqualTo(Decision.Kind.SLOWER);
        assertThat(decision.sentence()).contains("another source").contains("/min");
    }

    @Test
    void anObserverSaysWhatItWouldDoAndDoesNothing() {
        var observer = lane(Conduct.OBSERVES);
        for (int i = 0; i < 20; i++) {
            observer.started(false, i);
            observer.passed(true, i, i);
        }
        observer.refused(refused(Verdicts.TOO_FAST, 30), SECOND);

        assertThat(observer.due(false, SECOND)).isLessThanOrEqualTo(SECOND);
        assertThat(observer.connections(SECOND)).isGreaterThan(1);
        assertThat(observer.closedUntil()).isEqualTo(Long.MIN_VALUE);
        assertThat(Objects.requireNonNull(observer.latest()).sentence()).contains("20 accepted");
    }

    @Test
    void publishedLimitsAreCeilings() {
        limits = new LaneLimits(OptionalInt.of(2), 50, 100, OptionalInt.of(3600));
        law.due(false, 0);
        law.started(false, 0);
        assertThat(law.due(false, 0)).isEqualTo(SECOND);
        assertThat(law.connections(0)).isEqualTo(2);
        assertThat(law.belief(0).binding()).isEqualTo(Binding.PUBLISHED_LIMIT);
    }

    @Test
    void whatWasLearntSurvivesARestart() {
        sends(200, 0, SECOND / 2);
        law.started(false, 101 * SECOND);
        law.refused(refused(Verdicts.TOO_FAST, 101 * SECOND), 101 * SECOND);
        var kept = law.save(102 * SECOND);
        var keptSite = site.save();

        var newSite = new Site();
        var restored =
                new Law(
                        newSite,
                        () -> limits,
                        ReceiverPrior.UNKNOWN,
                        Conduct.ACTS,
                        new SplittableRandom(1));
        newSite.restore(keptSite, 5);
        restored.restore(kept, 5);

        assertThat(restored.save(5).rate()).isEqualTo(kept.rate());
        assertThat(restored.closedUntil()).isEqualTo(5 + Seconds.nanos(kept.pauseLeft()));
        assertThat(newSite.save()).isEqualTo(keptSite);
    }

    /// A pause that had passed when the server stopped was none afterwards, and twice nothing is nothing: canaries left one after the other.
    @Test
    void afterARestartTheNextPauseGoesByTheOneThatWasUnderWay() {
        sends(200, 0, SECOND / 2);
        law.started(false, 101 * SECOND);
        law.refused(refused(Verdicts.TOO_FAST, 101 * SECOND), 101 * SECOND);
        var kept = law.save(101 * SECOND).aged(Seconds.HOUR);

        var restored =
                new Law(
                        new Site(),
                        () -> limits,
                        ReceiverPrior.UNKNOWN,
                        Conduct.ACTS,
                        new SplittableRandom(1));
        restored.restore(kept, 5);
        restored.started(false, 5);
        restored.refused(refused(Verdicts.TOO_FAST, 5), SECOND);

        assertThat(kept.pauseLeft()).isZero();
        assertThat(restored.closedUntil())
                .isGreaterThanOrEqualTo(SECOND + Seconds.nanos(1.9 * kept.pause()));
    }

    @Test
    void anUnreachableSiteIsTriedByOneConnectionAtATimeUntilOneStands() {
        law.started(false, 0);
        law.unreachable(SECOND);
        assertThat(law.connections(SECOND)).isEqualTo(1);
        assertThat(law.due(true, SECOND)).isBetween(16 * SECOND, 17 * SECOND);
        law.opened(1, 20 * SECOND);
        assertThat(law.closedUntil()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aSteadyLimitIsFoundWithinATwentieth() {
        var flow =
                new Flow(new Flow.Bucket(5, 60, 1000, 0, 0.5), 100_000, ReceiverPrior.UNKNOWN, 1);
        flow.run(3_600 * SECOND);

        assertThat(flow.taken).isBetween(17_000, 18_100);
        assertThat(flow.refused).isLessThan(flow.taken / 100);
        assertThat(flow.law.belief(flow.now).rate()).isBetween(4.7, 5.3);
    }

    @Test
    void aReceiverOfTwentyASecondIsMetColdWithFewRefusals() {
        var flow =
                new Flow(new Flow.Bucket(20, 20, 20, 60, 0.005), 2_000, ReceiverPrior.UNKNOWN, 1);
        long done = flow.run(600 * SECOND);

        assertThat(flow.said).isNotEmpty();
        assertThat(done).as(String.join("\n", flow.said)).isLessThan(125 * SECOND);
        assertThat(flow.refused).as(String.join("\n", flow.said)).isLessThanOrEqualTo(20);
    }

    /// Issue 4: over random receivers, a refused lane never has more than one message outstanding until a canary passes.
    @Test
    void aClosedLaneNeverHasMoreThanItsCanaryOutstanding() {
        var chance = new SplittableRandom(7);
        for (int i = 0; i < 200; i++) {
            var bucket =
                    new Flow.Bucket(
                            Math.exp(chance.nextDouble(Math.log(0.1), Math.log(50))),
                            1 + chance.nextInt(300),
                            1 + chance.nextInt(50),
                            chance.nextBoolean() ? 0 : 60 + chance.nextInt(3_600),
                            0.01 + chance.nextDouble(2));
            var prior =
                    switch (chance.nextInt(3)) {
                        case 0 -> ReceiverPrior.of("yahoo");
                        case 1 -> ReceiverPrior.of("gmail");
                        default -> ReceiverPrior.UNKNOWN;
                    };
            var flow = new Flow(bucket, 2_000, prior, i);
            flow.run(7_200 * SECOND);
            assertThat(flow.violations).as("%s %s", i, bucket).isEmpty();
            assertThat(flow.taken).as("%s %s", i, bucket).isPositive();
        }
    }
}
