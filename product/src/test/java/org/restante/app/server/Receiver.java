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
            if (!answered(out, "connect", "220 receiver.test")) {
                return;
            }
            int recipients = 0;
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                if (line.equals("QUIT")) {
                    answered(out, line, "221 bye");
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
                boolean taken = answered(out, line, yes);
                recipients += taken && line.startsWith("RCPT") ? 1 : 0;
                if (taken && data) {
                    take(in, out);
                }
            }
        } catch (IOException e) {
            // The other side is gone.
        }
    }

    /// It is kept before that is said: who hears of it may look at once.
    private void take(BufferedReader in, OutputStream out) throws IOException {
        var lines = new ArrayList<String>();
        for (var line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null) {
                throw new IOException("the data was cut off");
            }
            lines.add(line);
        }
        var other = answer.apply(".");
        if (other.isEmpty()) {
            messages.add(String.join("\n", lines));
        }
        say(out, other, "250 2.0.0 taken");
    }

    /// Whether it was a yes.
    private boolean answered(OutputStream out, String command, String yes) throws IOException {
        var other = answer.apply(command);
        say(out, other, yes);
        return other.isEmpty();
    }

    private static void say(OutputStream out, String other, String yes) throws IOException {
        out.write(((other.isEmpty() ? yes : other) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
