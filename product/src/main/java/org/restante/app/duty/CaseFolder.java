package org.restante.app.duty;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.restante.app.files.WholeFile;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.incident.Evidence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Cases on disk: a file of JSON for each, replaced in one step.
final class CaseFolder {
    private static final Logger LOG = LoggerFactory.getLogger(CaseFolder.class);
    private static final String ENDING = ".json";
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addMixIn(Evidence.class, KindOfEvidence.class)
                    .addMixIn(Work.class, PerhapsWithoutLettersAndChecks.class)
                    .addMixIn(CaseFacts.class, PerhapsWithoutLists.class)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Evidence.Inside.class, name = "inside"),
        @JsonSubTypes.Type(value = Evidence.Before.class, name = "before"),
        @JsonSubTypes.Type(value = Evidence.Outside.class, name = "outside"),
        @JsonSubTypes.Type(value = Evidence.CleanSibling.class, name = "clean-sibling"),
        @JsonSubTypes.Type(value = Evidence.AtStage.class, name = "stage"),
        @JsonSubTypes.Type(value = Evidence.Causes.class, name = "causes"),
        @JsonSubTypes.Type(value = Evidence.Replies.class, name = "replies"),
        @JsonSubTypes.Type(value = Evidence.Onset.class, name = "onset"),
        @JsonSubTypes.Type(value = Evidence.VolumeBefore.class, name = "volume-before"),
        @JsonSubTypes.Type(value = Evidence.Slowed.class, name = "slowed"),
        @JsonSubTypes.Type(value = Evidence.Messages.class, name = "messages")
    })
    private interface KindOfEvidence {}

    /// Older versions wrote none.
    private interface PerhapsWithoutLettersAndChecks {
        @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<PostmasterLetter> letters();

        @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<MendCheck> checks();
    }

    private interface PerhapsWithoutLists {
        @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<CaseFacts.Change> receiverChanges();

        @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<CaseFacts.Named> named();
    }

    private final Path folder;

    CaseFolder(Path folder) {
        this.folder = folder;
    }

    /// Those that can be read; another is told in the log and left alone.
    List<Case> all() throws IOException {
        var cases = new ArrayList<Case>();
        if (!Files.isDirectory(folder)) {
            return cases;
        }
        try (var files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (var file : files) {
                try {
                    cases.add(JSON.readValue(Files.readAllBytes(file), Case.class));
                } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
                    LOG.error("{} is no incident and is left alone: {}", file, e.getMessage());
                }
            }
        }
        return cases;
    }

    void write(Case one) throws IOException {
        WholeFile.replace(folder.resolve(one.id() + ENDING), JSON.writeValueAsBytes(one));
    }

    void forget(Case one) throws IOException {
        Files.deleteIfExists(folder.resolve(one.id() + ENDING));
    }
}
