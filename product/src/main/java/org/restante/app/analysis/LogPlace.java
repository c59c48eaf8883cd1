package org.restante.app.analysis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// How far a log was read. The file is known again by what stands before the place, not by its name: rotation gives it another, and its name to
/// another file.
///
/// @param path as it was named
/// @param format what writes it, such as `postfix`
/// @param octets that were read, whole lines
/// @param print SHA-256, in hexadecimal, of up to [#PRINT] octets before that
public record LogPlace(String path, String format, long octets, String print) {
    static final int PRINT = 1024;

    private static final int LONGEST = 1 << 20;

    /// A place behind what was read.
    ///
    /// @param before what stands before it, [#PRINT] octets of it where there are so many
    static LogPlace of(Path path, String format, long octets, byte[] before) {
        return new LogPlace(path.toString(), format, octets, print(before));
    }

    /// Behind the last whole line of a file; empty where there is none. What writes it is not known then.
    public static Optional<LogPlace> atEnd(Path path) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        long size = Files.size(path);
        var last = new LogPlace(path.toString(), "", size, "").before(path, LONGEST);
        int end = last.length;
        while (end > 0 && last[end - 1] != '\n') {
            end--;
        }
        var place = new LogPlace(path.toString(), "", size - last.length + end, "");
        return Optional.of(of(path, "", place.octets(), place.before(path, PRINT)));
    }

    /// Whether a file is the one that was read so far.
    boolean isIn(Path file) throws IOException {
        var before = before(file, PRINT);
        return before.length == Math.min(octets, PRINT) && print(before).equals(print);
    }

    /// What stands before it in a file; less than that where the file is shorter.
    byte[] before(Path file, int most) throws IOException {
        long begin = Math.max(0, octets - most);
        var there = ByteBuffer.allocate((int) (octets - begin));
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (there.hasRemaining() && channel.read(there, begin + there.position()) > 0) {
                // A file may give less than is asked for.
            }
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
        return Arrays.copyOf(there.array(), there.position());
    }

    private static String print(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
