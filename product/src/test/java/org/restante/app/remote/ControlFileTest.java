package org.restante.app.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlFileTest {
    private static final long OURS = ProcessHandle.current().pid();

    @TempDir private Path data;

    private static ControlFile file(String token, long process) {
        return new ControlFile(
                URI.create("http://127.0.0.1:8080"),
                token,
                process,
                Instant.now(),
                Optional.empty());
    }

    @Test
    void itIsReadBackByItsOwnerAndTakenAwayByWhoWroteIt() throws Exception {
        var file = file("rst_a", OURS);
        file.write(data);

        assertThat(ControlFile.read(data)).contains(file);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(ControlFile.path(data))))
                .isEqualTo("rw-------");
        file("rst_b", OURS).remove(data);
        assertThat(ControlFile.read(data)).contains(file);
        file.remove(data);
        assertThat(ControlFile.read(data)).isEmpty();
    }

    @Test
    void oneOfAServerThatHasEndedIsStale() throws Exception {
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertThat(file("rst_a", ended.pid()).isStale()).isTrue();
        assertThat(file("rst_a", OURS).isStale()).isFalse();
        var before =
                new ControlFile(URI.create("http://a"), "t", OURS, Instant.EPOCH, Optional.empty());
        assertThat(before.isStale()).isTrue();
    }

    @Test
    void anythingElseIsSaidToBeNone() throws Exception {
        Files.createDirectories(data.resolve("run"));
        Files.writeString(ControlFile.path(data), "{\"server\":7}");
        assertThatThrownBy(() -> ControlFile.read(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no control file of this version");
    }
}
