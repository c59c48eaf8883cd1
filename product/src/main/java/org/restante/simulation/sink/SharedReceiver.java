package org.restante.simulation.sink;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.receiver.Receiver;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.receiver.Trait;
import org.restante.simulation.receiver.Visit;

/// A receiver that many sessions ask, one at a time, in its own time. Owns the receiver and the chance of its latency, and guards both.
final class SharedReceiver {
    /// What a refused transaction takes of the time of one that is taken, as in virtual time.
    private static final double REFUSED = 0.4;

    private final ReentrantLock lock = new ReentrantLock();
    private final Receiver receiver;
    private final RandomGenerator chance;
    private final ModelTime time;
    private final Wait wait;
    private final Counts counts;

    SharedReceiver(
            Receiver receiver, RandomGenerator chance, ModelTime time, Wait wait, Counts counts) {
        this.receiver = receiver;
        this.chance = chance;
        this.time = time;
        this.wait = wait;
        this.counts = counts;
    }

    ReceiverModel model() {
        return receiver.model();
    }

    int boxes() {
        return alone(receiver::boxes);
    }

    SharedVisit connected(String source, int host) {
        return new SharedVisit(alone(() -> receiver.connected(source, host, time.now())));
    }

    private <T> T alone(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    private void pass(double mean) {
        if (mean > 0) {
            long nanos = time.ours(alone(() -> drawn(mean, model().latency().spread())));
            if (nanos > 0) {
                wait.pass(nanos);
            }
        }
    }

    /// Log-normal around a mean.
    private double drawn(double mean, double spread) {
        return mean * StrictMath.exp(spread * chance.nextGaussian() - spread * spread / 2);
    }

    /// One connection's part of it. One thread's.
    final class SharedVisit {
        private final Visit visit;

        private SharedVisit(Visit visit) {
            this.visit = visit;
        }

        Answer greeting() {
            return counted(visit.greeting());
        }

        Answer mail(String reversePath) {
            return counted(alone(() -> visit.mail(reversePath, time.now())));
        }

        Answer rcpt(String recipient, Trait trait) {
            return counted(alone(() -> visit.rcpt(recipient, trait, true, time.now())));
        }

        Answer data() {
            return counted(alone(() -> visit.data(time.now())));
        }

        Answer content(boolean offends) {
            return counted(alone(() -> visit.content(offends, time.now())));
        }

        void reset() {
            alone(() -> {
                visit.reset();
                return "";
            });
        }

        void closed() {
            alone(() -> {
                visit.closed();
                return "";
            });
        }

        /// Lets pass what connecting takes here, greeting and EHLO included.
        void passConnecting() {
            pass((double) model().latency().connect().toNanos());
        }

        /// Lets pass what a transaction takes here.
        void passTransaction(boolean isTaken) {
            pass(model().latency().reply().toNanos() * (isTaken ? 1 : REFUSED));
        }

        private Answer counted(Answer answer) {
            counts.answered(answer);
            return answer;
        }
    }
}
