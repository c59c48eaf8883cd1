package org.restante.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFolderTest {
    @TempDir private Path here;

    private static String mode(Path folder) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    }

    @Test
    void itsOwnerAloneMayEnterIt() throws IOException {
        var folder = here.resolve("var/lib/restante");

        PrivateFolder.make(folder);

        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(folder.getParent())).isNotEqualTo("rwx------");
    }

    @Test
    void oneThatIsThereKeepsItsMode() throws IOException {
        Files.setPosixFilePermissions(here, PosixFilePermissions.fromString("rwxr-x---"));

        PrivateFolder.make(here);

        assertThat(mode(here)).isEqualTo("rwxr-x---");
    }

    @Test
    void aFileOfThatNameIsTold() throws IOException {
        var file = Files.createFile(here.resolve("data"));

        assertThatThrownBy(() -> PrivateFolder.make(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot make the folder " + file);
    }
}
