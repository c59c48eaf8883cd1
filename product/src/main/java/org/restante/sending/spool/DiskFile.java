package org.restante.sending.spool;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One file of a [Disk].
interface DiskFile extends Closeable {
    long length() throws IOException;

    /// Reads at `position`; returns how many bytes, −1 at the end.
    int read(ByteBuffer target, long position) throws IOException;

    /// Writes at `position`, possibly fewer bytes than given; returns how many.
    int write(ByteBuffer source, long position) throws IOException;

    /// The bytes written before survive a power cut after; with `length` the file's length too.
    void force(boolean length) throws IOException;

    @Override
    void close() throws IOException;

    /// Fills `target` or fails.
    default void readFully(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = read(target, at);
            if (count <= 0) {
                throw new EOFException("file ends at " + at);
            }
            at += count;
        }
    }

    /// Writes all of `source`, going on after a short write.
    default void writeFully(ByteBuffer source, long position) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            int count = write(source, at);
            if (count <= 0) {
                throw new IOException("nothing was written at " + at);
            }
            at += count;
        }
    }
}
