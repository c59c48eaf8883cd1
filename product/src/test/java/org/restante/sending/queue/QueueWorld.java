package org.restante.sending.queue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.server.RoutedWays;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission.Offer;
import org.restante.mail.message.Submission.Steering;
import org.restante.mail.message.TraceParent;
import org.restante.meaning.verdict.Judge;
import org.restante.protocol.tlspolicy.TlsCounts;
import org.restante.sending.delivery.DeliverySettings;
import org.restante.sending.dispatch.Dispatch;
import org.restante.sending.dispatch.TlsMeans;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.Pace;
import org.restante.sending.pacing.StaticPace;
import org.restante.sending.routing.BadRouteException;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;
import org.restante.sending.spool.Spool;
import org.restante.sending.spool.SpoolSettings;

/// A queue on a real spool, its lanes, and a receiver for all mail, with a second socket for c.test, which answers as a test tells it to. Pools `usual` and `other`
/// with a source each of the same name.
final class QueueWorld implements AutoCloseable {
    final Spool spool;
    final Queue queue;
    final Dispatch dispatch;
    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    private final ServerSocket receiver;

    /// Of the submitter of all mail.
    static final TraceParent TRACE =
            new TraceParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

    private final ServerSocket second;
    private final UnaryOperator<String> answer;

    QueueWorld(Path folder, UnaryOperator<String> answer) throws IOException, BadRouteException {
        this(folder, answer, System::nanoTime);
    }

    QueueWorld(Path folder, UnaryOperator<String> answer, LongSupplier ticker)
            throws IOException, BadRouteException {
        this(folder, answer, ticker, () -> new StaticPace(LaneLimits.UNKNOWN));
    }

    /// @param answer to each command, and to nothing in place of a greeting; empty for the usual one
    /// @param paces of its lanes
    QueueWorld(Path folder, UnaryOperator<String> answer, LongSupplier ticker, Supplier<Pace> paces)
            throws IOException, BadRouteException {
        this.answer = answer;
        receiver = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        second = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(receiver));
        Thread.ofVirtual().start(() -> accept(second));
        var random = new SecureRandom();
        var knowledge = Knowledge.shipped();
        spool =
                Spool.open(
                        folder.resolve("spool"),
                        SpoolSettings.defaults(),
                        InstantSource.system(),
                        ticker,
                        random);
        queue =
                new Queue(
                        spool,
                        QueueSettings.defaults(),
                        new Pools(List.of(pool("other"), pool("usual")), "usual"),
                        "us.test",
                        InstantSource.system(),
                        ticker,
                        random,
                        folder.resolve("index"));
        dispatch =
                new Dispatch(
                        RoutedWays.ofSystem(
                                Routes.parseForLoopback(
                                        List.of(
                                                "c.test=127.0.0.1:" + second.getLocalPort(),
                                                "*=127.0.0.1:" + receiver.getLocalPort())),
                                knowledge.providers(),
                                InstantSource.system(),
                                ticker,
                                random),
                        (way, from) -> paces.get(),
                        knowledge.providers(),
                        () -> new Judge(knowledge.rules()),
                        DeliverySettings::defaults,
                        TlsMeans.usual(InstantSource.system(), ticker),
                        new TlsCounts(100, 100),
                        (pool, site, closed, other) -> {},
                        ticker,
                        random);
        queue.start(dispatch);
    }

    private static Pool pool(String name) {
        return Pool.of(Source.unbound(name, Domain.of(name + ".us.test").orElseThrow()));
    }

    Control control() {
        return queue.control();
    }

    /// The site of c.test; all others have another in common.
    String secondSite() {
        return "127.0.0.1:" + second.getLocalPort();
    }

    UUID send(String stream, String... to) throws Exception {
        var body = "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
        return send(stream, body, to);
    }

    UUID send(String stream, byte[] body, String... to) throws Exception {
        return send(
                stream,
                body,
                new Envelope(
                        ReversePath.of(Mailbox.of("a@us.test").orElseThrow()),
                        Arrays.stream(to)
                                .map(one -> Recipient.of(Mailbox.of(one).orElseThrow()))
                                .toList(),
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty()));
    }

    UUID send(String stream, byte[] body, Envelope envelope) throws Exception {
        return send(Optional.empty(), stream, body, envelope);
    }

    UUID send(Optional<String> tenant, String stream, byte[] body, Envelope envelope)
            throws Exception {
        try (var draft = queue.begin()) {
            draft.write(body, 0, body.length);
            draft.commit(
                    new Offer(
                            envelope,
                            Instant.now(),
                            Optional.of("m" + stream + "@us.test"),
                            Domain.of("us.test"),
                            body.length,
                            false,
                            new Steering(
                                            tenant,
                                            Optional.of(stream),
                                            Optional.empty(),
                                            Optional.empty(),
                                            Optional.empty(),
                                            Optional.empty())
                                    .in(Optional.of(TRACE))));
            return draft.id();
        }
    }

    List<Event> events() throws Exception {
        List<Event> events = new ArrayList<>();
        spool.events(
                0,
                (sequence, event) ->
                        events.add(EventJson.read(new String(event, StandardCharsets.UTF_8))));
        return events;
    }

    static void until(BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    long said(String beginning) {
        return commands.stream().filter(line -> line.startsWith(beginning)).count();
    }

    private void accept(ServerSocket at) {
        while (!at.isClosed()) {
            try {
                var socket = at.accept();
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
            var greeting = answer.apply("");
            say(socket, greeting.isEmpty() ? "220 receiver.test" : greeting);
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                var other = answer.apply(line);
                say(
                        socket,
                        !other.isEmpty() ? other : line.equals("DATA") ? "354 go on" : "250 ok");
                if (line.equals("DATA") && other.isEmpty()) {
                    var text = new StringBuilder();
                    for (var body = in.readLine();
                            !".".equals(body) && body != null;
                            body = in.readLine()) {
                        text.append(body).append('\n');
                    }
                    messages.add(text.toString());
                    say(socket, "250 taken");
                }
            }
        } catch (IOException e) {
            // The other side is gone.
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws Exception {
        queue.close();
        dispatch.close();
        until(() -> dispatch.sessions() == 0);
        spool.close();
        receiver.close();
        second.close();
    }
}
