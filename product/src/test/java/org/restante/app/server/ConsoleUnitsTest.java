package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.testing.Corpora;

/// What the console makes of answers, without a page: `ui/tests/units.mjs`. Needs Node and the console's parts, which building the console fetches.
@Tag("slow")
@Timeout(300)
final class ConsoleUnitsTest {
    @TempDir private Path folder;

    @Test
    void whatIsTakenFromAnswersIsRight() throws Exception {
        var ui = Corpora.root().toAbsolutePath().normalize().resolve("ui");
        var look = new ProcessBuilder("sh", "-c", "command -v node").start();
        Assumptions.assumeTrue(look.waitFor() == 0, "node is not here");
        Assumptions.assumeTrue(
                Files.isDirectory(ui.resolve("node_modules/vite")),
                "the console's parts are not here: tools/console fetches them");
        var output = folder.resolve("output.txt");
        var process =
                new ProcessBuilder("node", "--test", "tests/units.mjs")
                        .directory(ui.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (!process.waitFor(240, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }
}
