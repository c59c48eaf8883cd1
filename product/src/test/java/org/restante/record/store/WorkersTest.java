package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The database has threads for questions while there are questions.
final class WorkersTest {
    private static final Question QUESTION = new Question.Story("q1", null, 100);

    private final List<Integer> told = new ArrayList<>();
    private long now;
    private final Workers workers = new Workers(2, told::add, () -> now);

    private void later(Duration time) {
        now += time.toNanos();
    }

    @Test
    void whileNobodyAsksThereIsOne() throws SQLException {
        workers.tend();
        workers.tend();

        assertThat(told).containsExactly(1);
    }

    @Test
    void aQuestionHasSeveralAndTheyStayForTheNext() throws SQLException {
        workers.tend();
        workers.asked(QUESTION).close();
        later(Duration.ofSeconds(29));
        workers.tend();
        workers.asked(QUESTION).close();

        assertThat(told).containsExactly(1, 2);

        later(Duration.ofSeconds(30));
        workers.tend();

        assertThat(told).containsExactly(1, 2, 1);
    }

    @Test
    void whoAsksHowThingsStandNeedsNone() throws SQLException {
        workers.tend();
        workers.asked(new Question.Standing()).close();

        assertThat(told).containsExactly(1);
    }

    @Test
    void theyStayForAQuestionThatTakesLong() throws SQLException {
        workers.tend();
        var first = workers.asked(QUESTION);
        var second = workers.asked(QUESTION);
        second.close();
        later(Duration.ofMinutes(5));
        workers.tend();

        assertThat(told).containsExactly(1, 2);

        first.close();
        later(Duration.ofMinutes(1));
        workers.tend();

        assertThat(told).containsExactly(1, 2, 1);
    }

    @Test
    void theDatabaseIsTold(@TempDir Path folder) throws Exception {
        var settings = StoreSettings.of(List.of(folder.resolve("events")), folder.resolve("store"));
        try (var file = StoreFile.open(settings, problem -> {})) {
            file.threads(1);
            assertThat(threads(file)).isEqualTo(1);

            file.threads(2);
            assertThat(threads(file)).isEqualTo(2);
        }
    }

    private static int threads(StoreFile file) throws SQLException {
        try (var statement = file.connection().createStatement();
                var row = statement.executeQuery("SELECT current_setting('threads')")) {
            row.next();
            return row.getInt(1);
        }
    }
}
