package org.restante.record.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/// Keeps the table `deferred`: a row for each recipient that was deferred and has neither been delivered nor given up since. What came in is gathered here
/// and written with the events it is told by, so that both are there or neither. One thread's.
final class StillDeferred {
    /// Who was not tried for so long waits no more, or elsewhere: five days is the longest that RFC 5321 (4.5.4.1) asks a client to go on.
    static final Duration FORGOTTEN_AFTER = Duration.ofDays(5);

    /// What a file of version 3 has not.
    static final String MADE =
            "CREATE TABLE deferred (key BIGINT NOT NULL, queue BIGINT NOT NULL, since TIMESTAMP NOT NULL,"
                    + " last TIMESTAMP NOT NULL, tries INTEGER NOT NULL, is_unproven BOOLEAN NOT NULL, queue_id VARCHAR,"
                    + " recipient VARCHAR, recipient_domain VARCHAR, letter INTEGER NOT NULL, route INTEGER NOT NULL,"
                    + " outcome INTEGER NOT NULL, text VARCHAR, age_ms BIGINT)";

    /// What a file of version 4 has not: the time from `since` to `last`, kept so that millions are added up and sorted by it at once.
    static final List<String> AGED =
            List.of(
                    "ALTER TABLE deferred ADD COLUMN age_ms BIGINT",
                    "UPDATE deferred SET age_ms = epoch_ms(last) - epoch_ms(since)");

    /// Says that the table holds what all events tell.
    static final String NOTE = "deferred";

    private static final int COLUMNS_OF_A_DEFERRAL = 11;

    /// Events are taken in nearly in order; what is older than the newest by more may come after what ended it.
    private static final long LATE_MILLIS = Duration.ofHours(1).toMillis();

    private static final String NEWS =
            "CREATE OR REPLACE TEMP TABLE deferred_news (key BIGINT NOT NULL, queue BIGINT NOT NULL, ended TIMESTAMP, since TIMESTAMP,"
                    + " last TIMESTAMP, tries INTEGER, is_unproven BOOLEAN, queue_id VARCHAR, recipient VARCHAR, recipient_domain VARCHAR,"
                    + " letter INTEGER, route INTEGER, outcome INTEGER, text VARCHAR)";

    private static final String ENDED =
            "CREATE OR REPLACE TEMP TABLE deferred_ended (queue BIGINT NOT NULL, ended TIMESTAMP NOT NULL)";

    /// What was known is gone on with, unless it had ended between.
    private static final String MERGED =
            "CREATE OR REPLACE TEMP TABLE deferred_merged AS SELECT *, epoch_ms(last) - epoch_ms(since) AS age_ms FROM (SELECT n.key, n.queue, least(n.since, d.since) AS since,"
                    + " greatest(n.last, d.last) AS last, n.tries + coalesce(d.tries, 0) AS tries,"
                    + " n.is_unproven OR coalesce(d.is_unproven, false) AS is_unproven, n.queue_id, n.recipient, n.recipient_domain,"
                    + " CASE WHEN d.last > n.last THEN d.letter ELSE n.letter END AS letter,"
                    + " CASE WHEN d.last > n.last THEN d.route ELSE n.route END AS route,"
                    + " CASE WHEN d.last > n.last THEN d.outcome ELSE n.outcome END AS outcome,"
                    + " CASE WHEN d.last > n.last THEN d.text ELSE n.text END AS text"
                    + " FROM deferred_news n LEFT JOIN deferred d ON d.key = n.key AND (n.ended IS NULL OR d.last > n.ended)"
                    + " WHERE n.last IS NOT NULL)";

    private static final List<String> WRITTEN =
            List.of(
                    MERGED,
                    "DELETE FROM deferred USING deferred_news n WHERE deferred.key = n.key AND (n.last IS NOT NULL OR deferred.last <= n.ended)",
                    "INSERT INTO deferred BY NAME SELECT * FROM deferred_merged");

    private static final String MESSAGES_ENDED =
            "DELETE FROM deferred USING deferred_ended e WHERE deferred.queue = e.queue AND deferred.last <= e.ended";

    /// Those that came late, as of an old log, and had ended before they came.
    private static final String PROVEN =
            "DELETE FROM deferred WHERE is_unproven AND key IN (SELECT d.key FROM deferred d JOIN event_rows own ON own.queue_id = d.queue_id"
                    + " AND own.time >= d.last AND (own.recipient IS NULL OR lower(own.recipient) = lower(d.recipient))"
                    + " JOIN outcomes outcome ON outcome.id = own.outcome JOIN deeds deed ON deed.id = own.deed"
                    + " WHERE d.is_unproven AND own.time >= (SELECT min(last) FROM deferred WHERE is_unproven) AND "
                    + DeferredReplay.ENDS
                    + ")";

    /// What is known of a recipient since the last commit.
    private static final class News {
        private final RecipientNews first;
        private @Nullable RecipientNews latest;
        private long ended = RecipientNews.UNKNOWN;
        private long since = Long.MAX_VALUE;
        private int tries;
        private boolean isUnproven;
        private int letter;
        private int route;
        private int outcome;

        News(RecipientNews first) {
            this.first = first;
        }

