package org.restante.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A server with ten million recipients waiting: what other mail notices of it, how long a restart takes, how much memory it has. Run by
/// `bench/large.sh`; needs nothing but the JDK.
///
/// ```text
/// LargeBench MESSAGES RECIPIENTS DOMAINS ROUNDS PROBES COMMAND…
/// ```
///
/// The command starts a server that listens at 127.0.0.1:2725, sends mail for `open.test` to 127.0.0.2:2700 and all other to
/// 127.0.0.3:2701, where a receiver refuses every connection by `421 4.7.0`.
public final class LargeBench {
    private static final int PORT = 2725;
    private static final int SESSIONS = 20;
    private static final String BODY = ("x".repeat(70) + "\r\n").repeat(70);

    private static final AtomicInteger arrived = new AtomicInteger();
    private static final AtomicLong firstArrival = new AtomicLong();
    private static volatile long[] latencies = new long[0];

    private LargeBench() {}

    public static void main(String[] args) throws Exception {
        int messages = Integer.parseInt(args[0]);
        int recipients = Integer.parseInt(args[1]);
        int domains = Integer.parseInt(args[2]);
        int rounds = Integer.parseInt(args[3]);
        int probes = Integer.parseInt(args[4]);
        var command = List.of(args).subList(5, args.length);
        receive("127.0.0.2", 2700, LargeBench::takeMail);
        receive("127.0.0.3", 2701, LargeBench::refuse);

        var server = start(command);
        System.out.println("empty: " + rates(rounds));
        System.out.println("empty: " + latency(probes));
        System.out.println("       " + memory(server));

        long from = System.nanoTime();
        fill(messages, recipients, domains);
        double seconds = (System.nanoTime() - from) / 1e9;
        System.out.printf(
                "filled: %,d recipients of %,d messages over %,d domains in %.0f s, %,.0f messages/s, %,.0f recipients/s%n",
                (long) messages * recipients,
                messages,
                domains,
                seconds,
                messages / seconds,
                (double) messages * recipients / seconds);
        System.out.println("       " + memory(server));
        System.out.println("loaded: " + rates(rounds));
        System.out.println("loaded: " + latency(probes));
        System.out.println("       " + memory(server));

        server.destroyForcibly().waitFor();
        firstArrival.set(0);
        from = System.nanoTime();
        server = start(command);
        double open = (System.nanoTime() - from) / 1e9;
        int before = arrived.get();
        try (var session = new Session()) {
            session.send("open.test", 1);
        }
        await(before + 1);
        System.out.printf(
                "restart after kill -9: listens after %.1f s, first delivery after %.1f s%n",
                open, (System.nanoTime() - from) / 1e9);
        System.out.println("       " + memory(server));
        System.out.println("after restart: " + rates(rounds));
        System.out.println("after restart: " + latency(probes));
        System.out.println("       " + memory(server));
        server.destroy();
        server.waitFor(60, TimeUnit.SECONDS);
        System.exit(0);
    }

