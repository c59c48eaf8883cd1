package org.restante.sending.reception;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A milter that answers each letter as it was told, and writes down what it heard.
final class ScriptedFilter implements Closeable {
    final List<String> heard = new CopyOnWriteArrayList<>();

    /// Packets that answer a letter, as letters and texts: `c`, `y550 5.7.1 no`, `iNNNNname\0value\0`. `-` answers nothing.
    final Map<Character, List<byte[]>> answers = new ConcurrentHashMap<>();

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int actions;
    private final int steps;

    ScriptedFilter(int actions, int steps) throws IOException {
        this.actions = actions;
        this.steps = steps;
        Thread.startVirtualThread(this::serve);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    ScriptedFilter answers(char letter, String... packets) {
        var all = new ArrayList<byte[]>();
        for (var packet : packets) {
            all.add(packet.getBytes(StandardCharsets.ISO_8859_1));
        }
        answers.put(letter, all);
        return this;
    }

    /// Four octets.
    static String number(int number) {
        return ""
                + (char) (number >> 24 & 255)
                + (char) (number >> 16 & 255)
                + (char) (number >> 8 & 255)
                + (char) (number & 255);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                converse(
                        new DataInputStream(socket.getInputStream()),
                        new DataOutputStream(socket.getOutputStream()));
            } catch (IOException e) {
                heard.add("closed");
            }
        }
    }

    private void converse(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            var packet = in.readNBytes(in.readInt());
            char letter = (char) packet[0];
            var about = new String(packet, 1, packet.length - 1, StandardCharsets.ISO_8859_1);
            if (letter == 'O') {
                send(
                        out,
                        ("O" + number(6) + number(actions) + number(steps))
                                .getBytes(StandardCharsets.ISO_8859_1));
                continue;
            }
            heard.add(letter + about.replace("\0", "|"));
            if (letter == 'Q') {
                return;
            }
            boolean isAnswered = letter != 'D' && letter != 'A';
            if (answers.containsKey(letter)) {
                for (var answer : answers.get(letter)) {
                    if (answer[0] != '-') {
                        send(out, answer);
                    }
                }
            } else if (isAnswered) {
                send(out, new byte[] {'c'});
            }
        }
    }

    private static void send(DataOutputStream out, byte[] packet) throws IOException {
        var whole = new ByteArrayOutputStream();
        new DataOutputStream(whole).writeInt(packet.length);
        whole.write(packet);
        out.write(whole.toByteArray());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
