package org.restante.record.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The file that events are written to; tests make one whose disk is full.
interface OpenSegment extends Closeable {
    /// Writes all of it at the end.
    void write(ByteBuffer bytes) throws IOException;

    void force() throws IOException;

    /// Takes back what is behind `length`.
    void cut(long length) throws IOException;

    long length() throws IOException;

    /// Opens a file, or makes it.
    @FunctionalInterface
    interface Opener {
        OpenSegment open(Path path) throws IOException;
    }

    static OpenSegment on(Path path) throws IOException {
        return new OnDisk(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    /// @param channel always written at its end
    record OnDisk(FileChannel channel) implements OpenSegment {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
            channel.position(channel.size());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void cut(long length) throws IOException {
            channel.truncate(length);
        }

        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
