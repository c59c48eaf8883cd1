package org.restante.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.TokenFile;
import picocli.CommandLine.Option;

/// Which file of tokens, and help.
final class TokenFileOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The server's folder; its tokens.toml is the file. Else RESTANTE_DATA.")
    private @Nullable Path data;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The file itself, as 'serve --tokens' has it.")
    private @Nullable Path path;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    TokenFile file(Surroundings surroundings) {
        if (path != null) {
            return new TokenFile(path);
        }
        var given = surroundings.environment().get("RESTANTE_DATA");
        var folder = data != null ? data : given == null ? null : Path.of(given);
        if (folder == null) {
            throw new InputError("which tokens? --data DIR, or --file FILE, would be right");
        }
        return new TokenFile(folder.resolve("tokens.toml"));
    }

    /// The file, in a folder that is there.
    TokenFile fileToChange(Surroundings surroundings) throws IOException {
        var file = file(surroundings);
        var folder = file.path().toAbsolutePath().getParent();
        if (folder != null && data != null) {
            Files.createDirectories(folder);
        }
        return file;
    }
}
