package org.restante.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data folder that others may enter, as somebody made it or an earlier version left it.
final class DataFolderTest {
    @TempDir private Path folder;

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Path open(Path ours, String mode) throws IOException {
        mode(ours, mode);
        return ours;
    }

    @Test
    void whatTheServerKeepsThereIsItsOwnersAlone() throws IOException {
        var store = open(Files.createDirectory(folder.resolve("store")), "rwxr-xr-x");
        var pacing = open(Files.createFile(folder.resolve("pacing.json")), "rw-r--r--");
        mode(folder, "rwxr-xr-x");

        DataFolder.open(folder);

        assertThat(mode(store)).isEqualTo("rwx------");
        assertThat(mode(pacing)).isEqualTo("rw-------");
        assertThat(mode(folder)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void aFolderThatOthersMayEnterIsToldWithWhatToDo() throws IOException {
        assertThat(DataFolder.objection(open(folder, "rwxr-x---")))
                .hasValueSatisfying(
                        said -> assertThat(said).contains("(rwxr-x---)", "'chmod 700 " + folder));
        assertThat(DataFolder.objection(open(folder, "rwx------"))).isEmpty();
    }

    @Test
    void whatIsSomebodyElsesStaysAsItIs() throws IOException {
        var notes = open(Files.createFile(folder.resolve("notes.txt")), "rw-r--r--");

        DataFolder.open(folder);

        assertThat(mode(notes)).isEqualTo("rw-r--r--");
    }

    @Test
    void aFileThatIsWrittenUnderTheServersUmaskIsItsOwnersAlone() throws IOException {
        var before = Umask.set(Umask.OWNERS_ONLY);
        try {
            assertThat(mode(Files.createFile(folder.resolve("a")))).isEqualTo("rw-------");
            assertThat(mode(Files.createDirectory(folder.resolve("b")))).isEqualTo("rwx------");
        } finally {
            Umask.set(before.orElseThrow());
        }
    }
}
