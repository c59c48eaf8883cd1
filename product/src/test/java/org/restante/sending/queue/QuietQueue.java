package org.restante.sending.queue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission.Offer;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.message.Submission.Steering;
import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.backlog.BacklogSettings;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.dispatch.Consignment;
import org.restante.sending.dispatch.Facts;
import org.restante.sending.dispatch.Preference;
import org.restante.sending.dispatch.Settled;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Source;
import org.restante.sending.spool.Spool;
import org.restante.sending.spool.SpoolSettings;

/// A queue over a real spool, with a clock and a ticker that a test moves, and nobody who delivers.
final class QuietQueue implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Source SOURCE =
            Source.unbound("default", Domain.of("mx.example.org").orElseThrow());

    private static final Verdict VERDICT = verdict(451, Permanence.TEMPORARY, NextStep.RETRY);
    private static final Verdict FINAL = verdict(550, Permanence.PERMANENT, NextStep.BOUNCE);

    private static Verdict verdict(int code, Permanence permanence, NextStep next) {
        return new Verdict(
                code,
                null,
                null,
                Cause.RATE,
                Scope.SOURCE,
                permanence,
                permanence,
                null,
                null,
                List.of(next),
                "test",
                "Too fast.");
    }

    private final Path folder;
    private final QueueSettings settings;
    private final BacklogSettings index;
    private final Random chance = new Random(1);
    private Instant clock = NOON;
    private long ticks;
    private Spool spool;
    private Queue queue;

    /// Done each time the queue asks what time it is.
    private volatile Runnable onLook = () -> {};

    QuietQueue(Path folder) throws Exception {
        this(folder, QueueSettings.defaults(), BacklogSettings.defaults());
    }

    QuietQueue(Path folder, QueueSettings settings, BacklogSettings index) throws Exception {
        this.folder = folder;
        this.settings = settings;
        this.index = index;
        open();
    }

    private void open() throws Exception {
        var small =
                new SpoolSettings(
                        1 << 20,
                        256 << 10,
                        1_000,
                        64 << 10,
                        8 << 20,
                        3,
                        0,
                        0.25,
                        1 << 30,
                        1,
                        Duration.ofSeconds(1));
        spool = Spool.open(folder.resolve("spool"), small, () -> clock, () -> ticks, chance);
        queue =
                new Queue(
                        spool,
                        settings,
                        Pools.of(SOURCE),
                        "mx.example.org",
                        () -> clock,
                        () -> {
                            onLook.run();
                            return ticks;
                        },
                        chance,
                        folder.resolve("index"),
                        index);
        queue.refile();
    }

    void restart() throws Exception {
        close();
        open();
    }

    @Override
    public void close() throws Exception {
        queue.close();
        spool.close();
    }

    Queue queue() {
        return queue;
    }

    Spool spool() {
        return spool;
    }

    void whenTheQueueLooksAtItsClock(Runnable then) {
        onLook = then;
    }

    /// No more mail can wait: the index cannot be written, and memory is full.
    void fill() throws Exception {
        try (var all = Files.walk(folder.resolve("index"))) {
            for (var one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
        while (!queue.isFull()) {
            try {
                accept("", recipient("filler@example.net"));
            } catch (Refused e) {
                // It is full now.
            }
        }
    }

    void passes(Duration time) {
        ticks += time.toNanos();
        clock = clock.plus(time);
    }

    /// The clock is set; no time passes.
    void clockJumps(Duration by) {
        clock = clock.plus(by);
    }

    static Recipient recipient(String address, Notify... wanted) {
        Set<Notify> all = EnumSet.noneOf(Notify.class);
        all.addAll(List.of(wanted));
        return new Recipient(Mailbox.of(address).orElseThrow(), all, true, Optional.empty());
    }

    UUID accept(String from, Recipient... recipients) throws Exception {
        byte[] body = "Subject: greetings\r\n\r\nHello.\r\n".getBytes(StandardCharsets.US_ASCII);
        return accept(from, body, recipients);
    }

    UUID accept(String from, byte[] body, Recipient... recipients) throws Exception {
        try (var draft = queue.begin()) {
            draft.write(body, 0, body.length);
            var path =
                    from.isEmpty()
                            ? ReversePath.NULL
                            : ReversePath.of(Mailbox.of(from).orElseThrow());
            draft.commit(
                    new Offer(
                            new Envelope(
                                    path,
                                    List.of(recipients),
                                    false,
                                    false,
                                    Optional.empty(),
                                    Optional.empty()),
                            clock,
                            Optional.empty(),
                            Optional.empty(),
                            body.length,
                            false,
                            Steering.NONE));
            return draft.id();
        }
    }

    QueueBucket bucket(String domain) {
        return queue.bucket(new QueueBucket.Key(domain, "default", "default", "", "mail", false));
    }

    Optional<Consignment> take(String domain) {
        return bucket(domain).take(100, Preference.ANY);
    }

    /// One attempt for each recipient in the next consignment.
    void isRefused(String domain, String reply, boolean spendsAttempt) throws Exception {
        var consignment = take(domain).orElseThrow();
        var mail = consignment.mail();
        consignment.begins();
        List<Settled> all = new ArrayList<>();
        for (int i = 0; i < mail.envelope().recipients().size(); i++) {
            all.add(refused(reply, spendsAttempt));
        }
        consignment.settle(all, facts(domain));
        settle();
    }

    static Settled refused(String reply, boolean spendsAttempt) {
        return new Settled(
                new Outcome.Refused(Stage.RCPT, Reply.read(reply)), VERDICT, spendsAttempt);
    }

    static Settled refusedForGood(String reply) {
        return new Settled(new Outcome.Refused(Stage.RCPT, Reply.read(reply)), FINAL, true);
    }

    static Facts facts(String domain) {
        return new Facts("s", domain, null, "mx." + domain, "192.0.2.1", SOURCE, null, null, 250L);
    }

    /// What the recipient's state is; empty when the message is at its end.
    Optional<State> state(UUID id, int ordinal) throws Exception {
        settle();
        return spool.message(id)
                .map(it -> it.recipients().get(ordinal).standing().state())
                .map(number -> State.values()[number]);
    }

    /// Waits until all that was handed to the spool is on disk.
    void settle() throws Exception {
        spool.control("settled", new byte[0]).await();
    }

    /// What is due to happen to messages happens.
    void looks() throws Exception {
        settle();
        queue.deadlines().look();
    }

    /// The bodies of messages with the null reverse-path.
    List<String> notices() throws Exception {
        List<String> found = new ArrayList<>();
        for (var id : spool.ids(null, 1_000)) {
            var stored = StoredMessage.of(spool.message(id).orElseThrow().envelope());
            if (stored.reversePath().mailbox().isEmpty()) {
                try (var body = spool.body(id)) {
                    found.add(new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return found;
    }

    /// All events so far.
    List<String> events() throws Exception {
        settle();
        List<String> all = new ArrayList<>();
        spool.events(0, (sequence, event) -> all.add(new String(event, StandardCharsets.UTF_8)));
        return all;
    }
}
