package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Users;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.knowledge.WarmupPlans;
import org.restante.app.warmup.WarmupSettings;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission.Offer;
import org.restante.mail.message.Submission.Steering;
import org.restante.record.journal.FileJournal;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;
import org.restante.sending.warmup.Plan;
import org.restante.sending.warmup.WarmupPolicy;
import org.restante.sending.warmup.WhenFull;

/// Sources that are being warmed up, in the whole server; its days are the test's.
@Timeout(120)
final class WarmupInServerTest {
    private static final Source COLD = Source.unbound("cold", new Domain("cold.us.test"));
    private static final Source WARM = Source.unbound("warm", new Domain("warm.us.test"));
    private static final Plan PLAN = new Plan("small", List.of(5, 10), false, "here");

    @TempDir private Path data;
    private volatile Instant now = Instant.parse("2026-11-29T08:00:00Z");

    private Server start(int port, WarmupPolicy policy, Pool pool) throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        InstantSource clock = () -> now;
        var usual =
                Server.Settings.usual(
                        "us.test",
                        data,
                        List.of(new ListenerSettings(loopback, Kind.RELAY)),
                        RoutedWays.ofSystem(
                                Routes.parseForLoopback(List.of("*=127.0.0.1:" + port)),
                                Knowledge.shipped().providers(),
                                clock,
                                System::nanoTime,
                                new Random(1)),
                        new Pools(List.of(pool), pool.name()),
                        Users.NONE);
        var terms = usual.terms();
        var plans = new java.util.TreeMap<>(WarmupPlans.shipped());
        plans.put(PLAN.name(), PLAN);
        return Server.start(
                new Server.Settings(
                        usual.name(),
                        usual.data(),
                        usual.listeners(),
                        usual.queue(),
                        usual.spool(),
                        usual.journal(),
                        usual.pacing(),
                        usual.stopWithin(),
                        usual.safeguards(),
                        usual.traces(),
                        usual.namesEach(),
                        new Terms(
                                terms.reception(),
                                terms.networks(),
                                terms.users(),
                                terms.tls(),
                                terms.web(),
                                terms.ways(),
                                terms.pools(),
                                terms.limits(),
                                terms.delivery(),
                                terms.signatures(),
                                terms.suppression(),
                                new WarmupSettings(Map.of("cold", policy), plans),
                                terms.response(),
                                terms.hooks(),
                                terms.notices())),
                Knowledge.shipped(),
                clock,
                System::nanoTime);
    }

    private void send(Server server, String stream, int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            try (var draft = server.queue().begin()) {
                var body = "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
                draft.write(body, 0, body.length);
                draft.commit(
                        new Offer(
                                new Envelope(
                                        ReversePath.of(Mailbox.of("a@us.test").orElseThrow()),
                                        List.of(
                                                Recipient.of(
                                                        Mailbox.of(stream + i + "@shop.test")
                                                                .orElseThrow())),
                                        false,
                                        false,
                                        Optional.empty(),
                                        Optional.empty()),
                                now,
                                Optional.empty(),
                                Domain.of("us.test"),
                                body.length,
                                false,
                                new Steering(
                                        Optional.empty(),
                                        Optional.of(stream),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())));
            }
        }
    }

    private static void until(BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    /// Later; the lanes look at once what may leave then.
    private void at(String time, Server server) {
        now = Instant.parse(time);
        server.dispatch().order(List.of());
    }

    private static int used(Server server) {
        return server.warmups().rows().getFirst().standing().today().used();
    }

    private static void untilUsed(Server server, int recipients) throws InterruptedException {
        until(() -> used(server) >= recipients);
        assertThat(used(server)).isEqualTo(recipients);
    }

    private List<Event> events() throws Exception {
        var events = new ArrayList<Event>();
        for (var file : FileJournal.files(data.resolve("events"))) {
            for (var line : Files.readAllLines(file)) {
                events.add(EventJson.read(line));
            }
        }
        return events;
    }

    private List<String> acts() throws Exception {
        return events().stream()
                .filter(event -> event.type() == EventType.ACTION)
                .map(event -> event.act() + " / " + event.actor() + " / " + event.reason())
                .toList();
    }

    @Test
    void bulkMailKeepsToThePlanOverDaysAndARestartAndTransactionalMailDoesNot() throws Exception {
        var policy = WarmupPolicy.of(PLAN);
        try (var receiver = new Receiver(command -> "")) {
            try (var server = start(receiver.port(), policy, Pool.of(COLD))) {
                send(server, "news", 12);
                send(server, "transactional", 8);
                until(() -> receiver.messages.size() == 9);
                untilUsed(server, 1);
                at("2026-11-29T11:00:00Z", server);
                untilUsed(server, 3);
            }
            try (var server = start(receiver.port(), policy, Pool.of(COLD))) {
                at("2026-11-29T20:00:00Z", server);
                until(() -> !server.warmups().rows().isEmpty());
                untilUsed(server, 5);
                server.warmups().complaints("cold", Optional.empty(), 0, "ann", "postmaster pages");

                at("2026-11-30T00:00:00Z", server);
                untilUsed(server, 1);
                at("2026-11-30T09:00:00Z", server);
                until(() -> receiver.messages.size() == 20);
                untilUsed(server, 7);
            }
        }

        assertThat(acts())
                .anySatisfy(act ->
                        assertThat(act).startsWith("warmup-complaints source=cold rate=0.0 / ann"))
                .anySatisfy(act ->
                        assertThat(act)
                                .startsWith("warmup-advanced source=cold receiver=127.0.0.1:")
                                .contains(" day=2 / restante / day 1 (2026-11-29): 5 of 5 used"));
    }

    @Test
    void whatTheDayHasNoRoomForLeavesByAWarmSource() throws Exception {
        var usual = WarmupPolicy.of(PLAN);
        var policy =
                new WarmupPolicy(
                        PLAN,
                        usual.spread(),
                        WhenFull.OVERFLOW,
                        Duration.ofHours(24),
                        usual.withoutComplaints(),
                        usual.mostDeferred(),
                        usual.mostComplaints());
        var pool =
                new Pool(
                        "all",
                        List.of(new Pool.Member(COLD, 1_000_000), new Pool.Member(WARM, 1)),
                        false);
        try (var receiver = new Receiver(command -> "");
                var server = start(receiver.port(), policy, pool)) {
            send(server, "news", 20);
            until(() -> receiver.messages.size() == 16);
            untilUsed(server, 1);
            assertThat(receiver.messages).hasSize(16);

            at("2026-11-29T20:00:00Z", server);
            until(() -> receiver.messages.size() == 20);
            untilUsed(server, 5);
        }

        assertThat(events())
                .filteredOn(event -> event.type() == EventType.DELIVERED)
                .extracting(event -> event.attempt().source())
                .filteredOn("cold"::equals)
                .hasSize(5);
    }

    @Test
    void aPersonBeginsAndEndsAPlan() throws Exception {
        try (var receiver = new Receiver(command -> "")) {
            try (var server = start(receiver.port(), WarmupPolicy.of(PLAN), Pool.of(WARM))) {
                server.warmups().begin("warm", Optional.empty(), "small", 2, "ann", "new address");
                send(server, "news", 4);
                until(() -> receiver.messages.size() == 1);
                assertThat(server.warmups().rows().getFirst().standing().today().day())
                        .isEqualTo(2);

                server.warmups().stop("warm", Optional.empty(), "ann", "it was warm all along");
                server.dispatch().order(List.of());
                until(() -> receiver.messages.size() == 4);
                assertThat(server.warmups().rows()).isEmpty();
            }
        }

        assertThat(acts())
                .containsExactly(
                        "warmup-start source=warm plan=small day=2 / ann / new address",
                        "warmup-stop source=warm / ann / it was warm all along");
    }
}
