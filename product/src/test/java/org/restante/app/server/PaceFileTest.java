package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.sending.pacing.LaneState;
import org.restante.sending.pacing.SiteState;

final class PaceFileTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final double NONE = Double.POSITIVE_INFINITY;

    static final LaneState FREE = new LaneState(NONE, 0, NONE, 0, -1, 0, 0, 0, 0, 0, NONE, 0.6, 0);
    private static final LaneState CLOSED =
            new LaneState(2.5, 2.4, 2.6, 30, 80, 3, 900, 600, 45, 60, 100, 1.5, 0.5);
    static final SiteState SITE = new SiteState(10, 1800, 50, 30, 20, 40, 300, 600);
    private static final SiteState UNKNOWN =
            new SiteState(Integer.MAX_VALUE, 1800, Integer.MAX_VALUE, 0, 0, 0, 0, NONE);

    @TempDir private Path folder;

    private Path written() throws IOException {
        var file = folder.resolve("pacing.json");
        var learnt = PaceFile.Learnt.NOTHING.copy();
        learnt.put("gmail", SITE, NOW);
        learnt.put("[192.0.2.1]:25", UNKNOWN, NOW);
        learnt.put("gmail", "first", CLOSED, NOW);
        learnt.put("gmail", "second", FREE, NOW);
        PaceFile.write(file, learnt, NOW);
        return file;
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        var learnt = PaceFile.read(written(), NOW);

        assertThat(learnt.sites())
                .containsEntry("gmail", new PaceFile.Of<>(SITE, NOW))
                .containsEntry("[192.0.2.1]:25", new PaceFile.Of<>(UNKNOWN, NOW));
        assertThat(learnt.lane("gmail", "first")).isEqualTo(CLOSED);
        assertThat(learnt.lane("gmail", "second")).isEqualTo(FREE);
        assertThat(learnt.lane("gmail", "third")).isNull();
    }

    @Test
    void aPauseGoesOnWhileTheServerIsDown() throws Exception {
        var file = written();

        assertThat(PaceFile.read(file, NOW.plusSeconds(15)).lane("gmail", "first"))
                .isNotNull()
                .satisfies(lane -> {
                    assertThat(lane.pauseLeft()).isEqualTo(30);
                    assertThat(lane.refusedAge()).isEqualTo(45);
                });
        assertThat(PaceFile.read(file, NOW.plusSeconds(100)).lane("gmail", "first"))
                .isNotNull()
                .satisfies(lane -> assertThat(lane.pauseLeft()).isZero());
        assertThat(PaceFile.read(file, NOW.minusSeconds(3600)).lane("gmail", "first"))
                .as("a clock that was set back")
                .isEqualTo(CLOSED);
    }

    @Test
    void whatIsAMonthOldIsLearntAnew() throws Exception {
        assertThat(PaceFile.read(written(), NOW.plus(Duration.ofDays(31))).isEmpty()).isTrue();
    }

    @Test
    void aFileThatIsNoneIsSaidSo() throws Exception {
        var file = folder.resolve("pacing.json");
        for (var text : new String[] {"", "{", "[]", "{\"v\":2}", "{\"v\":1,\"saved\":\"soon\"}"}) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> PaceFile.read(file, NOW))
                    .as(text)
                    .isInstanceOf(IOException.class);
        }
    }
}
