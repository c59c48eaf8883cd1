package org.restante.insight.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

final class IncidentScanTest {
    private static final long START = 29_000_000;
    private static final List<String> PARTIES =
            List.of("gmail", "yahoo", "microsoft", "orange", "gmx");

    /// Traffic to five receivers from two sources, accepted but for what a test adds.
    private static final class World {
        final IncidentScan scan = new IncidentScan(ScanSettings.defaults());
        final SplittableRandom chance = new SplittableRandom(3);
        final int perMinute;
        int sources = 2;
        long minute = START;
        long message;

        World(int perMinute) {
            this.perMinute = perMinute;
        }

        /// @param share of attempts that `where` refuses for `cause`
        World minutes(int count, @Nullable String where, Cause cause, double share) {
            for (int i = 0; i < count; i++) {
                for (int a = 0; a < perMinute; a++) {
                    var party = PARTIES.get(chance.nextInt(PARTIES.size()));
                    boolean refused = party.equals(where) && chance.nextDouble() < share;
                    attempt(party, refused ? cause : null, ++message);
                }
                scan.advance(minute++);
            }
            return this;
        }

        World quiet(int count) {
            return minutes(count, null, Cause.RATE, 0);
        }

        void attempt(String party, @Nullable Cause cause, long messageId) {
            var cell =
                    new Cell(
                            party,
                            party,
                            "mx" + chance.nextInt(2) + "." + party + ".test",
                            sources == 0 ? null : "out" + chance.nextInt(sources),
                            null,
                            cause == null ? null : Stage.MAIL);
            scan.count(minute, scan.cell(cell), cause, 7, messageId);
        }

        List<Incident> end() {
            scan.finish();
            return scan.incidents();
        }
    }

    @Test
    void aCutAtOneReceiverIsNamedWithOnsetAndCleanSiblings() {
        var world = new World(60).quiet(90).minutes(40, "yahoo", Cause.RATE, .6);

        var incidents = world.end();

        assertThat(incidents).hasSize(1);
        var incident = incidents.getFirst();
        assertThat(incident.scope().provider()).isEqualTo("yahoo");
        assertThat(incident.scope().source()).isNull();
        assertThat(incident.diagnosis()).isEqualTo(Diagnosis.RATE_CUT);
        assertThat(incident.cause()).isEqualTo(Cause.RATE);
        assertThat(incident.until()).isNull();
        assertThat(incident.since().getEpochSecond() / 60).isBetween(START + 88, START + 92);
        assertThat(incident.refusalRate()).isBetween(.5, .7);
        assertThat(incident.severity()).isEqualTo(Severity.PAUSE);
        assertThat(incident.confidence()).isGreaterThan(.7);
        assertThat(incident.evidence())
                .filteredOn(Evidence.CleanSibling.class::isInstance)
                .hasSize(4);
        assertThat(incident.evidence()).contains(new Evidence.Replies(7, 7, List.of(7)));
    }

    @Test
    void whereNobodyKnowsTheSourcesNothingIsSaidOfAllOfThem() {
        var world = new World(60);
        assertThat(steps(world)).anyMatch(it -> it.contains("All sources are refused alike"));

        var unknown = new World(60);
        unknown.sources = 0;
        assertThat(steps(unknown))
                .noneMatch(it -> it.contains("All sources"))
                .anyMatch(it -> it.contains("the source that the replies name"));
    }

    private static List<String> steps(World world) {
        return world.quiet(120).minutes(30, "gmail", Cause.REPUTATION, .8).end().getFirst().steps();
    }

    @Test
    void anIncidentThatIsThereFromTheFirstLineIsFound() {
        var incidents = new World(60).minutes(60, "orange", Cause.REPUTATION, .5).end();

        assertThat(incidents).hasSize(1);
        assertThat(incidents.getFirst().scope().provider()).isEqualTo("orange");
        assertThat(incidents.getFirst().evidence())
                .contains(new Evidence.Onset(incidents.getFirst().since(), true));
    }

