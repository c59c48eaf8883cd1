package org.restante.app.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.knowledge.Knowledge;
import org.restante.simulation.policy.Contestant;
import org.restante.simulation.policy.Policies;
import org.restante.simulation.score.Figures;
import org.restante.simulation.score.Plan;
import org.restante.simulation.score.Tournament;
import org.restante.testing.Corpora;

/// Receivers that say nothing of what they limit: with them the law once stood still (docs/simulation.md).
final class StrangeReceiversTest {
    @ParameterizedTest
    @CsvSource({
        "greylist-without-words, .95, .95, .01",
        "everything-without-words, .6, .45, .01",
        "four-an-hour, .8, .75, .25",
        "one-in-twenty-seconds, .85, .85, .01",
        "greylist-and-limit, .8, .7, .01",
        "three-a-connection, .95, .95, .01"
    })
    void mailGoesOnThoughNobodySaysWhatIsLimited(
            String name, double cold, double warm, double wasted)
            throws IOException, InterruptedException {
        var knowledge = Knowledge.shipped();
        Plan plan = ScenarioFile.of(Corpora.root().resolve("simulation/strange/" + name + ".toml"));
        var result =
                new Tournament(new Policies(knowledge.rules(), knowledge.providers()), 2)
                        .play(
                                List.of(plan),
                                EnumSet.of(Contestant.LAW, Contestant.LAW_WARM),
                                List.of(1L),
                                _ -> {})
                        .getFirst();
        var law = result.of(Contestant.LAW).orElseThrow();

        assertThat(law.mean(Figures::efficiency)).isGreaterThan(cold);
        assertThat(law.mean(Figures::wasted)).isLessThan(wasted);
        assertThat(result.of(Contestant.LAW_WARM).orElseThrow().mean(Figures::efficiency))
                .isGreaterThan(warm);
    }
}
