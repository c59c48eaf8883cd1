package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.record.store.Question.Every;
import org.restante.record.store.Question.Narrowing;

/// Whatever is asked of random mail is what a simple recount says.
final class CountingTest {
    private static final int EVERYTHING = Question.MOST_ROWS;

    @TempDir private Path folder;

    @Test
    @Tag("slow")
    void everyCutOfEveryWindowIsWhatARecountSays() throws Exception {
        var random = new Random(5);
        var events = SomeEvents.of(random, 1500);
        try (var store = new StoreOfEvents(folder)) {
            store.take(events.subList(0, events.size() / 2));
            store.settle();
            store.take(events.subList(events.size() / 2, events.size()));
            for (var cut : Cut.values()) {
                for (int i = 0; i < 4; i++) {
                    var from = moment(random);
                    var to = from.plusMillis(1 + random.nextLong(100_000_000));
                    compare(store, events, cut, from, to);
                }
                var whole = SomeEvents.BEGIN.plus(1, ChronoUnit.DAYS);
                compare(store, events, cut, whole, whole.plus(1, ChronoUnit.DAYS));
                compare(store, events, cut, whole.minusSeconds(5_400), whole.plusSeconds(200_000));
            }
        }
    }

    @Test
    void whatComesWhenItsDayIsCountedIsCountedByDayToo() throws Exception {
        var events = SomeEvents.of(new Random(9), 600);
        var from = SomeEvents.BEGIN;
        var to = from.plus(2, ChronoUnit.DAYS);
        try (var store = new StoreOfEvents(folder)) {
            store.take(events.subList(0, 900));
            store.settle();
            assertThat(rows(store, "days")).isPositive();
            store.take(events.subList(900, events.size()));
            assertThat(rows(store, "days_open")).isPositive();
            var asked =
                    new Question.Figures(
                            from, to, Cut.STREAM, Every.DAY, Narrowing.NOTHING, EVERYTHING);
            var open = store.ask(asked, Found.Figures.class);

            assertThat(Recount.counts(open.total()))
                    .isEqualTo(Recount.counts(Recount.within(events, from, to)));
            store.file.run(DayCounts.TOGETHER);
            store.file.run("DELETE FROM days_open");
            assertThat(store.ask(asked, Found.Figures.class)).isEqualTo(open);

            // By day and by hour is the same: without the counts by day the answer is found in
            // those by hour.
            store.file.run("DELETE FROM notes WHERE name = '" + DayCounts.NOTE + "'");
            assertThat(store.ask(asked, Found.Figures.class)).isEqualTo(open);
        }
    }

    @Test
    void oldLogsThatComeBeforeAnyDayIsCountedAreCountedOnceAfterARestart() throws Exception {
        var old = StoreOfEvents.NOW.minus(3, ChronoUnit.DAYS);
        try (var store = new StoreOfEvents(folder)) {
            store.take(List.of(received(StoreOfEvents.NOW.minusSeconds(3_600))));
            store.ingest.countDays(StoreOfEvents.NOW);
            store.take(List.of(received(old), received(old.plusSeconds(1))));
        }
        try (var store = new StoreOfEvents(folder)) {
            store.ingest.countDays(StoreOfEvents.NOW);
            var begin = old.truncatedTo(ChronoUnit.DAYS);
            var asked =
                    new Question.Figures(
                            begin,
                            begin.plus(1, ChronoUnit.DAYS),
                            Cut.STREAM,
                            Every.DAY,
                            Narrowing.NOTHING,
                            EVERYTHING);

            assertThat(store.ask(asked, Found.Figures.class).total().received()).isEqualTo(2);
        }
    }

    private static Event received(Instant at) {
        return Event.of(new UUID(7, at.toEpochMilli()), at, EventType.RECEIVED, "restante")
                .recipient("a@d1.example")
                .stream("news")
                .build();
    }

