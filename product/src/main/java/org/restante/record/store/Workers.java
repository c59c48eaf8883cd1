package org.restante.record.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// How many threads the database works with: as many as one question may have while there are questions, and else that of the caller alone. Where
/// there are others, each small statement of a commit wakes them, and its own thread looks again and again whether they are done: a tenth of the
/// processor time that events cost.
final class Workers {
    /// A page that somebody looks at asks again within this.
    private static final Duration QUIET = Duration.ofSeconds(30);

    /// Tells the database.
    @FunctionalInterface
    interface Setting {
        void threads(int count) throws SQLException;
    }

    private final int most;
    private final Setting setting;
    private final LongSupplier ticker;
    private int count;
    private int questions;
    private long asked;

    /// @param most for a question; so many there are at first
    /// @param ticker nanoseconds, monotonic
    Workers(int most, Setting setting, LongSupplier ticker) {
        this.most = most;
        this.setting = setting;
        this.ticker = ticker;
        count = most;
        asked = ticker.getAsLong() - QUIET.toNanos();
    }

    /// A question that is worked on.
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /// Before a question; closed behind it. How things stand is known without a look into the tables: who reads metrics asks for it every few
    /// seconds, and has no others woken.
    synchronized Turn asked(Question question) throws SQLException {
        if (question instanceof Question.Standing) {
            return () -> {};
        }
        set(most);
        questions++;
        return this::answered;
    }

    private synchronized void answered() {
        questions--;
        asked = ticker.getAsLong();
    }

    /// Now and then, while no statement is under way but those of questions.
    synchronized void tend() throws SQLException {
        if (questions == 0 && ticker.getAsLong() - asked >= QUIET.toNanos()) {
            set(1);
        }
    }

    private void set(int wanted) throws SQLException {
        if (count != wanted) {
            setting.threads(wanted);
            count = wanted;
        }
    }
}
