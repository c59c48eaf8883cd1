package org.restante.app.server;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// A receiver on loopback that takes mail, or answers commands as a test tells it to.
final class Receiver implements Closeable {
    private final ServerSocket server;
    private final UnaryOperator<String> answer;
    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<String> commands = new CopyOnWriteArrayList<>();

    /// @param answer to a command, or to `.` for the data; an empty answer is a yes
    Receiver(UnaryOperator<String> answer) throws IOException {
        this(0, answer);
    }

    Receiver(int port, UnaryOperator<String> answer) throws IOException {
        this.answer = answer;
        server = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var out = socket.getOutputStream();
            if (!say(out, "connect", "220 receiver.test")) {
                return;
            }
            int recipients = 0;
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                if (line.equals("QUIT")) {
                    say(out, line, "221 bye");
                    return;
                }
                boolean data = line.equals("DATA");
                if (data && recipients == 0) {
                    out.write("503 5.5.1 no recipients\r\n".getBytes(StandardCharsets.UTF_8));
                    continue;
                }
                if (line.startsWith("MAIL")) {
                    recipients = 0;
                }
                var yes =
                        data
                                ? "354 go on"
                                : line.startsWith("EHLO")
                                        ? "250-receiver.test\r\n250-8BITMIME\r\n250 PIPELINING"
                                        : "250 2.0.0 ok";
                boolean taken = say(out, line, yes);
                recipients += taken && line.startsWith("RCPT") ? 1 : 0;
                if (taken && data) {
                    take(in, out);
                }
            }
        } catch (IOException e) {
            // The other side is gone.
        }
    }

    private void take(BufferedReader in, OutputStream out) throws IOException {
        var lines = new ArrayList<String>();
        for (var line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null) {
                throw new IOException("the data was cut off");
            }
            lines.add(line);
        }
        if (say(out, ".", "250 2.0.0 taken")) {
            messages.add(String.join("\n", lines));
        }
    }

    /// Whether it was a yes.
    private boolean say(OutputStream out, String command, String yes) throws IOException {
        var other = answer.apply(command);
        out.write(((other.isEmpty() ? yes : other) + "\r\n").getBytes(StandardCharsets.UTF_8));
        return other.isEmpty();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
