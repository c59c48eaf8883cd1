package org.restante.app.trial;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.receiver.Receiver;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.receiver.Trait;
import org.restante.simulation.receiver.Visit;

/// A receiver's hosts behind sockets: what the script does not refuse, its model answers.
final class ScriptedReceiver implements Closeable {
    private static final int BACKLOG = 200;
    private static final String UNKNOWN = "unknown";

    private final Role role;
    private final Receiver receiver;
    private final SteadyTime time;
    private final List<Planted> script;
    private final Random chance;
    private final List<ServerSocket> hosts = new ArrayList<>();

    /// @param number of its network
    ScriptedReceiver(
            Role role,
            ReceiverModel model,
            int number,
            SteadyTime time,
            List<Planted> script,
            long seed)
            throws IOException {
        this.role = role;
        this.time = time;
        this.script = script;
        chance = new Random(seed);
        receiver = new Receiver(model, new Random(seed + 1));
        int port = 0;
        for (int i = 0; i < model.hosts(); i++) {
            var server = new ServerSocket(port, BACKLOG, address(number, i));
            hosts.add(server);
            port = server.getLocalPort();
            int host = i;
            Thread.ofVirtual().start(() -> accept(server, host));
        }
    }

    private static InetAddress address(int number, int host) throws IOException {
        return InetAddress.getByAddress(
                new byte[] {127, 0, (byte) (40 + number), (byte) (1 + host)});
    }

    List<InetAddress> addresses() {
        return hosts.stream().map(ServerSocket::getInetAddress).toList();
    }

    int port() {
        return hosts.getFirst().getLocalPort();
    }

    private void accept(ServerSocket server, int host) {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket, host));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, int host) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new Conversation(socket, host).hold();
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private synchronized <T> T alone(Supplier<T> question) {
        return question.get();
    }

    private void pass(double nanos) {
        LockSupport.parkNanos(time.ours(nanos));
    }

    /// The words with which the script refuses this, null when it does not.
    private @Nullable String refusal(Stage stage, int host, String source, String reversePath) {
        double now = time.minutes();
        for (var planted : script) {
            var rule = planted.rule();
            if (rule != null
                    && planted.isOn(now)
                    && rule.concerns(stage, role.domain(), host, source, reversePath)
                    && alone(chance::nextDouble) < rule.share()) {
                return rule.words().replace("%s", source);
            }
        }
        return null;
    }

    private final class Conversation {
        private final InputStream in;
        private final OutputStream out;
        private final int host;
        private final String source;
        private String reversePath = "";
        private boolean isOpen = true;
        private int recipients;

        Conversation(Socket socket, int host) throws IOException {
            in = new BufferedInputStream(socket.getInputStream());
            out = new BufferedOutputStream(socket.getOutputStream());
            this.host = host;
            source = socket.getInetAddress().getHostAddress();
        }

        void hold() throws IOException {
            if (refusal(Stage.CONNECT, host, source, "") != null) {
                return;
            }
            pass(model().latency().connect().toNanos());
            var scripted = refusal(Stage.GREETING, host, source, "");
            if (scripted != null) {
                say(scripted);
                out.flush();
                return;
            }
            var visit = alone(() -> receiver.connected(source, host, time.nanos()));
            try {
                say(
                        visit.greeting().isTaken()
                                ? "220 " + role.host(host)
                                : visit.greeting().text());
                isOpen &= visit.greeting().isTaken();
                while (isOpen) {
                    if (in.available() == 0) {
                        out.flush();
                    }
                    var line = line();
                    if (line == null) {
                        return;
                    }
                    obey(visit, line);
                }
                out.flush();
            } finally {
                alone(() -> {
                    visit.closed();
                    return "";
                });
            }
        }

        private ReceiverModel model() {
            return receiver.model();
        }

        private void obey(Visit visit, String line) throws IOException {
            var verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO" -> say("250-" + role.host(host) + "\n250-PIPELINING\n250 8BITMIME");
                case "MAIL" -> {
                    recipients = 0;
                    reversePath = path(line);
                    if (breaksOff()) {
                        return;
                    }
                    answer(Stage.MAIL, () -> visit.mail(reversePath, time.nanos()));
                }
                case "RCPT" -> {
                    var to = path(line);
                    var trait = to.startsWith(UNKNOWN) ? Trait.UNKNOWN : Trait.KNOWN;
                    boolean isTaken =
                            answer(Stage.RCPT, () -> visit.rcpt(to, trait, true, time.nanos()));
                    recipients += isTaken ? 1 : 0;
                }
                case "DATA" -> {
                    if (recipients == 0) {
                        say("554 5.5.1 No recipients");
                    } else if (answer(Stage.DATA, () -> visit.data(time.nanos()))) {
                        out.flush();
                        drop();
                        pass(model().latency().reply().toNanos());
                        answer(Stage.CONTENT, () -> visit.content(false, time.nanos()));
                        recipients = 0;
                    }
                }
                case "RSET" -> {
                    alone(() -> {
                        visit.reset();
                        return "";
                    });
                    recipients = 0;
                    say("250 2.0.0 Ok");
                }
                case "QUIT" -> {
                    say("221 2.0.0 Bye");
                    isOpen = false;
                }
                default -> say("250 2.0.0 Ok");
            }
        }

        /// Whoever does not let anybody in ends what was begun before, too.
        private boolean breaksOff() throws IOException {
            var scripted = refusal(Stage.GREETING, host, source, "");
            if (scripted != null && scripted.startsWith("421")) {
                say(scripted);
                isOpen = false;
            }
            isOpen &= refusal(Stage.CONNECT, host, source, "") == null;
            return !isOpen;
        }

        private boolean answer(Stage stage, Supplier<Answer> asked) throws IOException {
            var scripted = refusal(stage, host, source, reversePath);
            if (scripted != null) {
                say(scripted);
                isOpen &= !scripted.startsWith("421");
                return false;
            }
            var answer = alone(asked);
            say(answer.text());
            isOpen &= !answer.closes();
            return answer.isTaken();
        }

        private void say(String text) throws IOException {
            for (var line : text.split("\n")) {
                out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
        }

        private @Nullable String line() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    return null;
                }
                line.write(b);
            }
            return line.toString(StandardCharsets.UTF_8).stripTrailing();
        }

        private void drop() throws IOException {
            for (var line = line(); !".".equals(line); line = line()) {
                if (line == null) {
                    throw new IOException("the data was cut off");
                }
            }
        }

        private static String path(String line) {
            return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        }
    }

    @Override
    public void close() throws IOException {
        for (var host : hosts) {
            host.close();
        }
    }
}
