package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.restante.sending.reception.ReceptionSettings;

final class FileHandlesTest {
    private static final ReceptionSettings WANTED =
            ReceptionSettings.defaults().withConnections(20_000);

    @Test
    void enoughHandlesChangeNothing() {
        assertThat(FileHandles.bound(WANTED, 1 << 20)).isEqualTo(WANTED);
    }

    @Test
    void withFewerThereAreFewerConnections() {
        assertThat(FileHandles.bound(WANTED, 4096)).isEqualTo(WANTED.withConnections(2048));
    }

    @Test
    void withTooFewWeDoNotStart() {
        assertThatThrownBy(() -> FileHandles.check(WANTED, 256))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "only 256 file handles may be open at once, and a server needs 512: raise the limit (ulimit -n, or LimitNOFILE= in the systemd unit)");
    }
}
