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
import org.restante.app.terminal.HarmlessStream;

/// What a command touches of the world: its streams, its environment and the clock. Tests hand in their own. A command prints to `out` and `err`,
/// where no text steers the terminal.
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

    /// The same, with all that is printed made harmless.
    Surroundings harmless() {
        return new Surroundings(
                in,
                new HarmlessStream(out, colours()),
                new HarmlessStream(err, colours()),
                environment,
                terminal,
                errorTerminal,
                clock,
                zone);
    }

    /// Standard output for whoever draws on the screen itself: what is not his own words must be made [#visible] first.
    PrintStream screen() {
        return out instanceof HarmlessStream harmless ? harmless.screen() : out;
    }

    /// Standard error, likewise.
    PrintStream errorScreen() {
        return err instanceof HarmlessStream harmless ? harmless.screen() : err;
    }

    /// A text that [#screen] may be given.
    String visible(String text) {
        return HarmlessStream.visible(text, colours());
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
