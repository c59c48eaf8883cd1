package org.restante.app.config;

import java.nio.file.Path;
import java.util.Optional;
import org.restante.app.logging.LogSettings;

/// `[log]`: what the server says of its doings.
public record LogSection(
        @Key(
                        value = "how grave a line must be: `error`, `warn`, `info` or `debug`",
                        usual = "info",
                        why = "what an operator asks for the day after")
                LogSettings.Level level,
        @Key(
                        value = "`text` for people, or `json`, an object a line",
                        usual = "text",
                        why = "both have the same keys")
                LogSettings.Format format,
        @Key(
                        value = "whether each accepted message and each outcome is a line",
                        usual = "true",
                        why = "so mail can be followed with grep; the events have it all the same")
                boolean mail,
        @Key(
                        value =
                                "a file that lines are added to; opened anew at a reload, so that it can be put aside before",
                        why = "without it standard error, which the journal of systemd keeps",
                        example = "/var/log/restante/restante.log")
                Optional<Path> file) {
    public LogSettings settings() {
        return new LogSettings(format, level, mail, file);
    }
}
