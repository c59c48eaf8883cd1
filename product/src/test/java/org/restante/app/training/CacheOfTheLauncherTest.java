package org.restante.app.training;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `tools/aot.sh`, with a Java of ours that only writes down what it was asked for.
@EnabledOnOs({OS.LINUX, OS.MAC})
final class CacheOfTheLauncherTest {
    private static final String JAVA =
            """
            #!/bin/sh
            folder=$(dirname "$0")
            for word in "$@"; do
                case $word in
                    -XX:AOTConfiguration=*) seen=${word#*=} ;;
                    -XX:AOTCache=*) cache=${word#*=} ;;
                esac
            done
            case "$*" in
                *AOTMode=record*)
                    all="$*"
                    echo "record ${all#*Main }" >>"$folder/calls"
                    : >"$seen"
                    [ -f "$folder/fails" ] && exit 1
                    [ -f "$folder/hangs" ] && { echo $$; exec sleep 60; }
                    ;;
                *AOTMode=create*)
                    echo create >>"$folder/calls"
                    echo cache >"$cache"
                    ;;
            esac
            exit 0
            """;

    @TempDir private Path folder;

    @BeforeEach
    void makeJava() throws IOException {
        Files.writeString(folder.resolve("java"), JAVA);
        assertThat(folder.resolve("java").toFile().setExecutable(true)).isTrue();
    }

    /// The options that a launcher gets.
    private String launch(String how) throws Exception {
        var script =
                ". tools/aot.sh; java=%1$s/java; flags=-Xshare:off; classpath=%1$s/java; aot_cache %1$s/aot %1$s server commands; echo \"$aot\""
                        .formatted(folder);
        var builder = new ProcessBuilder("sh", "-c", script).directory(root().toFile());
        builder.environment().put("RESTANTE_AOT", how);
        var process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.strip();
    }

    private static Path root() {
        return Path.of(System.getProperty("restante.root", "..")).toAbsolutePath();
    }

    private List<String> calls() throws IOException {
        var calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private List<Path> made() throws IOException {
        var made = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder.resolve("aot"))) {
            files.forEach(made::add);
        }
        return made;
    }

    private Path onlyOne() throws IOException {
        assertThat(made()).hasSize(1);
        return made().getFirst();
    }

    @Test
    void theyAreMadeOnceAndUsedFromThenOn() throws Exception {
        var options = launch("now");

        assertThat(made()).hasSize(2);
        assertThat(options).matches("-XX:AOTCache=\\S+/aot/\\S+\\.server -XX:AOTMode=auto");
        assertThat(launch("")).isEqualTo(options);
        assertThat(calls())
                .containsExactly(
                        "record train --server " + folder,
                        "create",
                        "record train " + folder,
                        "create");
    }

    @Test
    void noneIsMadeWhereNoneIsWanted() throws Exception {
        assertThat(launch("no")).isEmpty();
        assertThat(folder.resolve("aot")).doesNotExist();
    }

    @Test
    void whatFailedIsNotTriedAtEachStart() throws Exception {
        Files.createFile(folder.resolve("fails"));

        assertThat(launch("now")).isEmpty();
        assertThat(launch("now")).isEmpty();

        assertThat(calls()).hasSize(2);
        assertThat(onlyOne().resolve("failed")).exists();
        assertThat(onlyOne().resolve("seen")).doesNotExist();
    }

    @Test
    void whoIsEndedLeavesNothingAndTheNextBeginsAnew() throws Exception {
        Files.createFile(folder.resolve("hangs"));
        assertThat(launch("")).isEmpty();
        var making = onlyOne();
        var training = process(making.resolve("log"));
        var maker = process(making.resolve("maker"));

        assertThat(maker.destroy()).isTrue();

        maker.onExit().get(30, SECONDS);
        training.onExit().get(30, SECONDS);
        assertThat(made()).isEmpty();
        Files.delete(folder.resolve("hangs"));
        assertThat(launch("now")).isNotEmpty();
    }

    @Test
    void whoWasKilledIsFollowedByTheNext() throws Exception {
        Files.createFile(folder.resolve("hangs"));
        launch("");
        var making = onlyOne();
        var training = process(making.resolve("log"));
        var maker = process(making.resolve("maker"));
        assertThat(launch("now")).as("while it is being made").isEmpty();

        maker.destroyForcibly();
        maker.onExit().get(30, SECONDS);
        training.destroyForcibly();
        Files.delete(folder.resolve("hangs"));

        assertThat(launch("now")).isNotEmpty();
        assertThat(made()).doesNotContain(making);
    }

    /// The process whose number the file will have.
    private static ProcessHandle process(Path file) throws IOException {
        long end = System.nanoTime() + SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            var text = Files.exists(file) ? Files.readString(file).strip() : "";
            if (!text.isEmpty()) {
                return ProcessHandle.of(Long.parseLong(text)).orElseThrow();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError(file + " has no number");
    }
}
