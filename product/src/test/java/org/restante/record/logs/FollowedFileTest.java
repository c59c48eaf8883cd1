package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FollowedFileTest {
    @TempDir private Path folder;
    private Path log;

    @BeforeEach
    void aLog() {
        log = folder.resolve("mail.log");
    }

    private void write(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String next(FollowedFile file) throws IOException {
        var all = new StringBuilder();
        for (var block = file.next(); block != null; block = file.next()) {
            all.append(new String(block.bytes(), 0, block.length(), StandardCharsets.UTF_8));
        }
        return all.toString();
    }

    @Test
    void givesWhatWasAddedAndOnlyWholeLines() throws IOException {
        write("one\ntw");
        try (var file = new FollowedFile(log, 0)) {
            assertThat(next(file)).isEqualTo("one\n");
            assertThat(next(file)).isEmpty();
            write("o\nthree\n");
            assertThat(next(file)).isEqualTo("two\nthree\n");
        }
    }

    @Test
    void goesOnInTheNewFileWhenTheOldOneWasRenamed() throws IOException {
        write("one\n");
        try (var file = new FollowedFile(log, 0)) {
            assertThat(next(file)).isEqualTo("one\n");
            write("last\n");
            Files.move(log, folder.resolve("mail.log.1"));
            write("first\n");
            assertThat(next(file)).isEqualTo("last\nfirst\n");
        }
    }

    @Test
    void beginsAnewWhenTheFileWasCut() throws IOException {
        write("one\ntwo\n");
        try (var file = new FollowedFile(log, 0)) {
            assertThat(next(file)).isEqualTo("one\ntwo\n");
            Files.writeString(log, "new\n");
            assertThat(next(file)).isEqualTo("new\n");
        }
    }

    @Test
    void waitsForAFileThatIsNotThereYet() throws IOException {
        try (var file = new FollowedFile(log, 0)) {
            assertThat(next(file)).isEmpty();
            write("one\n");
            assertThat(next(file)).isEqualTo("one\n");
        }
    }

    @Test
    void passesOverALineThatNeverEnds() throws IOException {
        write("x".repeat(3 << 20) + "\nafter\n");
        try (var file = new FollowedFile(log, 0)) {
            assertThat(next(file) + next(file) + next(file)).isEqualTo("after\n");
        }
    }
}
