package org.restante.app.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that only their owner may read (mode 0600): private keys and password hashes.
public final class SecretFile {
    private SecretFile() {}

    /// Writes a new file.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException when there is one: it is left alone
    public static void create(Path file, String text) throws IOException {
        write(file, text, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        sync(file);
    }

    /// Puts a file in the place of another in one step: whoever reads sees the old or the new one, also after a crash.
    public static void replace(Path file, String text) throws IOException {
        var aside = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        create(aside, text);
        if (Files.exists(file)) {
            keepOwner(file, aside);
        }
        Files.move(
                aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file);
    }

    /// An administrator's change must not take the file from the user the server runs as.
    private static void keepOwner(Path before, Path after) throws IOException {
        if (!Files.getOwner(before).equals(Files.getOwner(after))) {
            Files.setOwner(after, Files.getOwner(before));
        }
    }

    private static void write(Path file, String text, Set<StandardOpenOption> how)
            throws IOException {
        try (var channel = FileChannel.open(file, how, ownersOnly())) {
            var octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] ownersOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /// The name is durable once the folder is.
    private static void sync(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
