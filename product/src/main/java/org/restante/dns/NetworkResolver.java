package org.restante.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.dnssec.ValidatingResolver;

/// Asks recursive servers, over UDP and where a response is cut over TCP. Remembers nothing: see [CachingResolver].
public final class NetworkResolver implements Resolver {
    /// Keys of the root zone (RFC 9718): KSK-2017 and KSK-2024.
    private static final String ROOT_ANCHORS =
            """
            . IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
            . IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
            """;

    /// Fits into a packet on nearly every path (DNS flag day 2020).
    private static final int LARGEST_PACKET = 1232;

    private static final int MOST_QUESTIONS_ON = 8;
    private static final Executor ON_VIRTUAL_THREADS = Thread::startVirtualThread;

    /// How servers are asked.
    ///
    /// @param servers at least one
    /// @param forOneTry how long one server is waited for before the next is asked; the default lets three tries fit into ten seconds
    /// @param tries how many times a question is asked before it has failed
    public record Manner(
            List<InetSocketAddress> servers, Dnssec dnssec, Duration forOneTry, int tries) {
        public Manner {
            servers = List.copyOf(servers);
            if (servers.isEmpty()) {
                throw new IllegalArgumentException("no DNS server to ask");
            }
            if (dnssec == Dnssec.TRUSTED_SERVER && !servers.stream().allMatch(Manner::isHere)) {
                throw new IllegalArgumentException(
                        "the word of a DNS server about signatures is taken only on loopback, not from "
                                + servers);
            }
            if (tries < 1 || forOneTry.isNegative() || forOneTry.isZero()) {
                throw new IllegalArgumentException("at least one try, and some time for it");
            }
        }

        private static boolean isHere(InetSocketAddress server) {
            return server.getAddress() != null && server.getAddress().isLoopbackAddress();
        }

        /// The usual: three tries, and the word of a server on loopback taken.
        public static Manner of(List<InetSocketAddress> servers) {
            var dnssec =
                    servers.stream().allMatch(Manner::isHere) ? Dnssec.TRUSTED_SERVER : Dnssec.OFF;
            return new Manner(servers, dnssec, Duration.ofSeconds(3), Math.max(3, servers.size()));
        }
    }

    private final Dnssec dnssec;
    private final org.xbill.DNS.Resolver below;
    private final LongSupplier nanos;

    /// @param time for the signatures, which are good from and until
    /// @param nanos a monotonic ticker
    public NetworkResolver(Manner manner, InstantSource time, LongSupplier nanos) {
        this(manner, time, nanos, ROOT_ANCHORS);
    }

    NetworkResolver(Manner manner, InstantSource time, LongSupplier nanos, String anchors) {
        this.dnssec = manner.dnssec();
        this.nanos = nanos;
        var group =
                new ServerGroup(
                        manner.servers().stream()
                                .map(server -> ask(server, manner.forOneTry()))
                                .toList(),
                        manner.tries());
        this.below = dnssec == Dnssec.VALIDATE ? validating(group, time, anchors) : group;
    }

    private static SimpleResolver ask(InetSocketAddress server, Duration forOneTry) {
        var resolver = new SimpleResolver(server);
        resolver.setTimeout(forOneTry);
        resolver.setEDNS(0, LARGEST_PACKET, 0, List.of());
        return resolver;
    }

    private static org.xbill.DNS.Resolver validating(
            ServerGroup group, InstantSource time, String anchors) {
        try {
            var resolver = new ValidatingResolver(group, time.withZone(ZoneOffset.UTC));
            resolver.loadTrustAnchors(
                    new ByteArrayInputStream(anchors.getBytes(StandardCharsets.US_ASCII)));
            group.setEDNS(0, LARGEST_PACKET, ExtendedFlags.DO, List.of());
            return resolver;
        } catch (IOException e) {
            throw new IllegalArgumentException("the anchors of DNSSEC cannot be read", e);
        }
    }

