package org.restante.sending.delivery;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Says yes to everything up to the data, and reads nothing from then on.
final class DeafHost implements Closeable {
    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private volatile @Nullable Socket socket;

    DeafHost() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void serve() {
        try {
            var one = server.accept();
            socket = one;
            var in =
                    new BufferedReader(
                            new InputStreamReader(one.getInputStream(), StandardCharsets.UTF_8));
            say(one, "220 mx");
            for (var line = in.readLine(); !"DATA".equals(line); line = in.readLine()) {
                say(one, "250 ok");
            }
            say(one, "354 go on");
        } catch (IOException e) {
            // The other side is gone.
        }
    }

    private static void say(Socket to, String text) throws IOException {
        to.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        var one = socket;
        if (one != null) {
            one.close();
        }
        server.close();
    }
}