    @Test
    void whatLiesOutsideIsCountedSinceTheOnsetAndWhatWasBeforeIsTold() {
        var world = new World(60).quiet(90).minutes(240, "yahoo", Cause.RATE, .6);

        var incident = world.end().getFirst();

        var outside = one(incident, Evidence.Outside.class);
        assertThat(outside.attempts() + incident.attempts()).isBetween(240L * 60 - 90, 240L * 60);
        assertThat(incident.evidence())
                .filteredOn(Evidence.CleanSibling.class::isInstance)
                .extracting(it -> ((Evidence.CleanSibling) it).attempts())
                .allMatch(attempts -> attempts > 240 * 60 / 5 * .9);
        var before = one(incident, Evidence.Before.class);
        assertThat(before.refusals()).isZero();
        assertThat(before.attempts()).isBetween(90L * 60 / 5 - 150, 90L * 60 / 5 + 150);
        assertThat(incident.usually()).isEqualTo("usually 0 %");
    }

    @Test
    void whereNothingWasTriedBeforeNothingIsCalledUsual() {
        var incident = new World(60).minutes(60, "orange", Cause.REPUTATION, .5).end().getFirst();

        assertThat(incident.usually()).isEqualTo("nothing was tried there before");
    }

    @Test
    void whatBeganHoursAgoWhereLittleIsSentIsFollowedBack() {
        var world = new World(30).quiet(60);
        for (int i = 0; i < 12; i++) {
            world.attempt("seldom", Cause.SERVER_ERROR, 1_000_000 + i);
            world.quiet(10);
        }
        long began = START + 60;
        for (int i = 0; i < 30; i++) {
            world.attempt("seldom", Cause.SERVER_ERROR, 2_000_000 + i);
            world.quiet(1);
        }

        var incident = world.end().getFirst();

        assertThat(incident.scope().words()).contains("seldom");
        assertThat(incident.since().getEpochSecond() / 60).isBetween(began - 15, began + 15);
    }

    @Test
    void aScopeOfTheVerySameAttemptsIsNoOtherScope() {
        var contest = new Contest();
        contest.begin();
        var party = new BitSet();
        party.set(1);
        contest.offer(Family.RATE, new Reach(party, -1, 0, 0, 0), 20, 50, 30);
        contest.offer(Family.RATE, new Reach(party, -1, 0, 1, 0), 19, 50, 30);
        contest.offer(Family.RATE, new Reach(party, 7, 0, 0, 0), 12, 40, 25);

        var winner = contest.winner(5);

        assertThat(winner).isNotNull();
        assertThat(winner.ahead()).isEqualTo(8);
    }

