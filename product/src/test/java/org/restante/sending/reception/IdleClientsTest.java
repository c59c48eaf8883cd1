package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.testing.MailServer;

/// Ten thousand clients that say nothing, in a process of their own: they take little room, and who has mail is served meanwhile.
@Tag("slow")
@Timeout(180)
final class IdleClientsTest {
    private static final int MANY = 10_000;
    private static final long OCTETS_EACH = 24 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KeptMail mail = new KeptMail();

    private static long used() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void tenThousandIdleClientsHarmNobody() throws Exception {
        Assumptions.assumeTrue(
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof UnixOperatingSystemMXBean unix
                        && unix.getMaxFileDescriptorCount() > MANY + 1000,
                "too few file handles here for " + MANY + " connections");
        try (var reception =
                new Reception(
                        "mx.test",
                        () -> ReceptionSettings.defaults(),
                        new Everybody(),
                        () -> Optional.empty(),
                        mail,
                        Brakes.usual(Instant::now, System::nanoTime),
                        Gates.NONE,
                        Instant::now,
                        System::nanoTime)) {
            int port =
                    reception
                            .listen(
                                    new ListenerSettings(
                                            new InetSocketAddress(
                                                    InetAddress.getLoopbackAddress(), 0),
                                            Kind.RELAY))
                            .getPort();
            sendOne(port);
            long before = used();
            var clients = clients(port);
            try {
                var said =
                        new BufferedReader(
                                        new InputStreamReader(
                                                clients.getInputStream(), StandardCharsets.UTF_8))
                                .readLine();
                assertThat(said).isEqualTo("greeted " + MANY);
                assertThat(reception.sessions()).isEqualTo(MANY);

                long each = (used() - before) / MANY;
                long begun = System.nanoTime();
                sendOne(port);
                var took = Duration.ofNanos(System.nanoTime() - begun);

                System.out.println(
                        "idle clients: "
                                + each
                                + " octets of heap each; a message meanwhile took "
                                + took.toMillis()
                                + " ms");
                assertThat(each).isLessThan(OCTETS_EACH);
                assertThat(took).isLessThan(PATIENCE);
            } finally {
                clients.getOutputStream().close();
                if (!clients.waitFor(30, TimeUnit.SECONDS)) {
                    clients.destroyForcibly();
                }
            }
        }
    }

    private static void sendOne(int port) throws IOException {
        MailServer.give(port, "a@a.test", "b@b.test", "Subject: busy\r\n\r\nhi\r\n");
    }

    private static Process clients(int port) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IdleClients.class.getName(),
                        String.valueOf(port),
                        String.valueOf(MANY))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
