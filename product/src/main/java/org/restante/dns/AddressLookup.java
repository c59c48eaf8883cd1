package org.restante.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The addresses of hosts, A and AAAA of all of them asked for at the same time.
public final class AddressLookup {
    private final Resolver resolver;

    public AddressLookup(Resolver resolver) {
        this.resolver = resolver;
    }

    /// One answer a host, in their order. Where one family fails and the other has addresses, those are the answer.
    public List<Answer<InetAddress>> of(List<DnsName> hosts, Families families, Duration patience) {
        if (hosts.size() == 1 && families != Families.BOTH) {
            return List.of(resolver.ask(type(families), hosts.getFirst(), patience));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<List<Future<Answer<InetAddress>>>>();
            for (var host : hosts) {
                var questions = new ArrayList<Future<Answer<InetAddress>>>();
                for (var type : types(families)) {
                    questions.add(threads.submit(() -> resolver.ask(type, host, patience)));
                }
                asked.add(questions);
            }
            return asked.stream().map(AddressLookup::together).toList();
        }
    }

    private static List<RecordType<InetAddress>> types(Families families) {
        return families == Families.BOTH
                ? List.of(RecordType.A, RecordType.AAAA)
                : List.of(type(families));
    }

    private static RecordType<InetAddress> type(Families families) {
        return families == Families.IPV6 ? RecordType.AAAA : RecordType.A;
    }

    private static Answer<InetAddress> together(List<Future<Answer<InetAddress>>> questions) {
        var sum = answer(questions.getFirst());
        for (var question : questions.subList(1, questions.size())) {
            sum = sum(sum, answer(question));
        }
        return sum;
    }

    private static Answer<InetAddress> answer(Future<Answer<InetAddress>> question) {
        try {
            return question.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Failed<>(Failure.TIMEOUT, "interrupted while asking for addresses");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// What two families come to: addresses win, then "nobody could tell", then "no records".
    private static Answer<InetAddress> sum(Answer<InetAddress> one, Answer<InetAddress> other) {
        if (one instanceof Answer.Found<InetAddress> a) {
            return other instanceof Answer.Found<InetAddress> b ? both(a, b) : a;
        }
        if (other instanceof Answer.Found<InetAddress>
                || other instanceof Answer.Failed<InetAddress>) {
            return one instanceof Answer.Failed<InetAddress>
                            && other instanceof Answer.Failed<InetAddress>
                    ? one
                    : other;
        }
        return one instanceof Answer.NoSuchName<InetAddress> ? other : one;
    }

    private static Answer<InetAddress> both(
            Answer.Found<InetAddress> a, Answer.Found<InetAddress> b) {
        var addresses = new ArrayList<>(a.records());
        addresses.addAll(b.records());
        var ttl = a.ttl().compareTo(b.ttl()) < 0 ? a.ttl() : b.ttl();
        return new Answer.Found<>(
                a.owner(),
                a.aliases(),
                addresses,
                ttl,
                a.secure() && b.secure(),
                a.stale() || b.stale());
    }
}
