package org.restante.app.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// A file that is never changed, only replaced: whoever reads it, also after a crash, sees all of the old or all of the new one.
public final class WholeFile {
    private WholeFile() {}

    /// Writes beside it, `NAME.new`, and puts that in its place; both are on disk when this returns. Its folder is made where there is none.
    /// Two that replace the same file at once must agree on their turns.
    ///
    /// @throws IOException when the disk fails; the old file stands then
    public static void replace(Path file, byte[] octets) throws IOException {
        var folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file");
        Files.createDirectories(folder);
        var next = folder.resolve(file.getFileName() + ".new");
        try (var channel =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var left = ByteBuffer.wrap(octets);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