    private static Process start(List<String> command) throws Exception {
        var server =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(Path.of("/dev/stderr").toFile()))
                        .start();
        for (int i = 0; i < 3_000; i++) {
            try (var probe = new Socket("127.0.0.1", PORT)) {
                return server;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new IOException("the server does not listen");
    }

    private static String memory(Process server) throws IOException {
        var text = new StringBuilder("memory:");
        for (var line : Files.readAllLines(Path.of("/proc/" + server.pid() + "/status"))) {
            if (line.startsWith("VmRSS") || line.startsWith("VmHWM")) {
                text.append(' ').append(line.replaceAll("\\s+", " "));
            }
        }
        return text.toString();
    }

    // What is sent.

    private static String rates(int rounds) throws Exception {
        var text = new StringBuilder("messages a second accepted/through:");
        for (int round = 0; round < rounds; round++) {
            int count = 10_000;
            int before = arrived.get();
            long from = System.nanoTime();
            inParallel(number -> {
                try (var session = new Session()) {
                    for (int i = 0; i < count / SESSIONS; i++) {
                        session.send("open.test", 1);
                    }
                }
            });
            double accepted = (System.nanoTime() - from) / 1e9;
            await(before + count);
            double through = (System.nanoTime() - from) / 1e9;
            text.append(String.format(" %,.0f/%,.0f", count / accepted, count / through));
        }
        return text.toString();
    }

    /// From 250 to the receiver's having it, at a hundred messages a second.
    private static String latency(int probes) throws Exception {
        int before = arrived.get();
        latencies = new long[probes];
        try (var session = new Session()) {
            long next = System.nanoTime();
            for (int i = 0; i < probes; i++) {
                next += 10_000_000;
                long wait = next - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                session.probe(i);
            }
        }
        await(before + probes);
        long[] all = latencies.clone();
        latencies = new long[0];
        Arrays.sort(all);
        return String.format(
                "250 to delivery: p50 %.1f ms, p99 %.1f ms, most %.1f ms",
                all[probes / 2] / 1e6, all[probes * 99 / 100] / 1e6, all[probes - 1] / 1e6);
    }

    private static void fill(int messages, int recipients, int domains) throws Exception {
        var next = new AtomicInteger();
        inParallel(number -> {
            try (var session = new Session()) {
                for (int i = next.getAndIncrement(); i < messages; i = next.getAndIncrement()) {
                    List<String> to = new ArrayList<>(recipients);
                    for (int k = 0; k < recipients; k++) {
                        long at = ((long) i * recipients + k) * 7_919 % domains;
                        to.add("u" + i + "x" + k + "@d" + at + ".closed.test");
                    }
                    session.send("fill", to, "");
                    if (i % 20_000 == 0 && i > 0) {
                        System.err.println("filled " + i);
                    }
                }
            }
        });
    }

    interface Task {
        void run(int number) throws Exception;
    }

    private static void inParallel(Task task) throws Exception {
        var failure = new java.util.concurrent.atomic.AtomicReference<Exception>();
        var done = new CountDownLatch(SESSIONS);
        for (int i = 0; i < SESSIONS; i++) {
            int number = i;
            Thread.ofPlatform()
                    .start(() -> {
                        try {
                            task.run(number);
                        } catch (Exception e) {
                            failure.set(e);
                        } finally {
                            done.countDown();
                        }
                    });
        }
        done.await();
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private static void await(int count) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (arrived.get() < count) {
            if (System.nanoTime() > deadline) {
                throw new IOException(arrived.get() + " of " + count + " arrived");
            }
            Thread.sleep(1);
        }
    }

    /// A client that pipelines.
    private static final class Session implements AutoCloseable {
        private final Socket socket = new Socket("127.0.0.1", PORT);
        private final InputStream in = new BufferedInputStream(socket.getInputStream());
        private final OutputStream out =
                new BufferedOutputStream(socket.getOutputStream(), 1 << 16);

        Session() throws IOException {
            socket.setTcpNoDelay(true);
            reply('2');
            say("EHLO bench.test");
            out.flush();
            reply('2');
        }

        void send(String domain, int count) throws IOException {
            for (int i = 0; i < count; i++) {
                send("mail", List.of("u@" + domain), BODY);
            }
        }

        void probe(int number) throws IOException {
            int[] slot = {number};
            sendHeader("X-Probe: " + slot[0] + "\r\n", List.of("u@open.test"));
            latencies[number] -= System.nanoTime();
        }

        void send(String subject, List<String> to, String body) throws IOException {
            transaction("Subject: " + subject + "\r\n", to, body);
        }

        private void sendHeader(String header, List<String> to) throws IOException {
            transaction(header, to, "");
        }

        private void transaction(String header, List<String> to, String body) throws IOException {
            say("MAIL FROM:<a@bench.test>");
            for (var one : to) {
                say("RCPT TO:<" + one + ">");
            }
            say("DATA");
            out.flush();
            for (int i = 0; i <= to.size(); i++) {
                reply('2');
            }
            reply('3');
            say(header + "\r\nHello.\r\n" + body + ".");
            out.flush();
            reply('2');
        }

        private void say(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        private void reply(char first) throws IOException {
            String line;
            do {
                line = line(in);
            } while (line != null && line.length() > 3 && line.charAt(3) == '-');
            if (line == null || line.charAt(0) != first) {
                throw new IOException("the server said " + line);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    // What receives.

    interface Receiver {
        void serve(InputStream in, OutputStream out) throws IOException;
    }

    private static void receive(String address, int port, Receiver receiver) throws IOException {
        var listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(address, port), 200);
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    while (true) {
                        try {
                            var socket = listener.accept();
                            socket.setTcpNoDelay(true);
                            Thread.ofVirtual()
                                    .start(() -> {
                                        try (socket) {
                                            receiver.serve(
                                                    new BufferedInputStream(
                                                            socket.getInputStream(), 1 << 16),
                                                    socket.getOutputStream());
                                        } catch (IOException e) {
                                            // The server has closed.
                                        }
                                    });
                        } catch (IOException e) {
                            return;
                        }
                    }
                });
    }

    private static void refuse(InputStream in, OutputStream out) throws IOException {
        out.write(
                "421 4.7.0 Too many messages from your address, try again later\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static void takeMail(InputStream in, OutputStream out) throws IOException {
        var answer = new StringBuilder("220 open.test\r\n");
        while (true) {
            if (in.available() == 0 && !answer.isEmpty()) {
                out.write(answer.toString().getBytes(StandardCharsets.US_ASCII));
                answer.setLength(0);
            }
            var line = line(in);
            if (line == null) {
                return;
            }
            if (line.startsWith("EHLO")) {
                answer.append("250-open.test\r\n250-PIPELINING\r\n250 8BITMIME\r\n");
            } else if (line.startsWith("DATA")) {
                out.write((answer + "354 Go on\r\n").getBytes(StandardCharsets.US_ASCII));
                answer.setLength(0);
                mail(in);
                answer.append("250 2.0.0 Ok\r\n");
            } else if (line.startsWith("QUIT")) {
                out.write("221 Bye\r\n".getBytes(StandardCharsets.US_ASCII));
                return;
            } else {
                answer.append("250 2.0.0 Ok\r\n");
            }
        }
    }

    private static void mail(InputStream in) throws IOException {
        for (var line = line(in); line != null && !line.equals("."); line = line(in)) {
            if (line.startsWith("X-Probe: ")) {
                long[] all = latencies;
                int number = Integer.parseInt(line.substring(9));
                if (number < all.length) {
                    all[number] += System.nanoTime();
                }
            }
        }
        firstArrival.compareAndSet(0, System.nanoTime());
        arrived.incrementAndGet();
    }

    private static String line(InputStream in) throws IOException {
        var text = new StringBuilder(80);
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return text.toString();
            }
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return null;
    }
}
