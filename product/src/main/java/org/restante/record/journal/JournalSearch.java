package org.restante.record.journal;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Finds the lines of a journal that have a word in them, such as a message's id. Files that ended before a time are passed over by
/// their names; lines are not read as events until one has the word.
public final class JournalSearch {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS");
    private static final int PIECE = 1 << 20;

    private final byte[] word;
    private final int most;
    private final BooleanSupplier isOver;
    private final List<String> found = new ArrayList<>();
    private boolean wasCut;

    /// What was found.
    ///
    /// @param complete whether all was looked through, or as many lines found as were wanted
    public record Found(List<String> lines, boolean complete) {
        public Found {
            lines = List.copyOf(lines);
        }
    }

    private JournalSearch(String word, int most, BooleanSupplier isOver) {
        this.isOver = isOver;
        this.word = word.getBytes(StandardCharsets.UTF_8);
        this.most = most;
    }

    /// The lines in the order of the journal.
    ///
    /// @param since nothing is looked for from before
    /// @param most lines, the first ones
    /// @param isOver whether the time for it is over, asked often
    public static Found lines(
            Path folder, String word, Instant since, int most, BooleanSupplier isOver)
            throws IOException {
        var search = new JournalSearch(word, most, isOver);
        var files = FileJournal.files(folder);
        for (int i = 0; i < files.size() && !search.isDone(); i++) {
            boolean isBefore = i + 1 < files.size() && !beginning(files.get(i + 1)).isAfter(since);
            if (!isBefore) {
                search.file(files.get(i));
            }
        }
        return new Found(search.found, search.found.size() >= most || !search.wasCut);
    }

    private boolean isDone() {
        wasCut |= isOver.getAsBoolean();
        return wasCut || found.size() >= most;
    }

    /// When a file was begun; a file of another name may have been begun at any time.
    private static Instant beginning(Path file) {
        var name = file.getFileName().toString();
        try {
            return LocalDateTime.parse(name.substring(7, 25), NAME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException | StringIndexOutOfBoundsException e) {
            return Instant.MAX;
        }
    }

    /// A file that was packed or deleted meanwhile is looked for under its packed name, or not at all.
    private void file(Path file) throws IOException {
        try (var in = open(file)) {
            read(in);
        } catch (NoSuchFileException e) {
            var packed = file.resolveSibling(file.getFileName() + ".zst");
            if (Files.exists(packed)) {
                file(packed);
            }
        }
    }

    private static InputStream open(Path file) throws IOException {
        var in = Files.newInputStream(file);
        return file.toString().endsWith(".zst")
                ? new ZstdInputStream(new BufferedInputStream(in, 1 << 16))
                : in;
    }

    private void read(InputStream in) throws IOException {
        var piece = new byte[PIECE];
        int filled = 0;
        for (int count = in.read(piece, filled, piece.length - filled);
                count >= 0 && !isDone();
                count = in.read(piece, filled, piece.length - filled)) {
            filled += count;
            int end = lastLineEnd(piece, filled);
            look(piece, end);
            filled -= end;
            System.arraycopy(piece, end, piece, 0, filled);
            if (filled == piece.length) {
                piece = Arrays.copyOf(piece, piece.length * 2);
            }
        }
        if (!wasCut) {
            look(piece, filled);
        }
    }

    private static int lastLineEnd(byte[] piece, int filled) {
        int end = filled;
        while (end > 0 && piece[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private void look(byte[] piece, int end) {
        int last = end - word.length;
        for (int at = 0; at <= last; at++) {
            if (piece[at] == word[0] && isAt(piece, at)) {
                int from = at;
                while (from > 0 && piece[from - 1] != '\n') {
                    from--;
                }
                int to = at;
                while (to < end && piece[to] != '\n') {
                    to++;
                }
                if (found.size() < most) {
                    found.add(new String(piece, from, to - from, StandardCharsets.UTF_8));
                }
                at = to;
            }
        }
    }

    private boolean isAt(byte[] piece, int at) {
        return Arrays.equals(piece, at, at + word.length, word, 0, word.length);
    }
}
