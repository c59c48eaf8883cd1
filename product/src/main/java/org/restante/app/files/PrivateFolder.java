package org.restante.app.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// A folder that its owner alone may enter (mode 0700), where the system knows owners: who mail went to is nobody else's business, whatever the modes of
/// the files in it.
public final class PrivateFolder {
    private PrivateFolder() {}

    /// Makes it where it is absent; one that is there keeps the mode that somebody gave it.
    ///
    /// @throws IOException when it cannot be made; the message names it
    public static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            var parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(folder, ownersOnly());
        } catch (IOException e) {
            throw new IOException("cannot make the folder " + folder + ": " + e, e);
        }
    }

    private static FileAttribute<?>[] ownersOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }
}
