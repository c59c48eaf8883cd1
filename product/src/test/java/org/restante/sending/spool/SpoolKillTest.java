package org.restante.sending.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while it puts mail.
final class SpoolKillTest {
    private static final int KILLS = Integer.getInteger("restante.spool.kills", 5);

    @TempDir Path folder;

    @Test
    void whatAKilledProcessWasToldIsDurableIsThere() throws Exception {
        var random = new Random(11);
        Map<UUID, String> said = new HashMap<>();
        for (int i = 0; i < KILLS; i++) {
            runAndKill(50 + random.nextInt(600), said);
            check(said);
        }
        assertThat(said).hasSizeGreaterThan(KILLS * 20);
    }

    private void runAndKill(int afterLines, Map<UUID, String> said)
            throws IOException, InterruptedException {
        var child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                classPath(),
                                Child.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<String> lines = new ArrayList<>();
        try (var out =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                if (lines.size() == afterLines) {
                    ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
                }
            }
        }
        child.waitFor();
        for (var line : lines) {
            if (line.length() == 38) {
                said.put(UUID.fromString(line.substring(2)), line.substring(0, 1));
            }
        }
        assertThat(lines).hasSizeGreaterThanOrEqualTo(afterLines);
    }

    private static String classPath() {
        return List.of(Spool.class, Child.class).stream()
                        .map(one ->
                                Path.of(
                                                URI.create(
                                                        one.getProtectionDomain()
                                                                .getCodeSource()
                                                                .getLocation()
                                                                .toString()))
                                        .toString())
                        .collect(Collectors.joining(File.pathSeparator))
                + File.pathSeparator
                + System.getProperty("java.class.path");
    }

    private void check(Map<UUID, String> said) throws Exception {
        try (var spool = SpoolTest.open(folder, SpoolTest.SMALL)) {
            assertThat(spool.recovered().damages()).isEmpty();
            for (var one : said.entrySet()) {
                boolean ended = one.getValue().equals("e");
                var message = spool.message(one.getKey());
                if (ended) {
                    assertThat(
                                    message.isEmpty()
                                            || message.get()
                                                    .recipients()
                                                    .getFirst()
                                                    .standing()
                                                    .done())
                            .isTrue();
                } else if (message.isPresent()
                        && !message.get().recipients().getFirst().standing().done()) {
                    // One whose end was not told of yet may have ended, and be gone before its body
                    // is read.
                    assertThat(spool.body(one.getKey()).readAllBytes())
                            .isEqualTo(Child.body(one.getKey()));
                }
                if (one.getValue().equals("k")) {
                    assertThat(message).isPresent();
                }
            }
        }
    }

    /// Puts messages for ever: says `k` of those it keeps, `p` of others when they are durable, `e` when those have ended.
    static final class Child {
        private Child() {}

        static byte[] body(UUID id) {
            var body =
                    new byte
                            [(int) (id.getLeastSignificantBits() & 0x3FFF)
                                    * (id.getLeastSignificantBits() % 16 == 0 ? 12 : 1)];
            new Random(id.getLeastSignificantBits()).nextBytes(body);
            return body;
        }

        public static void main(String[] args) throws Exception {
            var spool = SpoolTest.open(Path.of(args[0]), SpoolTest.SMALL);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    threads.submit(() -> put(spool));
                }
            }
        }

        private static boolean put(Spool spool) throws Exception {
            for (int i = 0; ; i++) {
                var draft = spool.begin();
                var body = body(draft.id());
                draft.write(body, 0, body.length);
                var id =
                        draft.commit(
                                new byte[9],
                                SpoolTest.recipients("b@example.com"),
                                SpoolTest.bytes("event"));
                say((i % 20 == 0 ? "k " : "p ") + id);
                if (i % 20 != 0) {
                    spool.change(id, 0, Standing.done(5, 1), SpoolTest.bytes("event")).await();
                    say("e " + id);
                }
                if (i % 50 == 0) {
                    spool.eventsCopied(spool.events(spool.eventsCopied(), (_, _) -> {}));
                }
            }
        }

        private static synchronized void say(String line) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
