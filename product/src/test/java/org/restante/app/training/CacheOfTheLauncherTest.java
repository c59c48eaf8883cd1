package org.restante.app.training;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `tools/aot.sh` and the launchers that use it, with a Java of ours that only writes down what it was asked for.
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
                    for open in 3 4 5 6 7 8 9; do
                        if (true >&$open) 2>/dev/null; then
                            echo "has descriptor $open" >>"$folder/calls"
                        fi
                    done
                    echo "record ${all#*Main }" >>"$folder/calls"
                    : >"$seen"
                    [ -f "$folder/fails" ] && exit 1
                    [ -f "$folder/hangs" ] && { echo $$; exec sleep 60; }
                    ;;
                *AOTMode=create*)
                    echo create >>"$folder/calls"
                    echo cache >"$cache"
                    ;;
                *) printf '%s\n' "$@" ;;
            esac
            exit 0
            """;

    @TempDir private Path folder;

    @BeforeEach
    void makeJava() throws IOException {
        Files.writeString(folder.resolve("java"), JAVA);
        assertThat(folder.resolve("java").toFile().setExecutable(true)).isTrue();
    }

    /// The cache that a launcher gets.
    private String launch(String how) throws Exception {
        return launch(how, "", Map.of());
    }

    /// @param before what the shell has done before
    private String launch(String how, String before, Map<String, String> environment)
            throws Exception {
        var script =
                """
                %2$s
                . tools/aot.sh
                java=%1$s/java flags=-Xshare:off classpath=%1$s/java
                aot_cache %1$s/aot %1$s server commands
                echo "$aot_file"
                """
                        .formatted(folder, before);
        var all = new HashMap<>(environment);
        all.put("RESTANTE_AOT", how);
        return run(root(), List.of("sh", "-c", script), all).strip();
    }

    /// What it says on standard output; it says nothing elsewhere.
    private String run(Path where, List<String> command, Map<String, String> environment)
            throws Exception {
        var complaints = folder.resolve("complaints");
        var builder = new ProcessBuilder(command).directory(where.toFile());
        builder.environment().remove("CACHE_DIRECTORY");
        builder.environment().putAll(environment);
        var process = builder.redirectError(complaints.toFile()).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(complaints).isEmptyFile();
        return said;
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
        var cache = launch("now");

        assertThat(made()).hasSize(2);
        assertThat(cache).matches("\\S+/aot/\\S+\\.server");
        assertThat(launch("")).isEqualTo(cache);
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

    @Test
    void theyAreTheSameInEveryTimeZone() throws Exception {
        var cache = launch("now", "", Map.of("TZ", "UTC0"));

        assertThat(launch("", "", Map.of("TZ", "XYZ-11"))).isNotEmpty().isEqualTo(cache);
    }

    @Test
    void theyAreMadeAnewForJarsThatAreNew() throws Exception {
        var cache = launch("now");
        age(folder.resolve("java"), Duration.ofDays(300));

        assertThat(launch("now")).isNotEmpty().isNotEqualTo(cache);
        assertThat(made()).as("with those of before gone").hasSize(2);
    }

    @Test
    void whatFailedIsTriedAgainAfterADay() throws Exception {
        Files.createFile(folder.resolve("fails"));
        launch("now");
        Files.delete(folder.resolve("fails"));
        age(onlyOne(), Duration.ofHours(23));
        assertThat(launch("now")).isEmpty();

        age(onlyOne(), Duration.ofHours(25));

        assertThat(launch("now")).isNotEmpty();
    }

    @Test
    void whoWasKilledAsItBeganIsFollowedAfterADay() throws Exception {
        launch("now");
        var name = made().getFirst().toString().replaceFirst("\\.\\w+$", "");
        for (var cache : made()) {
            Files.delete(cache);
        }
        var making = Files.createDirectory(Path.of(name + ".making"));
        assertThat(launch("now")).isEmpty();

        age(making, Duration.ofHours(25));

        assertThat(launch("now")).isNotEmpty();
    }

    /// Only root can give a folder to somebody else.
    @Test
    void whatAnotherUserMakesIsLeftAlone() throws Exception {
        launch("now");
        var cache = made().getFirst();
        var making = Files.createDirectory(Path.of(cache + ".making"));
        var own =
                Files.createDirectory(
                        Path.of(cache.toString().replaceFirst("\\.\\w+$", ".making")));
        for (var of : List.of(making, own)) {
            Files.writeString(of.resolve("maker"), "1");
            assumeThatCode(() -> Files.setAttribute(of, "unix:uid", 54_321))
                    .doesNotThrowAnyException();
        }
        Files.setAttribute(cache, "unix:uid", 54_321);
        var somebody = "id() { echo 12345; }; kill() { return 1; }";

        Files.delete(
                made().stream()
                        .filter(Files::isRegularFile)
                        .filter(made -> !made.equals(cache))
                        .findAny()
                        .orElseThrow());
        launch("now", somebody, Map.of());
        assertThat(own.resolve("maker")).as("of the same jars").exists();

        age(folder.resolve("java"), Duration.ofDays(300));
        assertThat(launch("now", somebody, Map.of())).isNotEmpty();
        assertThat(making.resolve("maker")).as("of other jars").exists();
        assertThat(cache).as("of other jars").exists();
    }

    @Test
    void whoMakesThemHoldsNoLockOfTheCaller() throws Exception {
        var lock = folder.resolve("lock");
        var open = new StringBuilder("exec");
        for (int descriptor = 3; descriptor <= 9; descriptor++) {
            open.append(" %d>%s".formatted(descriptor, lock));
        }

        assertThat(launch("now", open.toString(), Map.of())).isNotEmpty();

        assertThat(calls()).noneMatch(call -> call.startsWith("has descriptor"));
    }

    @Test
    void aCheckoutMayHaveASpaceInItsPath() throws Exception {
        var checkout = folder.resolve("a checkout");
        var app = checkout.resolve(".build/app");
        Files.createDirectories(app.resolve("lib"));
        for (var name : List.of("built", "restante-1.jar", "lib/other.jar")) {
            Files.createFile(app.resolve(name));
        }
        Files.createDirectory(checkout.resolve("tools"));
        for (var name : List.of("restante", "tools/aot.sh", "tools/jdk.sh")) {
            Files.copy(root().resolve(name), checkout.resolve(name));
        }
        var jdk = javaIn(folder.resolve("a jdk"));
        var command = List.of("sh", checkout + "/restante", "serve");

        run(folder, command, Map.of("JAVA_HOME", jdk.toString(), "RESTANTE_AOT", "now"));
        var then = run(folder, command, Map.of("JAVA_HOME", jdk.toString(), "RESTANTE_AOT", ""));

        assertThat(then.lines())
                .contains("-XX:AOTMode=auto", "org.restante.app.main.Main")
                .anyMatch(word ->
                        word.startsWith("-XX:AOTCache=" + checkout) && word.endsWith(".server"));
    }

    @Test
    void theServiceUsesItsOwnCacheUnlessThePackageHasOneThatFits() throws Exception {
        var home = Files.createDirectory(folder.resolve("a package"));
        javaIn(home.resolve("runtime"));
        Files.createDirectory(home.resolve("lib"));
        Files.createFile(home.resolve("lib/restante.jar"));
        Files.copy(root().resolve("tools/aot.sh"), home.resolve("aot.sh"));
        var launcher = folder.resolve("launcher");
        Files.writeString(
                launcher,
                Files.readString(root().resolve("packaging/debian/restante"))
                        .replace("home=/usr/lib/restante\n", "home='" + home + "'\n"));
        var own = folder.resolve("the service's");
        var service = Map.of("CACHE_DIRECTORY", own.toString(), "RESTANTE_AOT", "now");
        Files.createDirectories(home.resolve("aot"));
        Files.createFile(home.resolve("aot/1-2.server"));

        var none = run(folder, List.of("sh", launcher.toString(), "serve"), service);
        run(folder, List.of("sh", launcher.toString(), "version"), Map.of("RESTANTE_AOT", "now"));
        var fits = run(folder, List.of("sh", launcher.toString(), "serve"), service);

        assertThat(none.lines()).anyMatch(word -> word.startsWith("-XX:AOTCache=" + own));
        assertThat(fits.lines()).anyMatch(word -> word.startsWith("-XX:AOTCache=" + home));
    }

    private static Path javaIn(Path jdk) throws IOException {
        var java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
        Files.writeString(java, JAVA);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return jdk;
    }

    private static void age(Path file, Duration by) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(by)));
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
