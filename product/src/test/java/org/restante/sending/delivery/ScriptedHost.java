package org.restante.sending.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A host that follows a script: `S:` it says, `C:` it must hear (`*` stands for anything), `S~` it says without a line end,
/// `--` it closes. What differs is told by [#heard()].
final class ScriptedHost implements AutoCloseable {
    private final ServerSocket server;
    private final FutureTask<String> play;

    ScriptedHost(String script) throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        play = new FutureTask<>(() -> play(List.of(script.split("\n"))));
        Thread.ofVirtual().start(play);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /// Empty when the script was followed to its end.
    String heard() {
        try {
            return play.get();
        } catch (ExecutionException e) {
            return e.getCause().toString();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String play(List<String> script) throws IOException {
        try (var socket = server.accept()) {
            socket.setSoTimeout(60_000);
            for (var line : script) {
                if (line.startsWith("S: ")) {
                    say(socket, line.substring(3) + "\r\n");
                } else if (line.startsWith("S~ ")) {
                    say(socket, line.substring(3).replace("\\n", "\n").replace("\\r", "\r"));
                } else if (line.startsWith("C:")) {
                    var heard = line(socket);
                    var pattern =
                            ("\\Q" + line.substring(2).strip() + "\\E").replace("*", "\\E.*\\Q");
                    if (!heard.matches(pattern)) {
                        return "expected " + line.substring(2) + ", heard " + heard;
                    }
                } else if (line.equals("--")) {
                    return "";
                } else {
                    throw new IllegalArgumentException(line);
                }
            }
            return "";
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c != '\n';
                c = socket.getInputStream().read()) {
            if (c < 0) {
                return line + "(closed)";
            }
            line.append((char) c);
        }
        return line.toString().replace("\r", "");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
