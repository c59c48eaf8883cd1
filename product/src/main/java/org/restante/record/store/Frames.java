package org.restante.record.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// How the server and the store's process talk: a length of four octets, then so many of JSON.
final class Frames {
    private static final int LONGEST = 64 << 20;

    private Frames() {}

    /// The next frame; null at the end.
    static byte @Nullable [] read(DataInputStream in) throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException e) {
            return null;
        }
        if (length < 0 || length > LONGEST) {
            throw new IOException("a frame of " + length + " octets; something else spoke");
        }
        var frame = new byte[length];
        in.readFully(frame);
        return frame;
    }

    /// Writes a frame whole; several threads may.
    static void write(DataOutputStream out, byte[] frame) throws IOException {
        synchronized (out) {
            out.writeInt(frame.length);
            out.write(frame);
            out.flush();
        }
    }
}
