package org.restante.record.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;

/// How fast one reader reads one file on one core, line search included: `ReaderSpeed FORMAT FILE ROUNDS`. Prints each
/// round, so that the first (before the compiler has done its work) is seen beside the last.
final class ReaderSpeed {
    private ReaderSpeed() {}

    public static void main(String[] args) throws IOException {
        var format = LogFormat.of(args[0]).orElseThrow();
        var file = Path.of(args[1]);
        var all = Files.readAllBytes(file);
        var head = Arrays.copyOf(all, Math.min(all.length, 1 << 16));
        var context =
                new LogContext(ZoneOffset.UTC, Files.getLastModifiedTime(file).toInstant(), head);
        for (int round = 0; round < Integer.parseInt(args[2]); round++) {
            long begun = System.nanoTime();
            var counts = count(format.reader(context), all);
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    "%s: %d lines, %.0f MB/s, %.0f ns a line; read, passed, unparsed, rows %s%n",
                    format.word(),
                    counts[0] + counts[1] + counts[2],
                    all.length / 1e6 / seconds,
                    seconds * 1e9 / (counts[0] + counts[1] + counts[2]),
                    Arrays.toString(counts));
        }
    }

    private static long[] count(LineReader reader, byte[] all) {
        var counts = new long[4];
        for (int at = 0; at < all.length; ) {
            int end = Bytes.find(all, at, all.length, (byte) '\n');
            counts[reader.read(all, at, end, row -> counts[3]++).ordinal()]++;
            at = end + 1;
        }
        return counts;
    }
}
