package org.restante.app.cli;

import java.nio.file.Path;
import org.restante.app.access.UserFile;
import picocli.CommandLine.Option;

/// Which file of users, and help.
final class UserFileOption {
    @Option(
            names = "--file",
            paramLabel = "FILE",
            defaultValue = "users.toml",
            description = "The file of users (${DEFAULT-VALUE}); 'add' makes it, mode 0600.")
    private Path path = Path.of("users.toml");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    Path path() {
        return path;
    }

    UserFile file() {
        return new UserFile(path);
    }
}
