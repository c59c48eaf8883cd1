package org.restante.sending.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.protocol.session.Octets;
import org.restante.sending.delivery.Mail;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Source;

/// A bucket of small messages, each for one recipient, which tells what became of them.
final class WaitingMail implements Bucket {
    /// What became of one.
    record Told(UUID id, Settled settled, Facts facts) {}

    private final String domain;
    private final String stream;
    private final Pool pool;
    private final Source source;
    private final Deque<UUID> waiting = new ArrayDeque<>();
    private final CountDownLatch left;
    private final boolean isTransactional;
    final List<Told> told = Collections.synchronizedList(new ArrayList<>());

    WaitingMail(String domain, String stream, Pool pool, Source source, int messages) {
        this(domain, stream, pool, source, messages, false);
    }

    WaitingMail(
            String domain,
            String stream,
            Pool pool,
            Source source,
            int messages,
            boolean isTransactional) {
        this.isTransactional = isTransactional;
        this.domain = domain;
        this.stream = stream;
        this.pool = pool;
        this.source = source;
        left = new CountDownLatch(messages);
        for (int i = 0; i < messages; i++) {
            waiting.add(new UUID(isTransactional ? 1L << 32 | i : i, i));
        }
    }

    static WaitingMail one(String domain, Source source) {
        return new WaitingMail(domain, "stream", Pool.of(source), source, 1);
    }

    /// Waits until something was told of each message.
    List<Told> allTold() throws InterruptedException {
        if (!left.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("after 60 s only this was told: " + told);
        }
        return told;
    }

    @Override
    public String domain() {
        return domain;
    }

    @Override
    public Pool pool() {
        return pool;
    }

    @Override
    public Source source() {
        return source;
    }

    /// What stands before a slash in the stream's name.
    @Override
    public String tenant() {
        int end = stream.indexOf('/');
        return end < 0 ? "" : stream.substring(0, end);
    }

    @Override
    public String stream() {
        return stream;
    }

    @Override
    public boolean isTransactional() {
        return isTransactional;
    }

    @Override
    public synchronized int waiting() {
        return waiting.size();
    }

    @Override
    public Duration dueFor() {
        return Duration.ZERO;
    }

    @Override
    public synchronized Optional<Consignment> take(int mostRecipients, Preference preference) {
        var found = waiting.stream().filter(id -> preference.fits(id)).findFirst();
        found.ifPresent(waiting::remove);
        return found.map(Taken::new);
    }

    private synchronized void back(UUID id) {
        waiting.addFirst(id);
    }

    private final class Taken implements Consignment {
        private static final byte[] BODY = "A: b\r\n\r\nx\r\n".getBytes(StandardCharsets.UTF_8);

        private final UUID id;

        Taken(UUID id) {
            this.id = id;
        }

        @Override
        public UUID id() {
            return id;
        }

        @Override
        public int recipients() {
            return 1;
        }

        @Override
        public Mail mail() {
            var envelope =
                    new Envelope(
                            ReversePath.of(Mailbox.of("a@us.test").orElseThrow()),
                            List.of(Recipient.of(Mailbox.of("b@" + domain).orElseThrow())),
                            false,
                            false,
                            Optional.empty(),
                            Optional.empty());
            return new Mail(envelope, new Body(), false);
        }

        private final class Body implements Mail.Body {
            @Override
            public long octets() {
                return BODY.length;
            }

            @Override
            public void writeTo(Octets sink) throws java.io.IOException {
                sink.write(BODY, 0, BODY.length);
            }
        }

        @Override
        public void begins() {}

        @Override
        public void settle(List<Settled> outcomes, Facts facts) {
            if (!outcomes.getFirst().spendsAttempt()) {
                back(id);
            }
            told.add(new Told(id, outcomes.getFirst(), facts));
            left.countDown();
        }

        @Override
        public void putBack() {
            back(id);
        }
    }
}