    private static <E extends Evidence> E one(Incident incident, Class<E> kind) {
        return incident.evidence().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aReceiverThatAlwaysThrottlesALittleIsNoIncident() {
        assertThat(new World(60).minutes(300, "gmail", Cause.RATE, .07).end()).isEmpty();
    }

    @Test
    void aRiseOverHoursIsFound() {
        var world = new World(60).quiet(120);
        for (int step = 1; step <= 12; step++) {
            world.minutes(20, "gmx", Cause.REPUTATION, .01 * step);
        }

        assertThat(world.end()).anyMatch(i -> "gmx".equals(i.scope().provider()));
    }

    @Test
    void whatIsOverHasAnEndAndWhatComesBackIsTheSameIncident() {
        var world = new World(60).quiet(90).minutes(30, "yahoo", Cause.RATE, .6).quiet(30);
        var closed = world.scan.incidents().getFirst();

        world.minutes(20, "yahoo", Cause.RATE, .6);
        var again = world.scan.incidents();

        assertThat(closed.until()).isNotNull();
        assertThat(again).hasSize(1);
        assertThat(again.getFirst().id()).isEqualTo(closed.id());
        assertThat(again.getFirst().until()).isNull();
    }

    @Test
    void changesTellOfOpeningAndClosing() {
        var world = new World(60).quiet(90).minutes(30, "yahoo", Cause.RATE, .6).quiet(30);

        var told = world.scan.changes();

        assertThat(told.getFirst().what()).isEqualTo(IncidentChange.What.OPENED);
        assertThat(told.getLast().what()).isEqualTo(IncidentChange.What.CLOSED);
        assertThat(world.scan.changes()).isEmpty();
    }

    @Test
    void theSameLogGivesTheSameIds() {
        var one = new World(60).quiet(90).minutes(30, "yahoo", Cause.RATE, .6).end();
        var other = new World(60).quiet(90).minutes(30, "yahoo", Cause.RATE, .6).end();

        assertThat(one).isEqualTo(other);
    }

    @Test
    void twoIncidentsAtATimeAreToldApart() {
        var world = new World(120).quiet(90);
        for (int i = 0; i < 40; i++) {
            for (int n = 0; n < 20; n++) {
                world.attempt(
                        "yahoo", world.chance.nextInt(3) > 0 ? Cause.RATE : null, ++world.message);
                world.attempt(
                        "orange",
                        world.chance.nextInt(2) > 0 ? Cause.NETWORK : null,
                        ++world.message);
            }
            world.quiet(1);
        }

        assertThat(world.end())
                .extracting(i -> i.scope().provider())
                .containsExactlyInAnyOrder("yahoo", "orange");
    }

    @Test
    void aFewRefusalsAreNotEnoughEvidence() {
        var world = new World(3).quiet(200);
        for (int i = 0; i < 3; i++) {
            world.attempt("gmx", Cause.RATE, ++world.message);
        }
        world.quiet(60);

        assertThat(world.end()).isEmpty();
    }

    @Test
    void oneMessageThatIsRefusedForEverIsNoIncident() {
        var world = new World(30).quiet(90);
        for (int i = 0; i < 60; i++) {
            world.attempt("tiny.test", Cause.NETWORK, 999_999_999);
            world.quiet(2);
        }

        assertThat(world.end()).isEmpty();
    }

    @Test
    void aReceiverThatGreylistsWhatItMeetsFirstIsNoIncident() {
        var world = new World(60).quiet(90);
        for (int i = 0; i < 60; i++) {
            long message = ++world.message;
            world.attempt("shy.test", Cause.GREYLIST, message);
            world.quiet(3);
            world.attempt("shy.test", null, message);
        }

        assertThat(world.end()).isEmpty();
    }

    @Test
    void aSenderWhoIsAlwaysRefusedIsNoIncidentUntilMoreIs() {
        var world = new World(60);
        customers(world, 24 * 60, .25);
        assertThat(world.scan.incidents())
                .allMatch(it -> it.since().getEpochSecond() / 60 < START + 60);

        world.scan.changes();
        customers(world, 60, .8);

        var incident = world.scan.changes().getLast().incident();
        assertThat(incident.scope().sender()).isEqualTo("customer3.test");
        assertThat(incident.diagnosis()).isEqualTo(Diagnosis.CONTENT_AT_ONE);
    }

    /// Twelve senders in one stream; one receiver refuses a share of what the third of them sends.
    private static void customers(World world, int minutes, double share) {
        for (int i = 0; i < minutes; i++, world.minute++) {
            for (int a = 0; a < 60; a++) {
                var party = PARTIES.get(world.chance.nextInt(PARTIES.size()));
                int customer = world.chance.nextInt(12);
                boolean isRefused =
                        party.equals("gmx") && customer == 3 && world.chance.nextDouble() < share;
                var cell =
                        new Cell(
                                party,
                                party,
                                "mx." + party + ".test",
                                "out0",
                                "bulk",
                                "customer" + customer + ".test",
                                isRefused ? Stage.CONTENT : null);
                world.scan.count(
                        world.minute,
                        world.scan.cell(cell),
                        isRefused ? Cause.CONTENT : null,
                        7,
                        ++world.message);
            }
            world.scan.advance(world.minute);
        }
    }

    @Test
    void refusalsOfOneSessionCountOnce() {
        var world = new World(60).quiet(90);
        int cell =
                world.scan.cell(
                        new Cell("yahoo", "yahoo", "mx0.yahoo.test", "out0", null, Stage.GREETING));
        for (int i = 0; i < 200; i++) {
            world.scan.count(world.minute, cell, Cause.POLICY, 7, ++world.message, 4711);
        }
        world.quiet(10);

        assertThat(world.end()).isEmpty();
    }

    @Test
    void messagesOfOneSessionAreAllToldOf() {
        var world = new World(60).quiet(90);
        int cell =
                world.scan.cell(
                        new Cell("yahoo", "yahoo", "mx0.yahoo.test", "out0", null, Stage.GREETING));
        long one = 0;
        for (int minute = 0; minute < 12; minute++) {
            for (int i = 0; i < 20; i++) {
                world.scan.count(
                        world.minute, cell, Cause.POLICY, 7, ++world.message, 4711 + minute);
            }
            one = world.message;
            world.quiet(1);
        }
        world.scan.count(world.minute, cell, Cause.POLICY, 7, one, 1);
        world.scan.count(world.minute, cell, null, -1, one);
        world.quiet(1);

        var incident = world.end().getFirst();
        assertThat(incident.refusals()).isEqualTo(13);
        var told =
                incident.evidence().stream()
                        .filter(Evidence.Messages.class::isInstance)
                        .map(Evidence.Messages.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(told.refused()).isEqualTo(240);
        assertThat(told.tried() - 240).isEqualTo(incident.attempts() - 14);
    }

    @Test
    void lateAttemptsAreStillPlaced() {
        var world = new World(60).quiet(60);
        int cell = world.scan.cell(new Cell("gmx", "gmx", null, null, null, null));
        long late = world.minute - 40;
        for (int i = 0; i < 200; i++) {
            world.scan.count(late, cell, Cause.RATE, 7, ++world.message);
        }
        world.minutes(10, "gmx", Cause.RATE, .9);

        assertThat(world.end()).anyMatch(i -> "gmx".equals(i.scope().provider()));
    }

    @Test
    void aHoleInTheLogEndsNothingWithAnError() {
        var world = new World(60).quiet(60).minutes(20, "gmx", Cause.RATE, .8);
        world.minute += 5 * 24 * 60;
        world.quiet(60);

        assertThat(world.end()).hasSize(1);
        assertThat(world.scan.incidents().getFirst().until()).isNotNull();
    }

    @Test
    void moreReceiversThanThereIsRoomForFoldIntoTheRest() {
        var scan = new IncidentScan(new ScanSettings(8, 8, 8, 8, 16, 8, 5, 4, 24, 200));
        for (int i = 0; i < 100_000; i++) {
            var name = "domain" + i + ".test";
            int cell = scan.cell(new Cell(null, name, "mx." + name, "out" + i, "s" + i, null));
            scan.count(START + i / 1000, cell, i % 50 == 0 ? Cause.NETWORK : null, -1, i + 1);
        }
        scan.advance(START + 100);
        scan.finish();

        assertThat(scan.incidents()).isEmpty();
    }

    @Test
    void nothingCountedIsNoIncident() {
        var scan = new IncidentScan(ScanSettings.defaults());
        scan.advance(START);
        scan.finish();

        assertThat(scan.incidents()).isEmpty();
        assertThat(scan.changes()).isEmpty();
    }

    @Test
    void anIntervalIsWideWhereCountsAreSmall() {
        assertThat(Interval.lower(2, 2)).isLessThan(.6);
        assertThat(Interval.lower(200, 200)).isGreaterThan(.98);
        assertThat(Interval.lower(0, 0)).isZero();
        assertThat(Interval.upper(0, 10)).isBetween(.1, .2);
    }

    @Test
    void aSiteThatNobodyIsKnownToRunIsNoProvider() {
        var world = new World(60).quiet(90);
        for (int i = 0; i < 60; i++) {
            for (int a = 0; a < 10; a++) {
                var stage = i < 45 ? null : Stage.MAIL;
                var cell = new Cell(null, "firm.test", "mx.firm.test", null, null, stage);
                var cause = stage == null ? null : Cause.RATE;
                world.scan.count(world.minute, world.scan.cell(cell), cause, 7, ++world.message);
            }
            world.quiet(1);
        }

        var scope = world.end().getFirst().scope();
        assertThat(scope.provider()).isNull();
        assertThat(scope.site()).isEqualTo("firm.test");
        assertThat(scope.receiver()).isEqualTo("firm.test");
        assertThat(scope.words()).isEqualTo("firm.test");
    }

    @Test
    void anIncidentThatEbbsAwayIsNotToldAgainAndAgain() {
        var world = new World(60).quiet(90).minutes(40, "yahoo", Cause.RATE, .6);
        world.minutes(90, "yahoo", Cause.RATE, .1);

        assertThat(world.scan.changes())
                .extracting(IncidentChange::what)
                .filteredOn(what -> what != IncidentChange.What.CHANGED)
                .hasSizeLessThanOrEqualTo(3);
    }

    /// Dead addresses in one minute at one receiver, too few to be sure.
    private static World aFewDeadAddresses() {
        var world = new World(60).quiet(90);
        for (int a = 0; a < 80; a++) {
            var party = PARTIES.get(a % PARTIES.size());
            boolean isDead = party.equals("yahoo") && a < 25;
            world.attempt(party, isDead ? Cause.NO_SUCH_USER : null, 1_000_000 + a);
        }
        return world;
    }

    @Test
    void whatIsTooLittleToBeSureOfIsBelievedWhenABrakeOfOursBearsItOut() {
        var unsure = aFewDeadAddresses();
        unsure.scan.advance(unsure.minute);
        var sure = aFewDeadAddresses();
        sure.scan.alarm(sure.minute, Cause.NO_SUCH_USER);
        sure.scan.advance(sure.minute);

        assertThat(unsure.scan.changes()).isEmpty();
        assertThat(sure.scan.changes()).hasSize(1);
    }

    @Test
    void aListThatIsBadStaysSoForAllWhereOlderMailGoesFirstAtSome() {
        var world = new World(60).quiet(90);
        for (int minute = 0; minute < 15; minute++) {
            for (int a = 0; a < 60; a++) {
                int party = a % PARTIES.size();
                boolean isDead = a < 20 && (minute == 0 || party < 3);
                world.attempt(
                        PARTIES.get(party),
                        isDead ? Cause.NO_SUCH_USER : null,
                        1_000_000 + minute * 60 + a);
            }
            world.scan.advance(world.minute++);
        }

        var incidents = world.end();
        assertThat(incidents).hasSize(1);
        assertThat(incidents.getFirst().scope().everywhere()).isTrue();
    }

    @Test
    void anAlarmAloneIsNoIncident() {
        var world = new World(60).quiet(90);
        world.scan.alarm(world.minute, Cause.NO_SUCH_USER);
        world.quiet(5);

        assertThat(world.scan.changes()).isEmpty();
    }

    @Test
    void deadAddressesThatAreFewAtEachReceiverButComeFromAllAreEverywhere() {
        var world = new World(0);
        for (int minute = 0; minute <= 90; minute++) {
            for (int a = 0; a < 60; a++) {
                boolean isRefused = minute == 90 && a < 10;
                world.attempt(
                        "firm" + a % 10, isRefused ? Cause.NO_SUCH_USER : null, ++world.message);
            }
            world.scan.advance(world.minute++);
        }

        var changes = world.scan.changes();
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().incident().scope().everywhere()).isTrue();
    }
}
