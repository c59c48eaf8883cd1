package org.restante.app.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.knowledge.Knowledge;
import org.restante.simulation.policy.Policies;
import org.restante.simulation.score.Tournament;
import org.restante.testing.Corpora;

/// The reports kept in git are those of the code beside them.
@Tag("long")
final class ReportsTest {
    private static final int THREADS = 2;

    @TempDir private Path folder;

    /// Where this fails, `restante simulate --standard simulation/reports` rewrites them, and the diff tells what has changed.
    @Test
    void theReportOfTheLawIsThatOfTheCode() throws IOException, InterruptedException {
        reports().writeLaw(folder);

        isThatInGit("law.txt");
    }

    @Test
    void theReportOfTheOthersIsThatOfTheCode() throws IOException, InterruptedException {
        reports().writeOthers(folder);

        isThatInGit("others.txt");
    }

    private static SimulationReports reports() {
        var knowledge = Knowledge.shipped();
        return new SimulationReports(
                new Tournament(new Policies(knowledge.rules(), knowledge.providers()), THREADS),
                _ -> {});
    }

    private void isThatInGit(String name) {
        assertThat(folder.resolve(name))
                .hasSameTextualContentAs(
                        Corpora.root().resolve("simulation/reports").resolve(name));
    }
}
