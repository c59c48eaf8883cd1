package org.restante.app.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrainingProcessTest {
    @Test
    void whatTheJvmWarnsOfIsNotReadAsTheProgramsWord() throws Exception {
        var command = TrainingProcess.command(List.of("--version"));
        command.environment().put("JDK_JAVA_OPTIONS", "-XX:MaxNewSize=900g");
        var process = command.start();

        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(said).startsWith("restante");
    }
}
