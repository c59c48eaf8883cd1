package org.restante.sending.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Many lives of a backlog beside a plain model of it: who is added and taken while runs are written, merged, damaged and made anew.
class BacklogHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("restante.backlog.histories", 500);
    private static final long SEED = Long.getLong("restante.backlog.seed", 1);

    @Test
    void itIsAsTheModelSays() throws IOException {
        var did = new int[Did.values().length];
        for (int i = 0; i < HISTORIES; i++) {
            new History(SEED + i, did).live();
        }
        for (var one : Did.values()) {
            assertThat(did[one.ordinal()]).as(one.toString()).isPositive();
        }
    }

    private enum Did {
        TOOK,
        SPILLED,
        MERGED,
        REBUILT,
        COULD_NOT_WRITE
    }

    private static final class History {
        private static final int LINES = 5;

        private final Random random;
        private final int[] did;
        private final UnreliableDisk disk;
        private final Backlog backlog;
        private final List<Line> lines = new ArrayList<>();

        /// Who waits in each line, by recipient.
        private final List<Map<String, Waiting>> model = new ArrayList<>();

        private final String label;
        private boolean isDamaged;
        private long now = 1_000_000;
        private int turns;

        History(long seed, int[] did) throws IOException {
            label = "seed " + seed;
            this.did = did;
            random = new Random(seed);
            disk = new UnreliableDisk(random);
            var settings =
                    new BacklogSettings(
                            8 + random.nextInt(200), 2 + random.nextInt(3), random.nextInt(2_000));
            backlog = new Backlog(disk, settings, () -> now, () -> isDamaged = true);
            for (int i = 0; i < LINES; i++) {
                lines.add(backlog.line());
                model.add(new HashMap<>());
            }
        }

        void live() throws IOException {
            int steps = 50 + random.nextInt(250);
            for (int i = 0; i < steps; i++) {
                step();
                if (isDamaged) {
                    rebuild();
                }
            }
            drain();
        }

        private void step() throws IOException {
            int line = random.nextInt(LINES);
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4 -> addSome(line);
                case 5, 6, 7, 8 -> take(line);
                case 9, 10, 11 -> tidy();
                case 12 -> now += random.nextInt(3_000);
                case 13, 14, 15 -> putBack(line);
                case 16, 17 -> faults();
                case 18 -> {
                    if (random.nextInt(3) == 0) {
                        disk.harm();
                    }
                }
                case 19 -> {
                    if (model.get(line).isEmpty() && lines.get(line).close()) {
                        lines.set(line, backlog.line());
                    }
                }
                default -> throw new AssertionError();
            }
        }

        private void faults() {
            switch (random.nextInt(4)) {
                case 0 -> disk.failWrites(random.nextInt(3));
                case 1 -> disk.shortenWrites(random.nextInt(5));
                case 2 ->
                        disk.capacity(
                                random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(60_000));
                case 3 -> disk.failReads(random.nextInt(2));
                default -> throw new AssertionError();
            }
        }

        private void addSome(int line) {
            int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 20);
            for (int i = 0; i < count; i++) {
                var ordinals = new int[1 + random.nextInt(random.nextInt(10) == 0 ? 12 : 2)];
                for (int k = 0; k < ordinals.length; k++) {
                    ordinals[k] = k * 3 + random.nextInt(3);
                }
                long due = now + random.nextInt(5_000) - 1_000;
                add(line, new Waiting(new UUID(random.nextLong(), i), ordinals, due, turns++));
            }
        }

        private void add(int line, Waiting waiting) {
            lines.get(line).add(waiting);
            for (int ordinal : waiting.ordinals()) {
                model.get(line).put(waiting.id() + "/" + ordinal, waiting);
            }
        }

        private Waiting taken(int line) {
            var waiting = lines.get(line).take(now);
            if (isDamaged) {
                return null;
            }
            var all = model.get(line).values();
            var first =
                    all.stream()
                            .min(
                                    Comparator.comparingLong(Waiting::due)
                                            .thenComparingInt(Waiting::turn));
            if (first.isEmpty() || first.get().due() > now) {
                assertThat(waiting).as(label()).isNull();
                return null;
            }
            assertThat(waiting).as(label()).isNotNull();
            assertThat(waiting.due()).as(label()).isEqualTo(first.get().due());
            assertThat(waiting.id()).as(label()).isEqualTo(first.get().id());
            for (int ordinal : waiting.ordinals()) {
                var was = model.get(line).remove(waiting.id() + "/" + ordinal);
                assertThat(was).as(label()).isNotNull();
                assertThat(was.turn()).as(label()).isEqualTo(waiting.turn());
                assertThat(was.due()).as(label()).isEqualTo(waiting.due());
            }
            assertThat(lines.get(line).size()).as(label()).isEqualTo(model.get(line).size());
            did[Did.TOOK.ordinal()]++;
            return waiting;
        }

        private void take(int line) {
            int count = 1 + random.nextInt(30);
            for (int i = 0; i < count && !isDamaged; i++) {
                if (taken(line) == null) {
                    return;
                }
            }
        }

        private void putBack(int line) {
            var waiting = taken(line);
            if (waiting != null) {
                add(line, random.nextBoolean() ? waiting : waiting.at(now + random.nextInt(9_000)));
            }
        }

        private void tidy() {
            var before = backlog.health();
            backlog.tidy();
            var after = backlog.health();
            did[Did.SPILLED.ordinal()] += after.inMemory() < before.inMemory() ? 1 : 0;
            did[Did.MERGED.ordinal()] += after.runs() < before.runs() ? 1 : 0;
            did[Did.COULD_NOT_WRITE.ordinal()] += after.trouble() == null ? 0 : 1;
        }

        /// What the queue does with the spool's help.
        private void rebuild() {
            backlog.clear();
            disk.failReads(0);
            isDamaged = false;
            for (int line = 0; line < LINES; line++) {
                assertThat(lines.get(line).size()).isZero();
                var all = model.get(line);
                for (var entry : List.copyOf(all.entrySet())) {
                    int ordinal =
                            Integer.parseInt(
                                    entry.getKey().substring(entry.getKey().indexOf('/') + 1));
                    var it = entry.getValue();
                    add(line, new Waiting(it.id(), new int[] {ordinal}, it.due(), turns++));
                }
            }
            did[Did.REBUILT.ordinal()]++;
        }

        private void drain() throws IOException {
            now += 1_000_000;
            disk.failWrites(0);
            disk.failReads(0);
            disk.capacity(Long.MAX_VALUE);
            for (int line = 0; line < LINES; line++) {
                while (taken(line) != null || isDamaged) {
                    if (isDamaged) {
                        rebuild();
                        line = 0;
                    }
                    if (random.nextInt(10) == 0) {
                        tidy();
                    }
                }
            }
            while (backlog.tidy() && !isDamaged) {
                tidy();
            }
            for (int line = 0; line < LINES; line++) {
                assertThat(lines.get(line).size()).as(label()).isZero();
                assertThat(model.get(line)).as(label()).isEmpty();
            }
            if (!isDamaged) {
                assertThat(backlog.health().inMemory()).as(label()).isZero();
            }
            backlog.close();
            assertThat(disk.count()).as(label()).isZero();
        }

        private String label() {
            return label;
        }
    }
}
