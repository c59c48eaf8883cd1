package org.restante.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StreamTest {
    private static Stream burst() {
        return new Stream(
                "yahoo",
                "shop",
                "sale",
                Optional.empty(),
                400,
                Duration.ofMinutes(40),
                Duration.ofMinutes(43),
                0);
    }

    @Test
    void isDueEvenlyBetweenItsBeginAndItsEnd() {
        assertThat(burst().due(Duration.ofMinutes(39))).isZero();
        assertThat(burst().due(Duration.ofMinutes(41))).isEqualTo(400);
        assertThat(burst().due(Duration.ofMinutes(43))).isEqualTo(1_200);
        assertThat(burst().due(Duration.ofHours(3))).isEqualTo(1_200);
    }

    @Test
    void everyStreamAndSceneIsOfTheStory() {
        assertThat(Story.STREAMS)
                .allSatisfy(stream ->
                        assertThat(DemoReceivers.domain(stream.to())).endsWith(".example"));
        assertThat(Story.SCENES)
                .isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()))
                .allSatisfy(scene -> assertThat(scene.at()).isLessThan(Story.LENGTH));
    }
}
