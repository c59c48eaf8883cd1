package org.restante.app.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.restante.simulation.policy.Contestant;
import org.restante.simulation.score.Plan;
import org.restante.simulation.score.Tournament;

/// The reports that are kept in git, so that a change of behaviour is read as a diff: the law with the seeds that judge, and everybody
/// with one of the seeds that tune.
public final class SimulationReports {
    private static final List<Long> JUDGING = List.of(5L, 6L, 7L, 8L);
    private static final List<Long> TUNING = List.of(1L);
    private static final Set<Contestant> LAW =
            EnumSet.of(Contestant.LAW, Contestant.LAW_WARM, Contestant.HAND_TUNED);

    private final Tournament tournament;
    private final Consumer<String> progress;

    /// @param progress told in a line how far it is, by any thread
    public SimulationReports(Tournament tournament, Consumer<String> progress) {
        this.tournament = tournament;
        this.progress = progress;
    }

    /// Writes `law.txt` and `policies.txt` into the folder.
    public void write(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var plans = List.<Plan>copyOf(Scenarios.all());
        write(folder.resolve("law.txt"), plans, LAW, JUDGING);
        write(folder.resolve("policies.txt"), plans, EnumSet.allOf(Contestant.class), TUNING);
    }

    private void write(Path file, List<Plan> plans, Set<Contestant> contestants, List<Long> seeds)
            throws IOException, InterruptedException {
        var results =
                tournament.play(
                        plans,
                        contestants,
                        seeds,
                        name -> progress.accept(file.getFileName() + ": " + name));
        Files.writeString(file, SimulationText.of(results, seeds), StandardCharsets.UTF_8);
    }
}