        void deferred(RecipientNews news, int letter, int route, int outcome, boolean isLate) {
            if (news.millis() < ended) {
                return;
            }
            tries++;
            isUnproven |= isLate;
            long queued = news.queuedAt();
            since =
                    Math.min(
                            since,
                            queued == RecipientNews.UNKNOWN || queued > news.millis()
                                    ? news.millis()
                                    : queued);
            if (latest == null || news.millis() >= latest.millis()) {
                latest = news;
                this.letter = letter;
                this.route = route;
                this.outcome = outcome;
            }
        }

        void ended(long millis) {
            ended = Math.max(ended, millis);
            if (latest != null && latest.millis() <= millis) {
                latest = null;
                tries = 0;
                since = Long.MAX_VALUE;
                isUnproven = false;
            }
        }
    }

    private final StoreFile file;
    private final Map<Long, News> news = new LinkedHashMap<>();

    /// When all that were left of a message ended, by its queue id.
    private final Map<Long, Long> endedMessages = new HashMap<>();

    private boolean hasUnproven = true;

    /// @param file its table may be without the events that the file has already; they are replayed then
    StillDeferred(StoreFile file, long newest) throws SQLException {
        this.file = file;
        file.run(NEWS);
        file.run(ENDED);
        if (file.noted(NOTE).isEmpty()) {
            DeferredReplay.of(file, newest, this);
            file.note(Map.of(NOTE, "whole"));
        }
    }

    /// Gathers what an event says.
    ///
    /// @param told null where that is nothing
    /// @param newest the time of the newest event that was committed, in milliseconds
    /// @param letter the numbers of what it shares with others
    void add(@Nullable RecipientNews told, long newest, int letter, int route, int outcome) {
        if (told == null || told.key() == 0) {
            return;
        }
        if (told.isEnd() && told.recipient() == null) {
            endedMessages.merge(told.queue(), told.millis(), Math::max);
        }
        var one = news.computeIfAbsent(told.key(), ignored -> new News(told));
        if (told.isEnd()) {
            one.ended(told.millis());
        } else {
            boolean isLate = newest != Long.MIN_VALUE && told.millis() < newest - LATE_MILLIS;
            one.deferred(told, letter, route, outcome, isLate);
        }
    }

    /// Recipients of whom something was gathered.
    int gathered() {
        return news.size();
    }

    /// Writes what was gathered, in the transaction that is open.
    void write() throws SQLException {
        if (news.isEmpty()) {
            return;
        }
        file.run("DELETE FROM deferred_news");
        try (var row = file.connection().createAppender("temp", "main", "deferred_news")) {
            for (var one : news.entrySet()) {
                write(row, one.getKey(), one.getValue());
            }
        }
        for (var statement : WRITTEN) {
            file.run(statement);
        }
        if (!endedMessages.isEmpty()) {
            endMessages();
        }
        clear();
    }

    private void write(DuckDBAppender row, long key, News one) throws SQLException {
        var ended = endedMessages.get(one.first.queue());
        if (ended != null) {
            one.ended(ended);
        }
        row.beginRow();
        row.append(key);
        row.append(one.first.queue());
        time(row, one.ended == RecipientNews.UNKNOWN ? null : one.ended);
        if (one.latest == null) {
            for (int i = 0; i < COLUMNS_OF_A_DEFERRAL; i++) {
                row.appendNull();
            }
        } else {
            hasUnproven |= one.isUnproven;
            write(row, one, one.latest);
        }
        row.endRow();
    }

    private static void write(DuckDBAppender row, News one, RecipientNews latest)
            throws SQLException {
        time(row, one.since);
        time(row, latest.millis());
        row.append(one.tries);
        row.append(one.isUnproven);
        StoredColumn.append(row, latest.queueId());
        StoredColumn.append(row, latest.recipient());
        StoredColumn.append(row, latest.domain());
        row.append(one.letter);
        row.append(one.route);
        row.append(one.outcome);
        StoredColumn.append(row, latest.text());
    }

    private static void time(DuckDBAppender row, @Nullable Long millis) throws SQLException {
        if (millis == null) {
            row.appendNull();
        } else {
            row.appendEpochMicros(millis * 1_000);
        }
    }

    private void endMessages() throws SQLException {
        file.run("DELETE FROM deferred_ended");
        try (var row = file.connection().createAppender("temp", "main", "deferred_ended")) {
            for (var one : endedMessages.entrySet()) {
                row.beginRow();
                row.append(one.getKey().longValue());
                time(row, one.getValue());
                row.endRow();
            }
        }
        file.run(MESSAGES_ENDED);
    }

    /// Forgets what was gathered and not written.
    void clear() {
        news.clear();
        endedMessages.clear();
    }

    /// Takes away those whose end was on record before they came, and those that were not tried for too long.
    void tidy(Instant now) throws SQLException {
        try (var old =
                file.connection()
                        .prepareStatement("DELETE FROM deferred WHERE last < epoch_ms(?)")) {
            old.setLong(1, now.minus(FORGOTTEN_AFTER).toEpochMilli());
            old.executeUpdate();
        }
        if (hasUnproven) {
            prove();
            hasUnproven = false;
        }
    }

    /// The events since are looked through for it, so only where there is something to prove.
    private void prove() throws SQLException {
        try (var statement = file.connection().createStatement();
                var row =
                        statement.executeQuery("SELECT count(*) FROM deferred WHERE is_unproven")) {
            row.next();
            if (row.getLong(1) == 0) {
                return;
            }
        }
        file.together(() -> {
            file.run(PROVEN);
            file.run("UPDATE deferred SET is_unproven = false WHERE is_unproven");
        });
    }
}