    private static long rows(StoreOfEvents store, String table) throws SQLException {
        try (var statement = store.file.connection().createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Instant moment(Random random) {
        var some = SomeEvents.BEGIN.plusMillis(random.nextLong(SomeEvents.LENGTH.toMillis()));
        return random.nextInt(3) == 0 ? some.truncatedTo(ChronoUnit.HOURS) : some;
    }

    private static void compare(
            StoreOfEvents store, List<Event> events, Cut cut, Instant from, Instant to)
            throws SQLException {
        var found =
                store.ask(
                        new Question.Figures(
                                from, to, cut, Every.HOUR, Narrowing.NOTHING, EVERYTHING),
                        Found.Figures.class);
        var all = Recount.within(events, from, to);
        assertThat(Recount.counts(found.total())).isEqualTo(Recount.counts(all));
        var earlier = from.minus(java.time.Duration.between(from, to));
        assertThat(Recount.counts(found.before()))
                .isEqualTo(Recount.counts(Recount.within(events, earlier, from)));
        var counted =
                cut.isOfRefusals()
                        ? all.stream()
                                .filter(event ->
                                        Recount.value(event, cut) != null
                                                || List.of("deferred", "bounced")
                                                        .contains(event.type().word()))
                                .toList()
                        : all;
        assertThat(rows(found))
                .as("%s from %s to %s", cut, from, to)
                .isEqualTo(Recount.by(counted, event -> Recount.value(event, cut)));
        assertThat(found.others()).isZero();
        delays(found, all);
        course(found, counted, cut);
    }

    private static Map<String, List<Long>> rows(Found.Figures found) {
        var rows = new TreeMap<String, List<Long>>();
        found.rows()
                .forEach(row ->
                        rows.put(
                                row.key() == null ? "-" : row.key(), Recount.counts(row.counts())));
        return rows;
    }

    private static void delays(Found.Figures found, List<Event> all) {
        var quantiles = new HashMap<Double, Double>();
        quantiles.put(0.5, found.total().delayP50());
        quantiles.put(0.9, found.total().delayP90());
        quantiles.put(0.99, found.total().delayP99());
        quantiles.forEach((q, told) -> {
            double true_ = Recount.quantile(all, q);
            if (told == null) {
                assertThat(true_).isNaN();
            } else {
                assertThat(told).isBetween(true_ / 1.064, true_ * 1.064);
            }
        });
    }

    private static void course(Found.Figures found, List<Event> counted, Cut cut) {
        var points = new TreeMap<String, List<Long>>();
        assertThat(found.course().wasCutShort()).isFalse();
        found.course()
                .points()
                .forEach(point ->
                        points.put(
                                point.at() + " " + (point.key() == null ? "-" : point.key()),
                                Recount.counts(point.counts())));
        assertThat(points)
                .isEqualTo(
                        Recount.by(
                                counted,
                                event ->
                                        event.time().truncatedTo(ChronoUnit.HOURS)
                                                + " "
                                                + (Recount.value(event, cut) == null
                                                        ? "-"
                                                        : Recount.value(event, cut))));
    }

    @Test
    void eachRowIsSplitAgainByASecondCut() throws Exception {
        var random = new Random(8);
        var events = SomeEvents.of(random, 800);
        try (var store = new StoreOfEvents(folder)) {
            store.take(events.subList(0, events.size() / 2));
            store.settle();
            store.take(events.subList(events.size() / 2, events.size()));
            for (var across : List.of(Cut.SOURCE, Cut.CAUSE, Cut.DOMAIN, Cut.TENANT)) {
                var from = moment(random);
                var to = from.plusSeconds(200_000);

                var found =
                        store.ask(
                                new Question.Figures(
                                        from,
                                        to,
                                        Cut.PROVIDER,
                                        across,
                                        null,
                                        Narrowing.NOTHING,
                                        EVERYTHING),
                                Found.Figures.class);

                var cells = new TreeMap<String, List<Long>>();
                found.cells()
                        .forEach(cell ->
                                cells.put(
                                        cell.row() + " " + cell.key(),
                                        Recount.counts(cell.counts())));
                var counted =
                        Recount.within(events, from, to).stream()
                                .filter(event ->
                                        !across.isOfRefusals()
                                                || Recount.value(event, across) != null
                                                || List.of("deferred", "bounced")
                                                        .contains(event.type().word()))
                                .toList();
                assertThat(cells)
                        .as(across.word())
                        .isNotEmpty()
                        .isEqualTo(
                                Recount.by(
                                        counted,
                                        event ->
                                                Recount.value(event, Cut.PROVIDER)
                                                        + " "
                                                        + Recount.value(event, across)));
            }
        }
    }

    @Test
    void noCellOfAWideReportIsLeftOut() throws Exception {
        var events = new ArrayList<Event>();
        for (int domain = 0; domain < 520; domain++) {
            for (int source = 0; source < Question.MOST_ACROSS; source++) {
                events.add(delivered(events.size(), "d" + domain, "wide" + source));
            }
        }
        for (int i = 0; i < 400; i++) {
            events.add(delivered(events.size(), "d" + i % 100, "narrow"));
        }
        try (var store = new StoreOfEvents(folder)) {
            store.take(events);

            var found =
                    store.ask(
                            new Question.Figures(
                                    SomeEvents.BEGIN,
                                    SomeEvents.BEGIN.plusSeconds(86_400),
                                    Cut.DOMAIN,
                                    Cut.SOURCE,
                                    null,
                                    Narrowing.NOTHING,
                                    EVERYTHING),
                            Found.Figures.class);

            assertThat(found.cells())
                    .as("the twenty sources with most attempts, in each of the 520 domains")
                    .hasSize(520 * Question.MOST_ACROSS)
                    .allMatch(cell -> String.valueOf(cell.key()).startsWith("wide"))
                    .allMatch(cell -> cell.counts().attempts() == 1);
        }
    }

    @Test
    void aCourseOfTooManyPointsHasItsNewestStretchesWhole() throws Exception {
        int hours = Question.MOST_POINTS / 20 + 10;
        var events = new ArrayList<Event>();
        for (int hour = 0; hour < hours; hour++) {
            for (int source = 0; source < 20; source++) {
                var at = SomeEvents.BEGIN.plusSeconds(3600L * hour + source);
                events.add(delivered(events.size(), at, "d", "s" + source));
            }
        }
        var end = SomeEvents.BEGIN.plusSeconds(3600L * hours);
        try (var store = new StoreOfEvents(folder)) {
            store.take(events);

            var course =
                    store.ask(
                                    new Question.Figures(
                                            SomeEvents.BEGIN,
                                            end,
                                            Cut.SOURCE,
                                            Question.Every.HOUR,
                                            Narrowing.NOTHING,
                                            EVERYTHING),
                                    Found.Figures.class)
                            .course();

            assertThat(course.wasCutShort()).isTrue();
            var times = course.points().stream().map(Found.Point::at).toList();
            assertThat(times).isSorted().hasSize((hours - 11) * 20);
            assertThat(times.getFirst()).isEqualTo(SomeEvents.BEGIN.plusSeconds(3600L * 11));
            assertThat(times.getLast()).isEqualTo(end.minusSeconds(3600));
        }
    }

    private static Event delivered(int number, String domain, String source) {
        return delivered(number, SomeEvents.BEGIN.plusSeconds(number % 3600), domain, source);
    }

    private static Event delivered(int number, Instant at, String domain, String source) {
        return Event.of(new UUID(0x7000L, 1L << 63 | number), at, EventType.DELIVERED, "restante")
                .queueId("q-" + number)
                .recipient("ann@" + domain + ".example")
                .recipientDomain(domain + ".example")
                .source(source)
                .build();
    }

    @Test
    void aNarrowedReportCountsTheNarrowedAlone() throws Exception {
        var events = SomeEvents.of(new Random(6), 500);
        try (var store = new StoreOfEvents(folder)) {
            store.take(events);
            var narrowing =
                    new Narrowing(
                            Map.of(
                                    Cut.PROVIDER, List.of("gmail", Narrowing.UNKNOWN),
                                    Cut.DOMAIN, List.of("d1.example")));
            var end = SomeEvents.BEGIN.plus(SomeEvents.LENGTH).plusSeconds(86_400);

            var found =
                    store.ask(
                            new Question.Figures(
                                    SomeEvents.BEGIN, end, Cut.STREAM, null, narrowing, 10),
                            Found.Figures.class);

            var mine =
                    events.stream()
                            .filter(event ->
                                    "d1.example".equals(event.recipientDomain())
                                            && (event.provider() == null
                                                    || event.provider().equals("gmail")))
                            .toList();
            assertThat(rows(found))
                    .isNotEmpty()
                    .isEqualTo(Recount.by(mine, event -> Recount.value(event, Cut.STREAM)));
        }
    }

    @Test
    void whatIsReadTwiceCountsOnce() throws Exception {
        var events = SomeEvents.of(new Random(7), 300);
        try (var store = new StoreOfEvents(folder)) {
            assertThat(store.take(events)).isEqualTo(events.size());
            assertThat(store.take(events.subList(10, 200))).isZero();
            assertThat(store.take(events)).isZero();
            var end = SomeEvents.BEGIN.plus(SomeEvents.LENGTH).plusSeconds(86_400);

            var found =
                    store.ask(
                            new Question.Figures(
                                    SomeEvents.BEGIN, end, null, null, Narrowing.NOTHING, 1),
                            Found.Figures.class);

            assertThat(Recount.counts(found.total())).isEqualTo(Recount.counts(events));
        }
    }

    private static Event.Builder bounced(int number, Instant at, String stream) {
        return Event.of(new UUID(9, number), at, EventType.BOUNCED, "restante")
                .queueId("q" + number)
                .recipient("r" + number + "@d1.example")
                .recipientDomain("d1.example")
                .stream(stream);
    }

    private static Event refused(int number, Instant at, String stream) {
        return bounced(number, at, stream)
                .code(550)
                .text("no")
                .cause("no-such-user")
                .counted(true)
                .build();
    }

    @Test
    void ourNoticesAreCountedWhereTheyAreAskedForAndWhatAPersonGaveUpWasNoAttempt()
            throws Exception {
        var begin = StoreOfEvents.NOW.minus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
        var events = new ArrayList<Event>();
        for (int i = 0; i < 120; i++) {
            var at = begin.plus(i, ChronoUnit.MINUTES);
            events.add(refused(events.size(), at, "(notices)"));
            events.add(refused(events.size(), at, "(notices)"));
            events.add(refused(events.size(), at, "news"));
            events.add(
                    bounced(events.size(), at, "news")
                            .act("bounce")
                            .actor("user anna")
                            .reason("why")
                            .build());
        }
        try (var store = new StoreOfEvents(folder)) {
            store.take(events);
            store.settle();
            // A window with whole hours, and half of one at each end.
            var from = begin.minusSeconds(1_800);
            var to = begin.plus(90, ChronoUnit.MINUTES);

            for (var cut : List.of(Cut.DOMAIN, Cut.STREAM, Cut.CAUSE, Cut.PROVIDER)) {
                assertThat(bounces(store, from, to, cut, Narrowing.NOTHING)).isEqualTo(90);
            }
            var notices = new Narrowing(Map.of(Cut.STREAM, List.of("(notices)")));
            assertThat(bounces(store, from, to, Cut.DOMAIN, notices)).isEqualTo(180);
            assertThat(
                            store.ask(
                                            new Question.Replies(from, to, Narrowing.NOTHING, 10),
                                            Found.Replies.class)
                                    .replies())
                    .extracting(Found.Reply::times)
                    .containsExactly(90L);
        }
    }

    private static long bounces(
            StoreOfEvents store, Instant from, Instant to, Cut cut, Narrowing narrowing)
            throws SQLException {
        var found =
                store.ask(
                        new Question.Figures(from, to, cut, null, narrowing, EVERYTHING),
                        Found.Figures.class);
        assertThat(found.total().attempts()).isEqualTo(found.total().bounced());
        assertThat(found.rows().stream().mapToLong(row -> row.counts().bounced()).sum())
                .as(cut.word())
                .isEqualTo(found.total().bounced());
        return found.total().bounced();
    }
}
