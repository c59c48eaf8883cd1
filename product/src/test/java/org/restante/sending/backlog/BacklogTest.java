package org.restante.sending.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacklogTest {
    private static final long NOW = 1_000_000;

    @TempDir Path folder;

    private static Waiting waiting(int number, long due) {
        return new Waiting(new UUID(7, number), new int[] {0}, due, number);
    }

    private static Backlog backlog(UnreliableDisk disk, int rows) throws IOException {
        return new Backlog(disk, new BacklogSettings(rows, 8, 1_000), () -> NOW, () -> {});
    }

    private static void tidyAll(Backlog backlog) {
        boolean did = true;
        while (did) {
            did = backlog.tidy();
        }
    }

    @Test
    void mailThatGoesAtOnceTouchesNoDisk() throws IOException {
        var disk = new UnreliableDisk(new Random(1));
        var backlog = backlog(disk, 100);
        var line = backlog.line();
        for (int i = 0; i < 10_000; i++) {
            line.add(waiting(i, NOW));
            backlog.tidy();
            assertThat(line.take(NOW)).isEqualTo(waiting(i, NOW));
        }
        assertThat(disk.bytes()).isZero();
    }

    @Test
    void aMillionForOneDeadDomainIsAWindowInMemoryAndTheRestInFewFiles() throws IOException {
        var disk = new UnreliableDisk(new Random(1));
        var backlog = backlog(disk, 20_000);
        var dead = backlog.line();
        var other = backlog.line();
        for (int i = 0; i < 1_000_000; i++) {
            dead.add(waiting(i, NOW));
            if (i % 1_000 == 0) {
                backlog.tidy();
            }
        }
        tidyAll(backlog);
        assertThat(backlog.health().inMemory()).isLessThan(20_000);
        assertThat(disk.count()).isLessThan(25);
        assertThat(dead.size()).isEqualTo(1_000_000);

        other.add(waiting(0, NOW));
        assertThat(other.take(NOW)).isEqualTo(waiting(0, NOW));
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(dead.take(NOW)).isEqualTo(waiting(i, NOW));
            if (i % 100_000 == 0) {
                assertThat(backlog.health().inMemory()).isLessThan(1_000);
            }
        }
        assertThat(dead.take(Long.MAX_VALUE / 2)).isNull();
        backlog.tidy();
        assertThat(disk.count()).isZero();
    }

    @Test
    void manyLinesShareFewFiles() throws IOException {
        var disk = new UnreliableDisk(new Random(1));
        var backlog = backlog(disk, 10_000);
        var lines = new ArrayList<Line>();
        for (int i = 0; i < 5_000; i++) {
            lines.add(backlog.line());
        }
        for (int i = 0; i < 200_000; i++) {
            lines.get(i % 5_000).add(waiting(i, NOW + 60_000 + i));
            if (i % 5_000 == 0) {
                backlog.tidy();
            }
        }
        tidyAll(backlog);
        assertThat(disk.count()).isLessThan(20);
        assertThat(backlog.health().inMemory()).isLessThanOrEqualTo(40_000);
        for (int i = 0; i < 200_000; i++) {
            assertThat(lines.get(i % 5_000).take(NOW + 60_000 + i))
                    .isEqualTo(waiting(i, NOW + 60_000 + i));
        }
    }

    @Test
    void whatTheDiskDoesNotTakeStaysInMemoryUntilItDoes() throws IOException {
        var disk = new UnreliableDisk(new Random(1));
        var backlog = backlog(disk, 100);
        disk.capacity(0);
        var line = backlog.line();
        for (int i = 0; i < 300; i++) {
            line.add(waiting(i, NOW + i));
            backlog.tidy();
        }
        assertThat(backlog.health().trouble()).isEqualTo("No space left on device");
        assertThat(backlog.isFull()).isFalse();
        for (int i = 300; i < 1_000; i++) {
            line.add(waiting(i, NOW + i));
        }
        assertThat(backlog.isFull()).isTrue();

        disk.capacity(Long.MAX_VALUE);
        tidyAll(backlog);
        assertThat(backlog.isFull()).isFalse();
        assertThat(backlog.health().trouble()).isNull();
        for (int i = 0; i < 1_000; i++) {
            assertThat(line.take(NOW + 5_000)).isEqualTo(waiting(i, NOW + i));
        }
    }

    @Test
    void recipientsOfOneMessageStayTogether() throws IOException {
        var disk = new UnreliableDisk(new Random(1));
        var backlog = backlog(disk, 10);
        var line = backlog.line();
        var several = new Waiting(new UUID(1, 2), new int[] {3, 4, 9}, NOW + 5_000, 1);
        line.add(several);
        for (int i = 10; i < 100; i++) {
            line.add(waiting(i, NOW + 9_000));
        }
        tidyAll(backlog);
        assertThat(line.take(NOW + 5_000)).isEqualTo(several);
    }

    @Test
    void whatAnEarlierProcessLeftIsRemoved() throws IOException {
        Files.writeString(folder.resolve("run-0"), "old");
        var settings = new BacklogSettings(8, 2, 0);
        try (var backlog = Backlog.open(folder, settings, () -> NOW, () -> {})) {
            var line = backlog.line();
            for (int i = 0; i < 5_000; i++) {
                line.add(waiting(i, NOW + i));
            }
            for (int i = 0; i < 5_000; i++) {
                assertThat(line.take(NOW + i)).isEqualTo(waiting(i, NOW + i));
            }
        }
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aPageSaysWhatItIs() throws IOException {
        var page = new byte[Page.BYTES];
        Page.put(page, 0, 0, 0x0102030405060708L, 9, 10, 11, 12);
        Page.seal(page, 0, 5, 6, 1);
        Page.check(page, 0, 5, 6);
        var beginning = java.util.HexFormat.of().formatHex(page, 0, 64);
        assertThat(beginning)
                .isEqualTo(
                        "52424b4c00000001000000000000000500000006000000015d5c160900000000"
                                + "0102030405060708000000090000000a000000000000000b000000000000000c");
    }
}
