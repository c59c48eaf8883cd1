package org.restante.app.notice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.restante.app.files.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What is remembered, on disk, replaced in one step.
final class NoticeFile {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeFile.class);
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Path file;

    NoticeFile(Path folder, String name) {
        file = folder.resolve(name + ".json");
    }

    /// A file that makes no sense is told and counts as none: at worst an open incident is told once more.
    NoticeState read() throws IOException {
        if (!Files.exists(file)) {
            return NoticeState.NOTHING;
        }
        try {
            return JSON.readValue(Files.readAllBytes(file), NoticeState.class);
        } catch (JacksonException | NullPointerException e) {
            LOG.error("{} is damaged and begun anew: {}", file, e.getMessage());
            return NoticeState.NOTHING;
        }
    }

    void write(NoticeState state) throws IOException {
        WholeFile.replace(file, JSON.writeValueAsBytes(state));
    }
}
