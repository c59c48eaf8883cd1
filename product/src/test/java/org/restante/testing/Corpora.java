package org.restante.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;

/// The test data that others made, read in place. Where it is absent the tests that need it are skipped with that reason,
/// and the suite is reported as ABSENT.
public final class Corpora {
    private Corpora() {}

    public static Path root() {
        return Path.of(System.getProperty("restante.root", "."));
    }

    /// The folder of one set of data; ends the test as skipped when it is not there.
    public static Path require(String set) {
        var home = System.getenv("RESTANTE_CORPORA");
        var folder =
                (home == null ? root().resolve("../shared/corpora") : Path.of(home)).resolve(set);
        if (!Files.isDirectory(folder)) {
            tell(set, "ABSENT");
            Assumptions.abort("outside suite '" + set + "' is not on this machine: " + folder);
        }
        return folder;
    }

    /// A file beside the corpora (`field`, `seeds`), or a skipped test.
    public static Path requireShared(String path) {
        var home = System.getenv("RESTANTE_CORPORA");
        var file =
                (home == null ? root().resolve("../shared") : Path.of(home).resolve(".."))
                        .resolve(path);
        if (!Files.exists(file)) {
            tell(path, "ABSENT");
            Assumptions.abort("not on this machine: " + file);
        }
        return file;
    }

    /// Prints and keeps the counts of a suite that was run; the build prints them all at its end.
    public static void executed(String suite, int passed, int failed, int skipped, String note) {
        tell(
                suite,
                "EXECUTED passed="
                        + passed
                        + " failed="
                        + failed
                        + " skipped="
                        + skipped
                        + (note.isEmpty() ? "" : " (" + note + ")"));
    }

    private static synchronized void tell(String suite, String line) {
        var text = "suite " + suite + " " + line;
        System.out.println(text);
        try {
            var file = root().resolve("product/target/suites.txt");
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
