package org.restante.app.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreSettings;

/// The command that starts the store's process: this program's own Java and jars, with a small heap and behind the mail in priority.
public final class StoreCommandLine {
    /// Where Linux, macOS and the BSDs have it; elsewhere the process runs at the priority of the server.
    private static final List<Path> NICE = List.of(Path.of("/usr/bin/nice"), Path.of("/bin/nice"));

    /// On processors that mail keeps busy, about a tenth of the time that a process of the usual priority gets (Linux: weight 110 of 1024).
    private static final String NICENESS = "10";

    /// Batches of events on their way; the database has its memory beside it.
    private static final String HEAP = "-Xmx192m";

    /// The thorough one costs two seconds of processor time after every start, and what it saves of an event, most of whose cost is the database's,
    /// is not two microseconds: a million events later it would be even.
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    private StoreCommandLine() {}

    /// A keeper that starts it so.
    public static StoreKeeper keeper(StoreSettings settings) {
        return new StoreKeeper(settings, of(settings), System::nanoTime);
    }

    static List<String> of(StoreSettings settings) {
        var command = new ArrayList<String>();
        NICE.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .ifPresent(nice -> command.addAll(List.of(nice.toString(), "-n", NICENESS)));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        HEAP,
                        "-XX:+UseSerialGC",
                        QUICK_COMPILER,
                        "-XX:-UsePerfData",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:+DisplayVMOutputToStderr",
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dslf4j.internal.verbosity=ERROR",
                        "-Dfile.encoding=UTF-8",
                        "-Dstderr.encoding=UTF-8",
                        "-Djava.io.tmpdir=" + settings.folder().toAbsolutePath().resolve("tmp"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.restante.app.main.Main",
                        "store-process"));
        settings.journals()
                .forEach(journal ->
                        command.addAll(List.of("--journal", journal.toAbsolutePath().toString())));
        command.addAll(
                List.of(
                        "--folder",
                        settings.folder().toAbsolutePath().toString(),
                        "--memory",
                        String.valueOf(settings.memoryMebibytes()),
                        "--threads",
                        String.valueOf(settings.threads()),
                        "--kept-for",
                        settings.keptFor().toString(),
                        "--counts-kept-for",
                        settings.countsKeptFor().toString()));
        return command;
    }
}