    @Override
    public <T> Answer<T> ask(RecordType<T> type, DnsName name, Duration patience) {
        long deadline = nanos.getAsLong() + patience.toNanos();
        var aliases = new ArrayList<DnsName>();
        boolean secure = true;
        long ttl = Integer.MAX_VALUE;
        var at = name;
        for (int questions = 0; questions < MOST_QUESTIONS_ON; questions++) {
            switch (once(type, at, deadline)) {
                case ResponseReading.Step.Done<T>(var answer) -> {
                    return behind(aliases, secure, ttl, answer);
                }
                case ResponseReading.Step.GoOn<T> on -> {
                    aliases.addAll(on.aliases());
                    secure &= on.secure();
                    ttl = Math.min(ttl, on.ttl());
                    at = on.target();
                    if (aliases.contains(at)) {
                        return ResponseReading.loop(name);
                    }
                }
            }
        }
        return ResponseReading.loop(name);
    }

    /// The answer seen from the name that was asked for first.
    private static <T> Answer<T> behind(
            List<DnsName> aliases, boolean secure, long ttl, Answer<T> last) {
        if (aliases.isEmpty()) {
            return last;
        }
        return switch (last) {
            case Answer.Found<T>(
                            var owner,
                            var more,
                            var records,
                            var own,
                            var signed,
                            var stale) ->
                    new Answer.Found<>(
                            owner,
                            joined(aliases, more),
                            records,
                            least(own, ttl),
                            secure && signed,
                            stale);
            case Answer.NoRecords<T>(var owner, var more, var own, var signed) ->
                    new Answer.NoRecords<>(
                            owner, joined(aliases, more), least(own, ttl), secure && signed);
            case Answer.NoSuchName<T>(var owner, var more, var own, var signed) ->
                    new Answer.NoSuchName<>(
                            owner, joined(aliases, more), least(own, ttl), secure && signed);
            case Answer.Failed<T> failed -> failed;
        };
    }

    private static List<DnsName> joined(List<DnsName> first, List<DnsName> then) {
        var all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }

    private static Duration least(Duration own, long ttl) {
        return own.toSeconds() < ttl ? own : Duration.ofSeconds(ttl);
    }

    private <T> ResponseReading.Step<T> once(RecordType<T> type, DnsName name, long deadline) {
        var question = Record.newRecord(name.wire(), type.number(), DClass.IN);
        var query = Message.newQuery(question);
        if (dnssec == Dnssec.TRUSTED_SERVER) {
            query.getHeader().setFlag(Flags.AD);
        }
        try {
            var left = Math.max(0, deadline - nanos.getAsLong());
            var response =
                    below.sendAsync(query, ON_VIRTUAL_THREADS)
                            .toCompletableFuture()
                            .get(left, TimeUnit.NANOSECONDS);
            return question.equals(response.getQuestion())
                    ? new ResponseReading<>(type, response, dnssec).read(name)
                    : failed(
                            Failure.MALFORMED,
                            "the response answers another question than " + type + " of " + name);
        } catch (TimeoutException e) {
            return failed(Failure.TIMEOUT, "no answer in time to " + type + " of " + name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(Failure.TIMEOUT, "interrupted while asking for " + type + " of " + name);
        } catch (ExecutionException e) {
            return failed(
                    failure(e.getCause()),
                    "no answer to " + type + " of " + name + ": " + words(e.getCause()));
        }
    }

    private static <T> ResponseReading.Step<T> failed(Failure failure, String reason) {
        return new ResponseReading.Step.Done<>(new Answer.Failed<>(failure, reason));
    }

    private static Failure failure(@org.jspecify.annotations.Nullable Throwable trouble) {
        return switch (trouble) {
            case SocketTimeoutException _ -> Failure.TIMEOUT;
            case org.xbill.DNS.WireParseException _ -> Failure.MALFORMED;
            case SocketException _ -> Failure.UNREACHABLE;
            case null, default ->
                    trouble != null && String.valueOf(trouble.getMessage()).contains("timed out")
                            ? Failure.TIMEOUT
                            : Failure.UNREACHABLE;
        };
    }

    private static String words(@org.jspecify.annotations.Nullable Throwable trouble) {
        var message = trouble == null ? null : trouble.getMessage();
        return message == null ? "the servers cannot be reached" : message;
    }
}
