package org.restante.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {
    @TempDir private Path folder;

    @Test
    void whatIsShorterLeavesNothingOfWhatWasLonger() throws Exception {
        var file = folder.resolve("new/folder/state.json");
        WholeFile.replace(file, "a long first state".getBytes());
        // Left by a crash while it was written.
        Files.writeString(file.resolveSibling("state.json.new"), "half of a longer state than all");

        WholeFile.replace(file, "short".getBytes());

        assertThat(file).hasContent("short");
        assertThat(file.getParent().toFile().list()).containsExactly("state.json");
    }

    @Test
    void theOldOneStandsWhenTheNewOneCannotBeWritten() throws Exception {
        var file = folder.resolve("state.json");
        WholeFile.replace(file, "old".getBytes());
        Files.createDirectory(folder.resolve("state.json.new"));

        assertThatThrownBy(() -> WholeFile.replace(file, "new".getBytes()))
                .isInstanceOf(IOException.class);

        assertThat(file).hasContent("old");
    }
}
