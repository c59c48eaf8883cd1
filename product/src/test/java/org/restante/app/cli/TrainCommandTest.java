package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class TrainCommandTest {
    private static final Pattern RESULT =
            Pattern.compile("Result\\[sent=(\\d+), submitted=(\\d+), shown=(\\d+)]");

    @TempDir private Path empty;

    private static Set<Path> left() throws IOException {
        var left = new HashSet<Path>();
        var temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (var folders = Files.newDirectoryStream(temporary, "restante-train*")) {
            folders.forEach(left::add);
        }
        return left;
    }

    @Test
    @Timeout(120)
    void aServerHasItsDayAndLeavesNothing() throws IOException {
        var before = left();

        var run = CommandRun.of("", "train", "--server", "--messages", "120", empty.toString());

        assertThat(run.exit()).as(run.err()).isEqualTo(Exit.DONE);
        var result = RESULT.matcher(run.err());
        assertThat(result.find()).as(run.err()).isTrue();
        assertThat(result.group(1)).isEqualTo("120");
        assertThat(result.group(2)).isEqualTo("6");
        assertThat(Integer.parseInt(result.group(3))).isGreaterThan(50);
        assertThat(run.out()).isEmpty();
        while (!before.containsAll(left())) {
            // Another run's, which goes too, or ours, which does not.
            Thread.onSpinWait();
        }
    }
}
