package org.restante.sending.reception;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.restante.protocol.session.Octets;

/// A body that is held back until somebody has judged it: a little in memory, more in a file of the temporary folder that its owner
/// alone may read.
final class Scratch implements Octets, Closeable {
    private static final int IN_MEMORY = 64 << 10;

    private final @Nullable Path folder;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream out;

    /// In the system's temporary folder.
    Scratch() {
        folder = null;
    }

    Scratch(Path folder) {
        this.folder = folder;
    }

    @Override
    public void write(byte[] bytes, int at, int count) throws IOException {
        if (out == null && memory.size() + count > IN_MEMORY) {
            spill();
        }
        (out == null ? memory : out).write(bytes, at, count);
    }

    private void spill() throws IOException {
        var made =
                folder == null
                        ? Files.createTempFile("restante-", ".body")
                        : Files.createTempFile(folder, "restante-", ".body");
        file = made;
        out = Files.newOutputStream(made, StandardOpenOption.WRITE);
        memory.writeTo(out);
        memory = new ByteArrayOutputStream();
    }

    /// All of it, from its beginning.
    InputStream read() throws IOException {
        if (out != null) {
            out.flush();
        }
        return file == null
                ? new ByteArrayInputStream(memory.toByteArray())
                : Files.newInputStream(file);
    }

    @Override
    public void close() {
        try {
            if (out != null) {
                out.close();
            }
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A file of the system's temporary folder is left for the system to sweep.
        }
        out = null;
        file = null;
        memory = new ByteArrayOutputStream();
    }
}
