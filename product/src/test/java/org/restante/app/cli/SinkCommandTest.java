package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class SinkCommandTest {
    private static String error(String... arguments) {
        var run = CommandRun.of("", arguments);
        assertThat(run.exit()).isEqualTo(Exit.INPUT);
        assertThat(run.out()).isEmpty();
        return run.err();
    }

    @Test
    void aTakenPortIsNamedWithWhatWouldDo() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(error("sink", "--accept", "127.0.0.1:" + other.getLocalPort()))
                    .startsWith(
                            "restante: cannot listen at 127.0.0.1:"
                                    + other.getLocalPort()
                                    + ": Address already in use; another --listen");
        }
    }

    @Test
    void wrongWishesAreTold() {
        assertThat(error("sink", "--for", "soon"))
                .isEqualTo(
                        "restante: --for: 'soon' is no length of time; 90s, 10m or 2h would be right\n");
        assertThat(error("sink", "--speed", "0"))
                .startsWith("restante: --speed: 0.0 is not right; a number above 0");
        assertThat(error("sink", "--flavour", "hotmail"))
                .startsWith("restante: --flavour: 'hotmail' is not known; one of gmail,");
        assertThat(error("sink", "--accept", "127.0.0.1:0", "--key", "x.pem"))
                .isEqualTo("restante: --certificate and --key belong together; one is missing\n");
    }
}
