package org.restante.record.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/// Makes the table `deferred` of the events that a file has already, some at a time so that few are in memory.
final class DeferredReplay {
    /// Recipients that are gathered before they are written.
    private static final int MOST_GATHERED = 20_000;

    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    /// Of rows joined with `outcomes` and `deeds`.
    static final String ENDS =
            "(outcome.type IN ('expired', 'suppressed') OR outcome.type IN ('delivered', 'bounced') AND own.attempt IS DISTINCT FROM 1"
                    + " OR outcome.type = 'action' AND deed.act = '"
                    + RecipientNews.REMOVAL
                    + "')";

    private static final String TOLD =
            "SELECT epoch_ms(own.time), outcome.type = 'deferred', own.queue_id, own.recipient, own.recipient_domain, own.reverse_path,"
                    + " coalesce(epoch_ms(own.queued_at), CASE WHEN outcome.queued_by_delay THEN epoch_ms(own.time) - own.delay_ms END),"
                    + " own.text, own.letter, own.route, own.outcome FROM event_rows own JOIN outcomes outcome ON outcome.id = own.outcome"
                    + " JOIN deeds deed ON deed.id = own.deed WHERE own.time >= epoch_ms(?) AND own.time < epoch_ms(?)"
                    + " AND (outcome.type = 'deferred' OR "
                    + ENDS
                    + ") ORDER BY own.time";

    private DeferredReplay() {}

    /// @param newest the time of the newest event, in milliseconds; [Long#MIN_VALUE] when there is none
    static void of(StoreFile file, long newest, StillDeferred into) throws SQLException {
        file.run("DELETE FROM deferred");
        if (newest == Long.MIN_VALUE) {
            return;
        }
        long from = newest - StillDeferred.FORGOTTEN_AFTER.toMillis();
        for (long hour = from; hour <= newest; hour += HOUR_MILLIS) {
            long begin = hour;
            file.together(() -> {
                replay(file, begin, begin + HOUR_MILLIS, into);
                into.write();
            });
        }
    }

    private static void replay(StoreFile file, long from, long to, StillDeferred into)
            throws SQLException {
        try (var statement = file.connection().prepareStatement(TOLD)) {
            statement.setLong(1, from);
            statement.setLong(2, to);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    into.add(
                            news(rows),
                            Long.MIN_VALUE,
                            rows.getInt(9),
                            rows.getInt(10),
                            rows.getInt(11));
                    if (into.gathered() >= MOST_GATHERED) {
                        into.write();
                    }
                }
            }
        }
    }

    private static RecipientNews news(ResultSet row) throws SQLException {
        long queued = row.getLong(7);
        boolean isUnknown = row.wasNull();
        return new RecipientNews(
                row.getLong(1),
                !row.getBoolean(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                isUnknown ? RecipientNews.UNKNOWN : queued,
                row.getString(8));
    }
}
