package org.restante.record.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A disk with room for so many octets more, and whose syncs can fail. What fits is written before the rest is refused.
final class FullDisk implements OpenSegment.Opener {
    long room = Long.MAX_VALUE;
    boolean failsToSync;

    @Override
    public OpenSegment open(Path path) throws IOException {
        var file = OpenSegment.on(path);
        return new OpenSegment() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                if (bytes.remaining() > room) {
                    var fits = bytes.slice(bytes.position(), (int) room);
                    room = 0;
                    file.write(fits);
                    throw new IOException("No space left on device");
                }
                room -= bytes.remaining();
                file.write(bytes);
            }

            @Override
            public void force() throws IOException {
                if (failsToSync) {
                    throw new IOException("Input/output error");
                }
                file.force();
            }

            @Override
            public void cut(long length) throws IOException {
                file.cut(length);
            }

            @Override
            public long length() throws IOException {
                return file.length();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
