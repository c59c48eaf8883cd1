package org.restante.app.hooks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.restante.app.files.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A hook's state on disk, replaced in one step.
final class HookFiles {
    static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Path state;

    /// @param folder is made when it is not there
    HookFiles(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        state = folder.resolve(name + ".json");
    }

    /// Empty at the first time.
    ///
    /// @throws IOException when it cannot be read; it is left alone then
    Optional<HookState> read() throws IOException {
        if (!Files.exists(state)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(state), HookState.class));
        } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
            throw new IOException(
                    state
                            + " is damaged ("
                            + e.getMessage()
                            + "); take it away, and the hook begins with what is new",
                    e);
        }
    }

    void write(HookState now) throws IOException {
        WholeFile.replace(state, JSON.writeValueAsBytes(now));
    }
}
