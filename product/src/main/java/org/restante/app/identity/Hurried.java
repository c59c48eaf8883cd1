package org.restante.app.identity;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.restante.dns.Answer;
import org.restante.dns.DnsName;
import org.restante.dns.Failure;
import org.restante.dns.RecordType;
import org.restante.dns.Resolver;

/// Passes questions on for so long in all, however many they are.
///
/// @param end by the ticker
record Hurried(Resolver inner, LongSupplier ticker, long end) implements Resolver {
    static Hurried within(Duration whole, Resolver inner, LongSupplier ticker) {
        return new Hurried(inner, ticker, ticker.getAsLong() + whole.toNanos());
    }

    @Override
    public <T> Answer<T> ask(RecordType<T> type, DnsName name, Duration patience) {
        var left = Duration.ofNanos(end - ticker.getAsLong());
        if (!left.isPositive()) {
            return new Answer.Failed<>(Failure.TIMEOUT, "all answers together take too long");
        }
        return inner.ask(type, name, left.compareTo(patience) < 0 ? left : patience);
    }
}
