package org.restante.sending.reception;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/// A connection whose other side has said everything already. Octets come in parts of a few, as they may from a network.
final class MemorySocket extends Socket {
    private final InputStream in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// @param part octets that come at once
    MemorySocket(byte[] said, int part) {
        in =
                new ByteArrayInputStream(said) {
                    @Override
                    public int read(byte[] into, int at, int count) {
                        return super.read(into, at, Math.min(count, part));
                    }

                    @Override
                    public int available() {
                        // The client waits for the greeting.
                        return 0;
                    }
                };
    }

    byte[] heard() {
        return out.toByteArray();
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getPort() {
        return 4000;
    }

    @Override
    public void setSoTimeout(int millis) {}

    @Override
    public void shutdownOutput() {}
}
