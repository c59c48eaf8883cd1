package org.restante.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.restante.sending.spool.Spool;
import org.restante.sending.spool.SpoolSettings;
import org.restante.sending.spool.SpooledRecipient;
import org.restante.sending.spool.Standing;

/// Durable puts and ends of messages a second, each waited for, by so many callers at once on virtual threads.
///
/// `SpoolBench FOLDER [seconds] [lag] [kept share] [KiB] [callers]`: with a lag, a message ends only after so many others were put, in shuffled
/// order; a kept share never ends. Beside it the plain way: append to one file, `fdatasync` after each message.
public final class SpoolBench {
    private static final int[] KIB = {5, 20, 50};
    private static final int[] CALLERS = {1, 20, 100};

    private final Path folder;
    private final double seconds;
    private final int lag;
    private final double kept;

    private SpoolBench(Path folder, double seconds, int lag, double kept) {
        this.folder = folder;
        this.seconds = seconds;
        this.lag = lag;
        this.kept = kept;
    }

    public static void main(String[] args) throws Exception {
        int[] sizes = args.length > 4 ? new int[] {Integer.parseInt(args[4])} : KIB;
        int[] callersAtOnce = args.length > 5 ? new int[] {Integer.parseInt(args[5])} : CALLERS;
        var bench =
                new SpoolBench(
                        Path.of(args[0]),
                        args.length > 1 ? Double.parseDouble(args[1]) : 5,
                        args.length > 2 ? Integer.parseInt(args[2]) : 0,
                        args.length > 3 ? Double.parseDouble(args[3]) : 0);
        System.out.printf(
                Locale.ROOT,
                "%5s %8s %12s %12s %12s %10s %12s %12s %12s %14s%n",
                "KiB", "callers", "put+end/s", "put p50 ms", "put p99 ms", "batch", "sync p50 ms", "sync p99 ms", "CPU us/msg", "device/body");
        bench.spool(20, 20);
        System.out.println("(the line above warms up)");
        for (int kib : sizes) {
            for (int callers : callersAtOnce) {
                bench.spool(kib, callers);
            }
            bench.plain(kib);
        }
    }

    private void spool(int kib, int callers) throws Exception {
        clear();
        var body = new byte[kib << 10];
        ThreadLocalRandom.current().nextBytes(body);
        try (var spool = Spool.open(folder, SpoolSettings.defaults(), InstantSource.system(), System::nanoTime, new SecureRandom())) {
            var over = new AtomicBoolean();
            var copier = Thread.ofVirtual().start(() -> copy(spool, over));
            Thread.sleep(1500);
            long device = deviceBytes();
            long cpu = cpu();
            long from = System.nanoTime();
            long until = from + (long) (seconds * 1e9);
            var waiting = new ArrayBlockingQueue<UUID>(Math.max(1, 2 * lag + callers));
            var all = new ArrayList<long[]>();
            long messages = 0;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<long[]>> running = new ArrayList<>();
                for (int i = 0; i < callers; i++) {
                    Callable<long[]> caller = () -> call(spool, body, until, waiting);
                    running.add(threads.submit(caller));
                }
                for (var one : running) {
                    all.add(one.get());
                    messages += one.get().length;
                }
            }
            double took = (System.nanoTime() - from) / 1e9;
            var health = spool.health();
            double cpuMicros = (cpu() - cpu) / 1e3 / messages;
            double ratio = (deviceBytes() - device) / (double) (messages * body.length);
            over.set(true);
            copier.join();
            long[] times = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%5d %8d %12.0f %12.2f %12.2f %10.1f %12.2f %12.2f %12.1f %14.2f%n",
                    kib, callers, messages / took, percentile(times, 0.5), percentile(times, 0.99),
                    2.0 * messages / health.batches(), health.commitP50() / 1e6, health.commitP99() / 1e6, cpuMicros, ratio);
        }
    }

    private long[] call(Spool spool, byte[] body, long until, ArrayBlockingQueue<UUID> waiting) throws Exception {
        var random = ThreadLocalRandom.current();
        var times = new long[1024];
        int count = 0;
        while (System.nanoTime() < until) {
            long began = System.nanoTime();
            UUID id;
            try (var draft = spool.begin()) {
                draft.write(body, 0, body.length);
                id = draft.commit(new byte[120], List.of(new SpooledRecipient(new byte[30], Standing.waiting(1, 0, 0))), new byte[200]);
            }
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = System.nanoTime() - began;
            if (lag == 0 && random.nextDouble() >= kept) {
                end(spool, id);
            } else if (lag > 0) {
                if (random.nextDouble() >= kept) {
                    waiting.add(id);
                }
                if (waiting.size() > lag) {
                    shuffle(waiting, random.nextInt(4));
                    var other = waiting.poll();
                    if (other != null) {
                        end(spool, other);
                    }
                }
            }
        }
        return Arrays.copyOf(times, count);
    }

    private static void shuffle(ArrayBlockingQueue<UUID> waiting, int steps) {
        for (int i = 0; i < steps; i++) {
            var id = waiting.poll();
            if (id != null) {
                waiting.add(id);
            }
        }
    }

    private static void end(Spool spool, UUID id) throws Exception {
        spool.change(id, 0, Standing.done(5, 1), new byte[250]).await();
    }

    /// What the record of events does: read them, say how far.
    private static void copy(Spool spool, AtomicBoolean over) {
        try {
            while (!over.get()) {
                Thread.sleep(100);
                spool.eventsCopied(spool.events(spool.eventsCopied(), (_, _) -> {})).await();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void plain(int kib) throws IOException {
        clear();
        var body = ByteBuffer.allocateDirect(kib << 10);
        Files.createDirectories(folder);
        try (var file = FileChannel.open(folder.resolve("plain"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long from = System.nanoTime();
            long until = from + (long) (seconds * 1e9);
            var times = new long[1 << 20];
            int count = 0;
            while (System.nanoTime() < until && count < times.length) {
                long began = System.nanoTime();
                file.write(body.rewind());
                file.force(false);
                times[count++] = System.nanoTime() - began;
            }
            double took = (System.nanoTime() - from) / 1e9;
            long[] sorted = Arrays.copyOf(times, count);
            Arrays.sort(sorted);
            System.out.printf(
                    Locale.ROOT,
                    "%5d %8s %12.0f %12.2f %12.2f   plain: append and fdatasync each, puts only%n",
                    kib, "1", count / took, percentile(sorted, 0.5), percentile(sorted, 0.99));
        }
        clear();
    }

    private void clear() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e6;
    }

    /// Of all disks, by whatever process: what a process is said to have written counts whole folios of the page cache.
    private static long deviceBytes() throws IOException {
        long sectors = 0;
        try (var disks = Files.list(Path.of("/sys/block"))) {
            for (var disk : disks.toList()) {
                sectors += Long.parseLong(Files.readString(disk.resolve("stat")).strip().split(" +")[6]);
            }
        }
        return 512 * sectors;
    }

    private static long cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
}
