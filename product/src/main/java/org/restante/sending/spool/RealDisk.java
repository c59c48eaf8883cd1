package org.restante.sending.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A folder of the operating system. A lock on the file `lock` says who owns it, and ends with the process.
final class RealDisk implements Disk {
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;

    private RealDisk(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /// Makes the folder where it is absent and locks it.
    static RealDisk own(Path folder) throws IOException {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                makePrivate(folder);
            }
        } catch (IOException e) {
            throw new SpoolException(
                    SpoolException.Reason.UNUSABLE, "cannot make the folder " + folder, e);
        }
        FileChannel lock;
        try {
            lock =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new SpoolException(
                    SpoolException.Reason.UNUSABLE, "cannot write in the folder " + folder, e);
        }
        if (!locked(lock)) {
            lock.close();
            throw new SpoolException(
                    SpoolException.Reason.LOCKED,
                    "another process has the folder " + folder + " open; a spool has one owner");
        }
        return new RealDisk(folder, lock);
    }

    /// Mail is for its owner's eyes, where the system knows owners.
    private static void makePrivate(Path folder) throws IOException {
        if (Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        @Nullable FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return false;
        }
        return held != null;
    }

    @Override
    public List<String> names() throws IOException {
        try (var paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals(LOCK))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new RealFile(
                FileChannel.open(
                        folder.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new RealFile(
                FileChannel.open(
                        folder.resolve(name),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE_NEW));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    @Override
    public void syncNames() throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private record RealFile(FileChannel channel) implements DiskFile {
        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return channel.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            return channel.write(source, position);
        }

        @Override
        public void force(boolean length) throws IOException {
            channel.force(length);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
