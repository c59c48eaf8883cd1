package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.mail.message.Domain;
import org.restante.sending.delivery.Mail;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Source;

/// A session that ends by a bug of ours takes nothing with it: neither its lane, nor the mail of others.
@Timeout(120)
final class LostSessionTest {
    private static final Source US = Source.unbound("us", new Domain("us.test"));
    private static final int MESSAGES = 4;
    private static final int LONG_ENOUGH = 20_000;

    private final AtomicLong ticker = new AtomicLong();
    private final AtomicInteger begun = new AtomicInteger();

    /// Mail whose attempts fail before they begin, this one of them.
    private final class Faulty implements Bucket {
        private final Bucket mail;
        private final int failing;

        Faulty(Bucket mail, int failing) {
            this.mail = mail;
            this.failing = failing;
        }

        @Override
        public String domain() {
            return mail.domain();
        }

        @Override
        public Pool pool() {
            return mail.pool();
        }

        @Override
        public Source source() {
            return mail.source();
        }

        @Override
        public String tenant() {
            return mail.tenant();
        }

        @Override
        public String stream() {
            return mail.stream();
        }

        @Override
        public boolean isTransactional() {
            return mail.isTransactional();
        }

        @Override
        public int waiting() {
            return mail.waiting();
        }

        @Override
        public Duration dueFor() {
            return mail.dueFor();
        }

        @Override
        public Optional<Consignment> take(int mostRecipients, Preference preference) {
            return mail.take(mostRecipients, preference).map(taken -> new Attempt(taken, failing));
        }
    }

    private final class Attempt implements Consignment {
        private final Consignment mail;
        private final int failing;

        Attempt(Consignment mail, int failing) {
            this.mail = mail;
            this.failing = failing;
        }

        @Override
        public UUID id() {
            return mail.id();
        }

        @Override
        public int recipients() {
            return mail.recipients();
        }

        @Override
        public Mail mail() throws IOException {
            return mail.mail();
        }

        @Override
        public void begins() throws IOException {
            if (begun.incrementAndGet() == failing) {
                throw new IllegalStateException("a bug");
            }
            mail.begins();
        }

        @Override
        public void settle(List<Settled> outcomes, Facts facts) {
            mail.settle(outcomes, facts);
        }

        @Override
        public void putBack() {
            mail.putBack();
        }
    }

    private static long taken(WaitingMail mail) {
        return mail.told.stream()
                .filter(told -> told.settled().outcome() instanceof Outcome.Accepted)
                .count();
    }

    /// Time goes on until all is taken.
    private void assertAllIsTaken(LoopbackHost host, int failing) throws Exception {
        try (var dispatch =
                KeptConnectionTest.dispatch(
                        host.port(), KeptConnectionTest.oneConnection(), ticker::get)) {
            var mail = new WaitingMail("shop.test", "stream", Pool.of(US), US, MESSAGES);
            dispatch.ready(new Faulty(mail, failing));
            for (int i = 0; i < LONG_ENOUGH && taken(mail) < MESSAGES; i++) {
                ticker.addAndGet(Duration.ofMillis(500).toNanos());
                dispatch.lookAtTheClock();
                Thread.sleep(2);
            }
            assertThat(taken(mail)).isEqualTo(MESSAGES);
        }
    }

    @Test
    void theMailThatWaitedForItIsCarriedByAnother() throws Exception {
        try (var host = LoopbackHost.plain()) {
            assertAllIsTaken(host, 1);
        }
    }

    @Test
    void aClosedLaneWhoseCanaryIsLostSendsAnother() throws Exception {
        var tries = new AtomicInteger();
        try (var host =
                LoopbackHost.answering((name, command) ->
                        command.startsWith("RCPT") && tries.incrementAndGet() == 1
                                ? "450 4.7.1 Too many messages from your IP, slow down"
                                : "")) {
            assertAllIsTaken(host, 2);
        }
    }
}
