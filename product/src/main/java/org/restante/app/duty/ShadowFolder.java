package org.restante.app.duty;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What would have been done, on disk: a file of JSON for each incident, replaced in one step. It is a report, and not synced.
final class ShadowFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowFolder.class);
    private static final String ENDING = ".json";
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Path folder;

    ShadowFolder(Path folder) {
        this.folder = folder;
    }

    /// By incidents; what cannot be read is told in the log and left out.
    Map<String, List<ShadowAct>> all() throws IOException {
        var found = new HashMap<String, List<ShadowAct>>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (var files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (var file : files) {
                var name = String.valueOf(file.getFileName());
                try {
                    List<ShadowAct> acts =
                            JSON.readValue(
                                    Files.readAllBytes(file),
                                    new TypeReference<List<ShadowAct>>() {});
                    if (acts != null) {
                        found.put(name.substring(0, name.length() - ENDING.length()), acts);
                    }
                } catch (IOException | JacksonException e) {
                    LOG.warn("{} cannot be read and is left out: {}", file, e.getMessage());
                }
            }
        }
        return found;
    }

    /// @param acts empty to forget the incident
    void write(String incident, List<ShadowAct> acts) throws IOException {
        var file = folder.resolve(incident + ENDING);
        if (acts.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Files.createDirectories(folder);
        var next = folder.resolve(incident + ".new");
        Files.writeString(next, JSON.writeValueAsString(acts), StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
