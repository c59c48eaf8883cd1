package org.restante.sending.backlog;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A folder of the operating system. Who may have it open is the spool's question, beside which it lies.
record RealDisk(Path folder) implements Disk {
    static RealDisk in(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new RealDisk(folder);
    }

    @Override
    public List<String> names() throws IOException {
        try (var paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public DiskFile create(String name) throws IOException {
        Files.createFile(folder.resolve(name));
        return new RealFile(new RandomAccessFile(folder.resolve(name).toFile(), "rw"));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    @Override
    public void close() {}

    /// Not a channel: one of those is closed by the interruption of whoever reads from it.
    private record RealFile(RandomAccessFile file) implements DiskFile {
        @Override
        public int read(byte[] target, int at, int count, long position) throws IOException {
            synchronized (file) {
                file.seek(position);
                return file.read(target, at, count);
            }
        }

        @Override
        public int write(byte[] source, int at, int count, long position) throws IOException {
            synchronized (file) {
                file.seek(position);
                file.write(source, at, count);
                return count;
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
