package org.restante.app.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.app.knowledge.Knowledge;
import org.restante.simulation.policy.Contestant;
import org.restante.simulation.policy.Policies;
import org.restante.simulation.world.World;

/// Two promises of the law (DESIGN §2), over receivers drawn at random that say what they mean: a refused lane has never more than one
/// message out until one passes, and no message's own schedule moves because a lane was refused.
final class LawPropertiesTest {
    private final Policies policies =
            new Policies(Knowledge.shipped().rules(), Knowledge.shipped().providers());

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void aRefusedLaneCarriesOneMessageAtATimeAndCostsNoMessageAnything(long seed)
            throws IOException {
        holds(seed);
    }

    @Test
    @Tag("long")
    void theSameOverManyMore() throws IOException {
        for (long seed = 100; seed < 160; seed++) {
            holds(seed);
        }
    }

    @Test
    @Tag("slow")
    void aPolicyThatKeepsNeitherIsFoundOut() throws IOException {
        var faults = new ArrayList<String>();

        new World(
                        candid().drawn(11),
                        WatchedPolicy.watching(policies.cold(Contestant.AIMD), faults),
                        11)
                .run();

        assertThat(faults)
                .anyMatch(fault -> fault.contains("messages out on a refused lane"))
                .anyMatch(fault -> fault.startsWith("a lane's refusal moved message"));
    }

    private void holds(long seed) throws IOException {
        var faults = new ArrayList<String>();
        var maker = WatchedPolicy.watching(policies.cold(Contestant.LAW), faults);

        var tally = new World(candid().drawn(seed), maker, seed).run();

        assertThat(faults).as("seed %d", seed).isEmpty();
        assertThat(tally.delivered()).isPositive();
    }

    /// The lottery, shorter, and without receivers that hide what they mean.
    private static ScenarioFile candid() throws IOException {
        var text =
                Scenarios.text("lottery-40")
                        .orElseThrow()
                        .replace("opaque = { share = 0.4 }", "opaque = false")
                        .replace("length = \"5h\"", "length = \"1h\"");
        return ScenarioFile.of(
                "candid", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
