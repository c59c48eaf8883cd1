package org.restante.app.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/// What a command touches of the world: its streams, its environment and the clock. Tests hand in their own.
///
/// @param terminal whether standard output is a terminal
/// @param errorTerminal whether standard error is one
public record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        boolean terminal,
        boolean errorTerminal,
        InstantSource clock,
        ZoneId zone) {
    private static final int WIDTH = 100;

    public static Surroundings ofThisProcess() {
        return new Surroundings(
                new FileInputStream(FileDescriptor.in),
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv(),
                isTerminal("RESTANTE_STDOUT_TTY"),
                isTerminal("RESTANTE_STDERR_TTY"),
                InstantSource.system(),
                ZoneId.systemDefault());
    }

    /// The launcher tells; without it, the console is a terminal for both or for neither.
    private static boolean isTerminal(String told) {
        var known = System.getenv(told);
        if (known != null) {
            return known.equals("1");
        }
        var console = System.console();
        return console != null && console.isTerminal();
    }

    /// Colours on a terminal, unless `NO_COLOR` is set and not empty (no-color.org).
    boolean colours() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }

    /// Whether the characters of bars and sparklines can be shown.
    boolean unicode() {
        var locale =
                environment.getOrDefault(
                        "LC_ALL",
                        environment.getOrDefault("LC_CTYPE", environment.getOrDefault("LANG", "")));
        return !locale.equals("C") && !locale.equals("POSIX");
    }

    int width() {
        try {
            return Integer.parseInt(environment.getOrDefault("COLUMNS", String.valueOf(WIDTH)));
        } catch (NumberFormatException e) {
            return WIDTH;
        }
    }
}
