package org.restante.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.restante.sending.spool.Spool;
import org.restante.sending.spool.SpoolSettings;
import org.restante.sending.spool.SpoolVisitor;
import org.restante.sending.spool.SpooledMessage;
import org.restante.sending.spool.SpooledRecipient;
import org.restante.sending.spool.Standing;

/// How long a spool with many waiting recipients takes to open, with its snapshot and without, and what it holds in memory.
///
/// `SpoolRestartBench FOLDER [messages] [recipients each] [body bytes]`; the folder is filled where it is empty.
public final class SpoolRestartBench {
    private SpoolRestartBench() {}

    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        int messages = args.length > 1 ? Integer.parseInt(args[1]) : 200_000;
        int recipients = args.length > 2 ? Integer.parseInt(args[2]) : 50;
        int body = args.length > 3 ? Integer.parseInt(args[3]) : 2048;
        if (!Files.exists(folder)) {
            fill(folder, messages, recipients, body);
        }
        open(folder, "with its snapshot");
        try (var files = Files.list(folder)) {
            for (var file : files.filter(one -> one.getFileName().toString().startsWith("snapshot-")).toList()) {
                System.out.println("snapshot of " + Files.size(file) + " bytes");
                Files.delete(file);
            }
        }
        open(folder, "without");
    }

    private static Spool open(Path folder) throws Exception {
        return Spool.open(folder, SpoolSettings.defaults(), InstantSource.system(), System::nanoTime, new SecureRandom());
    }

    private static void fill(Path folder, int messages, int recipients, int body) throws Exception {
        long from = System.nanoTime();
        try (var spool = open(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<java.util.concurrent.Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                running.add(threads.submit(() -> put(spool, messages / 50, recipients, body)));
            }
            for (var one : running) {
                one.get();
            }
        }
        System.out.printf(Locale.ROOT, "%d messages of %d recipients filled in %.1f s%n", messages, recipients, (System.nanoTime() - from) / 1e9);
    }

    private static boolean put(Spool spool, int messages, int recipients, int size) throws Exception {
        var body = new byte[size];
        ThreadLocalRandom.current().nextBytes(body);
        List<SpooledRecipient> all = new ArrayList<>();
        for (int i = 0; i < recipients; i++) {
            all.add(new SpooledRecipient(new byte[30], Standing.waiting(1, 0, i)));
        }
        for (int i = 0; i < messages; i++) {
            try (var draft = spool.begin()) {
                draft.write(body, 0, size);
                var id = draft.commit(new byte[120], all, new byte[0]);
                // A fifth of the recipients was tried once.
                for (int r = 0; r < recipients; r += 5) {
                    spool.change(id, r, new Standing(2, false, 1, 99, new byte[40]), new byte[0]);
                }
            }
        }
        return true;
    }

    private static void open(Path folder, String how) throws Exception {
        long before = heap();
        long from = System.nanoTime();
        try (var spool = open(folder)) {
            double opened = (System.nanoTime() - from) / 1e9;
            long held = heap() - before;
            long again = System.nanoTime();
            long[] told = new long[2];
            spool.replay(
                    new SpoolVisitor() {
                        @Override
                        public void message(SpooledMessage message, BitSet later) {
                            told[0]++;
                            told[1] += message.recipients().size() - later.cardinality();
                        }

                        @Override
                        public void state(UUID id, int ordinal, Standing standing) {
                            told[1]++;
                        }
                    });
            System.out.printf(
                    Locale.ROOT,
                    "%s: by snapshot %s, opened in %.2f s, %d records read, %d messages, %d recipients, heap %.0f MiB (%.1f bytes a recipient), replay of %d recipients %.2f s%n",
                    how, spool.recovered().bySnapshot(), opened, spool.recovered().records(), spool.recovered().messages(), spool.recovered().recipients(),
                    held / 1048576.0, held / (double) spool.recovered().recipients(), told[1], (System.nanoTime() - again) / 1e9);
        }
    }

    private static long heap() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
