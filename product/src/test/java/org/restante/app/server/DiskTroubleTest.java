package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Users;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.BadRouteException;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;

/// The whole server on a real file system of its own that fills up, or that the kernel makes read-only after an error. Needs root
/// and a loop device.
@Tag("slow")
@Timeout(120)
final class DiskTroubleTest {
    /// An empty spool takes 160 MiB.
    private static final long DISK = 256L << 20;

    private static final String BODY = "\r\n\r\n" + ("x".repeat(76) + "\r\n").repeat(2500);

    @TempDir private Path folder;

    /// An ext4 file system in a file.
    private static final class Mounted implements Closeable {
        private final Path image;
        private final Path at;

        private Mounted(Path image, Path at) {
            this.image = image;
            this.at = at;
        }

        static Mounted in(Path folder) throws IOException, InterruptedException {
            var image = folder.resolve("image");
            try (var file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(DISK);
            }
            var at = Files.createDirectory(folder.resolve("disk"));
            var mounted = new Mounted(image, at);
            if (!runs("mkfs.ext4", "-q", "-F", "-m", "0", image.toString()) || !mounted.mounts()) {
                abort("a file system of its own can be mounted by root with a loop device only");
            }
            return mounted;
        }

        private boolean mounts() throws IOException, InterruptedException {
            return runs("mount", "-o", "loop,errors=remount-ro", image.toString(), at.toString());
        }

        /// What an operator does: unmount, check, mount.
        void mend() throws IOException, InterruptedException {
            runs("umount", at.toString());
            runs("e2fsck", "-p", image.toString());
            assertThat(mounts()).isTrue();
        }

        /// As if the device had failed: nothing is written from now on.
        void fail() throws IOException, InterruptedException {
            var device = output("findmnt", "-no", "SOURCE", at.toString());
            var trigger =
                    Path.of(
                            "/sys/fs/ext4",
                            Path.of(device).getFileName().toString(),
                            "trigger_fs_error");
            if (!Files.exists(trigger)) {
                abort("this kernel fails no file system on demand");
            }
            Files.writeString(trigger, "test");
        }

        @Override
        public void close() throws IOException {
            try {
                runs("umount", at.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static boolean runs(String... command) throws IOException, InterruptedException {
            try {
                return new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException e) {
                return false;
            }
        }

        private static String output(String... command) throws IOException {
            return new String(
                            new ProcessBuilder(command).start().getInputStream().readAllBytes(),
                            StandardCharsets.UTF_8)
                    .strip();
        }
    }

    private static Server start(Path data, int port) throws IOException, BadRouteException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Server.start(
                Server.Settings.usual(
                        "us.test",
                        data,
                        List.of(new ListenerSettings(loopback, Kind.RELAY)),
                        RoutedWays.ofSystem(
                                Routes.parseForLoopback(List.of("*=127.0.0.1:" + port)),
                                Knowledge.shipped().providers(),
                                InstantSource.system(),
                                System::nanoTime,
                                new Random(1)),
                        Pools.of(Source.unbound("default", new Domain("us.test"))),
                        Users.NONE),
                Knowledge.shipped(),
                InstantSource.system(),
                System::nanoTime);
    }

    /// @return the answer to the data, or to what was refused before
    private static String send(Server server, int number) throws IOException {
        var address = server.addresses().getFirst();
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var out = socket.getOutputStream();
            var answer = in.readLine();
            for (var command :
                    List.of(
                            "HELO client.test",
                            "MAIL FROM:<a@us.test>",
                            "RCPT TO:<b@b.test>",
                            "DATA",
                            "Subject: number " + number + BODY + ".")) {
                if (answer == null || answer.startsWith("4") || answer.startsWith("5")) {
                    break;
                }
                out.write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
                answer = in.readLine();
            }
            return String.valueOf(answer);
        }
    }

    @Test
    void aFullDiskRefusesNewMailAndDrainsAndThenTakesMailAgain() throws Exception {
        var mayGo = new CountDownLatch(1);
        try (var disk = Mounted.in(folder);
                var receiver =
                        new Receiver(command -> {
                            await(command.equals(".") ? mayGo : new CountDownLatch(0));
                            return "";
                        });
                var server = start(disk.at.resolve("data"), receiver.port())) {
            int taken = 0;
            var answer = send(server, 0);
            for (; answer.startsWith("250"); answer = send(server, taken)) {
                taken++;
            }
            assertThat(answer).startsWith("452 4.3.1 ");
            assertThat(server.health().acceptsMail()).isFalse();
            assertThat(taken).isGreaterThan(50);

            mayGo.countDown();
            while (receiver.messages.size() < taken || server.queue().waiting() > 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            do {
                answer = send(server, taken);
            } while (!answer.startsWith("250"));
            assertThat(receiver.messages.size()).isBetween(taken, taken + 1);
        }
    }

    private static boolean hasArrived(
            String subject, List<String> before, List<String> afterwards) {
        return Stream.concat(before.stream(), afterwards.stream())
                .anyMatch(message -> message.contains(subject));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aDiskThatFailsStopsReceptionSaysSoAndLosesNothing() throws Exception {
        var promised = new ArrayList<String>();
        var arrived = new ArrayList<String>();
        var mayGo = new CountDownLatch(1);
        try (var disk = Mounted.in(folder)) {
            var data = disk.at.resolve("data");
            try (var receiver =
                            new Receiver(command -> {
                                await(command.equals(".") ? mayGo : new CountDownLatch(0));
                                return "";
                            });
                    var server = start(data, receiver.port())) {
                for (int i = 0; i < 40; i++) {
                    assertThat(send(server, i)).startsWith("250");
                    promised.add("Subject: number " + i + "\n");
                }
                disk.fail();
                assertThat(send(server, 40)).startsWith("451 4.3.0 ");
                assertThat(send(server, 41)).startsWith("451 4.3.0 ");
                assertThat(server.health().stopped()).isPresent();
                int underWay = server.dispatch().sessions();
                assertThat(underWay).isLessThan(30);
                mayGo.countDown();
                while (server.dispatch().sessions() > 0) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
                server.close();
                arrived.addAll(receiver.messages);
                // What is delivered now is delivered again after a restart: none but what was under
                // way.
                assertThat(arrived).hasSizeLessThanOrEqualTo(underWay);
            }
            disk.mend();
            try (var receiver = new Receiver(command -> "");
                    var server = start(data, receiver.port())) {
                while (!promised.stream()
                        .allMatch(subject -> hasArrived(subject, arrived, receiver.messages))) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
            }
        }
    }
}
