package org.restante.record.journal;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// One file of a journal: `events-20261120T120000000Z.jsonl`, or `….jsonl.zst` once it is packed. Its name tells when it was
/// begun, and their names tell their order.
///
/// @param begun no event in it is older than what the file before it ends with
public record Segment(Path path, Instant begun, boolean isPacked) implements Comparable<Segment> {
    static final String PACKING = ".new";
    private static final String HEAD = "events-";
    private static final String PLAIN = ".jsonl";
    private static final String PACKED = ".jsonl.zst";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    /// The file a journal would begin at `begun`.
    static Segment fresh(Path folder, Instant begun) {
        return new Segment(folder.resolve(HEAD + STAMP.format(begun) + PLAIN), begun, false);
    }

    /// The segment a file is, empty when its name is none of ours.
    static Optional<Segment> of(Path path) {
        var name = path.getFileName().toString();
        boolean packed = name.endsWith(PACKED);
        if (!name.startsWith(HEAD) || !packed && !name.endsWith(PLAIN)) {
            return Optional.empty();
        }
        var stamp =
                name.substring(
                        HEAD.length(), name.length() - (packed ? PACKED.length() : PLAIN.length()));
        try {
            return Optional.of(new Segment(path, STAMP.parse(stamp, Instant::from), packed));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The files of a journal in the order of time. Where a file and its packed copy are both there, packing was cut off before
    /// the file was deleted: the copy, which is put in place whole, counts.
    public static List<Segment> in(Path folder) throws IOException {
        var found = new TreeMap<Instant, Segment>();
        try (var all = Files.newDirectoryStream(folder, HEAD + "*")) {
            for (var one : all) {
                of(one).ifPresent(segment ->
                        found.merge(segment.begun(), segment, (a, b) -> a.isPacked() ? a : b));
            }
        }
        return List.copyOf(found.values());
    }

    Path packedPath() {
        return path.resolveSibling(path.getFileName() + ".zst");
    }

    /// Its text, unpacked on the way.
    public InputStream text() throws IOException {
        var raw = Files.newInputStream(path);
        if (!isPacked) {
            return raw;
        }
        try {
            return new ZstdInputStream(new BufferedInputStream(raw, 1 << 16));
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    @Override
    public int compareTo(Segment other) {
        return begun.compareTo(other.begun);
    }
}
