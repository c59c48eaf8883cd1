package org.restante.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.restante.app.config.Config;

/// The files that the settings name and that are read at a reload, and when each was last changed.
record NamedFiles(Map<Path, FileTime> changed) {
    NamedFiles {
        changed = Map.copyOf(changed);
    }

    static NamedFiles of(Config config) {
        var changed = new HashMap<Path, FileTime>();
        Stream.concat(
                        Stream.of(
                                        config.http().certificate(),
                                        config.http().key(),
                                        config.users().file())
                                .flatMap(Optional::stream),
                        Stream.concat(config.tls().files(), config.signing().files()))
                .forEach(file -> changed.put(file, changed(file)));
        return new NamedFiles(changed);
    }

    /// A file that is not there for a moment, while another takes its place, has no time.
    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
