package org.restante.app.server;

import java.io.IOException;
import java.util.List;
import org.restante.app.config.BadConfig;
import org.restante.app.config.ConfigFile;
import org.restante.app.logging.ServerLog;

/// The process's one log, as the file of settings has it.
public final class Logging {
    private Logging() {}

    /// Logs so from now on.
    ///
    /// @throws BadConfig when its file cannot be written to; nothing has changed then
    @SuppressWarnings("MustBeClosedChecker") // It is closed by ServerLog.finish.
    public static void use(ConfigFile file) throws BadConfig {
        var log = file.config().log();
        try {
            ServerLog.start(log.settings());
        } catch (IOException e) {
            throw new BadConfig(
                    List.of(
                            file.problem(
                                    "log.file",
                                    "cannot be written to: " + e,
                                    "a file in a folder that the server's user may write to would be right")));
        }
    }
}
