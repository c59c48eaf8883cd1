package org.restante.sending.backlog;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;

/// One file of a [Disk]; safe for several threads.
interface DiskFile extends Closeable {
    /// Reads at `position`; returns how many bytes, −1 at the end.
    int read(byte[] target, int at, int count, long position) throws IOException;

    /// Writes at `position`, possibly fewer bytes than given; returns how many.
    int write(byte[] source, int at, int count, long position) throws IOException;

    @Override
    void close() throws IOException;

    default void readFully(byte[] target, int count, long position) throws IOException {
        for (int read = 0; read < count; ) {
            int more = read(target, read, count - read, position + read);
            if (more <= 0) {
                throw new EOFException("file ends at " + (position + read));
            }
            read += more;
        }
    }

    default void writeFully(byte[] source, int count, long position) throws IOException {
        for (int written = 0; written < count; ) {
            int more = write(source, written, count - written, position + written);
            if (more <= 0) {
                throw new IOException("nothing was written at " + (position + written));
            }
            written += more;
        }
    }
}
