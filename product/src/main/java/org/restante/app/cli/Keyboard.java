package org.restante.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// The terminal's keyboard, key by key while it is open, and the terminal's height. The system's `stty` does both; where there is none
/// keys come with the line they end.
final class Keyboard implements AutoCloseable {
    private static final int USUAL_HEIGHT = 24;

    private final String before;
    private final Thread restoring;

    private Keyboard(String before) {
        this.before = before;
        restoring = Thread.ofPlatform().unstarted(this::restore);
    }

    static Keyboard open() throws IOException, InterruptedException {
        var keyboard = new Keyboard(stty("-g"));
        Runtime.getRuntime().addShutdownHook(keyboard.restoring);
        stty("-icanon -echo min 0 time 0");
        return keyboard;
    }

    /// The key pressed since it was last asked, -1 for none.
    int key(InputStream in) throws IOException {
        return in.available() > 0 ? in.read() : -1;
    }

    int height() {
        try {
            return Integer.parseInt(stty("size").split(" ")[0]);
        } catch (IOException | NumberFormatException e) {
            return USUAL_HEIGHT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_HEIGHT;
        }
    }

    private static String stty(String arguments) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder("sh", "-c", "stty " + arguments + " </dev/tty 2>/dev/null")
                        .redirectErrorStream(true)
                        .start();
        try (var out = process.getInputStream()) {
            var said = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
            process.waitFor(2, TimeUnit.SECONDS);
            return said;
        }
    }

    private void restore() {
        try {
            if (before.matches("[0-9a-zA-Z:=,-]+")) {
                stty(before);
            }
        } catch (IOException e) {
            // The terminal is gone, and with it what was to be restored.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(restoring);
        } catch (IllegalStateException e) {
            // It is being restored for the end of the process.
        }
    }
}
