package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.sending.queue.QuietQueue.recipient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.sending.backlog.Waiting;

/// A message whose own record is damaged leaves the queue, on record, and its octets are kept for people.
@Timeout(120)
final class DamagedRecordTest {
    private static final By ANNA = new By("anna", "a test");

    @TempDir Path folder;

    private void damage(String mark) throws IOException {
        int damaged = 0;
        try (var all = Files.list(folder.resolve("spool"))) {
            for (var one :
                    all.filter(it -> it.getFileName().toString().startsWith("log-")).toList()) {
                int at =
                        new String(Files.readAllBytes(one), StandardCharsets.ISO_8859_1)
                                .indexOf(mark);
                if (at >= 0) {
                    try (var file = new RandomAccessFile(one.toFile(), "rw")) {
                        file.seek(at);
                        file.write('A');
                    }
                    damaged++;
                }
            }
        }
        assertThat(damaged).isEqualTo(1);
    }

    private static void isGone(QuietQueue world, UUID id) {
        long end = System.nanoTime() + Duration.ofSeconds(100).toNanos();
        while (world.spool().isHere(id)) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            Thread.yield();
        }
    }

    private void isSetAside(QuietQueue world, UUID id) throws Exception {
        isGone(world, id);
        assertThat(world.queue().control().damaged())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.message()).contains(id);
                    assertThat(it.file()).contains("damaged-" + id);
                    assertThat(it.why()).contains("checksum");
                    assertThat(it.at()).isPresent();
                });
        assertThat(
                        Files.readString(
                                folder.resolve("spool").resolve("damaged-" + id),
                                StandardCharsets.ISO_8859_1))
                .contains("nn@example.com", "Subject: greetings");
        assertThat(world.events())
                .filteredOn(it -> it.contains("set aside damaged mail"))
                .singleElement()
                .asString()
                .contains(id.toString(), "damaged-" + id, "\"type\":\"action\"");
    }

    @Test
    void itIsSetAsideWhenItsTurnComesAndTriedNoMore() throws Exception {
        try (var world = new QuietQueue(folder)) {
            var damaged = world.accept("you@example.org", recipient("ann@example.com"));
            damage("ann@example.com");

            assertThat(world.take("example.com").orElseThrow().mail().envelope().recipients())
                    .isEmpty();

            isSetAside(world, damaged);
            var other = world.accept("you@example.org", recipient("bob@example.com"));
            assertThat(world.take("example.com").orElseThrow().id()).isEqualTo(other);
            world.passes(Duration.ofHours(1));
            assertThat(world.take("example.com")).isEmpty();
        }
    }

    @Test
    void itIsSetAsideAtAStartWhoseSnapshotKnowsIt() throws Exception {
        var world = new QuietQueue(folder);
        try {
            var damaged = world.accept("you@example.org", recipient("ann@example.com"));
            var other = world.accept("you@example.org", recipient("bob@example.com"));
            world.close();
            damage("ann@example.com");
            world = new QuietQueue(folder);

            isSetAside(world, damaged);
            world.passes(Duration.ofMinutes(1));
            assertThat(world.take("example.com").orElseThrow().id()).isEqualTo(other);
        } finally {
            world.close();
        }
    }

    @Test
    void whatAStartSetAsideIsOnRecordOnceUntilSomebodyTakesItAway() throws Exception {
        var world = new QuietQueue(folder);
        try {
            world.accept("you@example.org", recipient("ann@example.com"));
            world.accept("you@example.org", recipient("bob@example.com"));
            world.close();
            damage("ann@example.com");
            for (int i = 0; i < 3; i++) {
                try (var all = Files.newDirectoryStream(folder.resolve("spool"), "snapshot-*")) {
                    for (var snapshot : all) {
                        Files.delete(snapshot);
                    }
                }
                world = new QuietQueue(folder);
                new DamagedMail(world.queue()).start();
                if (i < 2) {
                    world.close();
                }
            }

            var damaged = world.queue().control().damaged();
            assertThat(damaged)
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.message()).isEmpty();
                        assertThat(it.why()).contains("cannot be read from");
                    });
            assertThat(world.events())
                    .filteredOn(it -> it.contains("set aside damaged mail"))
                    .hasSize(1);
            Files.delete(folder.resolve("spool").resolve(damaged.getFirst().file().orElseThrow()));
            assertThat(world.queue().control().damaged()).isEmpty();
        } finally {
            world.close();
        }
    }

    @Test
    void whoseLatestStandingIsDamagedGoesOnAsItCameIn() throws Exception {
        var world = new QuietQueue(folder);
        try {
            var id = world.accept("you@example.org", recipient("ann@example.com"));
            world.isRefused("example.com", "451 4.3.0 a-word-to-damage", true);
            world.close();
            damage("a-word-to-damage");
            world = new QuietQueue(folder);
            world.passes(Duration.ofMinutes(1));

            var next = world.take("example.com").orElseThrow();

            assertThat(next.id()).isEqualTo(id);
            assertThat(next.mail().envelope().recipients()).hasSize(1);
        } finally {
            world.close();
        }
    }

    @Test
    void anExportNamesWhatItLeavesOut() throws Exception {
        try (var world = new QuietQueue(folder)) {
            var damaged = world.accept("you@example.org", recipient("ann@example.com"));
            var body = "Subject: x\r\n\r\na-body-to-damage\r\n".getBytes(StandardCharsets.US_ASCII);
            var broken = world.accept("you@example.org", body, recipient("eve@example.com"));
            var whole = world.accept("you@example.org", recipient("bob@example.com"));
            damage("ann@example.com");
            damage("a-body-to-damage");

            var stream = new ByteArrayOutputStream();
            world.queue().control().export(Filter.ALL, true, ANNA).writeTo(stream);

            assertThat(stream.toString(StandardCharsets.UTF_8))
                    .contains("{\"message\":\"" + whole)
                    .doesNotContain("{\"message\":\"" + broken)
                    .contains("\"end\":true,\"messages\":1,\"recipients\":1,\"left_out\":2")
                    .contains(damaged.toString(), broken.toString());
            var file = folder.resolve("an.export");
            Files.write(file, stream.toByteArray());
            assertThat(world.queue().control().importFrom(file, ANNA).refused()).isEqualTo(1);
            isGone(world, damaged);
            assertThat(world.spool().isHere(broken)).isTrue();
            assertThat(world.queue().control().show(broken))
                    .singleElement()
                    .satisfies(it -> assertThat(it.heldBy()).isNull());
        }
    }

    @Test
    void oneOfAnotherFormStaysIsToldOfAndIsTriedNoMore() throws Exception {
        try (var world = new QuietQueue(folder);
                var draft = world.spool().begin()) {
            draft.write(new byte[] {'x'}, 0, 1);
            var ann = recipient("ann@example.com");
            var id =
                    draft.commit(
                            new byte[] {99},
                            List.of(
                                    QueueExport.recipient(
                                            StoredMessage.bytes(ann), 0, 0, new byte[0])),
                            new byte[0]);
            var row = new Waiting(id, new int[] {0}, 0, 1);
            var bucket = world.bucket("example.com");
            world.queue().putBack(bucket, row);

            assertThat(world.take("example.com").orElseThrow().mail().envelope().recipients())
                    .isEmpty();

            assertThat(world.queue().claims().isTaken(id, 0)).isFalse();
            world.passes(Duration.ofHours(1));
            assertThat(world.take("example.com")).isEmpty();
            assertThat(world.spool().isHere(id)).isTrue();
            assertThat(world.queue().control().damaged())
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.message()).contains(id);
                        assertThat(it.file()).isEqualTo(Optional.empty());
                        assertThat(it.why()).contains("format 99");
                    });
        }
    }
}
