package org.restante.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CachingResolverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final DnsName HOST = name("mx.example.test");

    private final ManualTicker ticker = new ManualTicker();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Supplier<Answer<?>> next = () -> found(60);
    private final CachingResolver cache = cache(CachingResolver.Bounds.usual());

    private CachingResolver cache(CachingResolver.Bounds bounds) {
        return new CachingResolver(
                new Resolver() {
                    @Override
                    @SuppressWarnings("unchecked")
                    public <T> Answer<T> ask(RecordType<T> type, DnsName name, Duration patience) {
                        asked.incrementAndGet();
                        return (Answer<T>) next.get();
                    }
                },
                bounds,
                ticker);
    }

    private static DnsName name(String text) {
        return DnsName.of(text).orElseThrow();
    }

    private static Answer<InetAddress> found(long ttl) {
        return new Answer.Found<>(
                HOST,
                List.of(),
                List.of(InetAddress.getLoopbackAddress()),
                Duration.ofSeconds(ttl),
                true,
                false);
    }

    private static Answer<InetAddress> noSuchName(long ttl) {
        return new Answer.NoSuchName<>(HOST, List.of(), Duration.ofSeconds(ttl), false);
    }

    private static Answer<InetAddress> failed(Failure failure) {
        return new Answer.Failed<>(failure, "for the test");
    }

    private Answer<InetAddress> ask() {
        return cache.ask(RecordType.A, HOST, PATIENCE);
    }

    private int askedAfter(Duration... steps) {
        ask();
        for (var step : steps) {
            ticker.pass(step);
            ask();
        }
        return asked.get();
    }

    @Test
    void recordsAreKeptForTheirTtlAndGetOlder() {
        ask();
        ticker.pass(Duration.ofSeconds(59));

        assertThat(ask()).isEqualTo(found(1));
        assertThat(asked).hasValue(1);

        ticker.pass(Duration.ofSeconds(1));
        assertThat(ask()).isEqualTo(found(60));
        assertThat(asked).hasValue(2);
    }

    /// TTL said, seconds waited, whether it is asked again.
    @ParameterizedTest
    @CsvSource({
        "0,4,1",
        "0,5,2",
        "1,4,1",
        "86400,86399,1",
        "604800,86399,1",
        "604800,86400,2",
        "2147483647,86401,2"
    })
    void lyingTtlsAreHeldWithinBounds(long ttl, long waited, int questions) {
        next = () -> found(ttl);

        assertThat(askedAfter(Duration.ofSeconds(waited))).isEqualTo(questions);
    }

    @ParameterizedTest
    @CsvSource({
        "0,29,1",
        "0,30,2",
        "3,4,1",
        "300,299,1",
        "300,300,2",
        "86400,3599,1",
        "86400,3600,2"
    })
    void noneIsKeptWithinBounds(long ttl, long waited, int questions) {
        next = () -> noSuchName(ttl);

        assertThat(askedAfter(Duration.ofSeconds(waited))).isEqualTo(questions);
    }

    @Test
    void noRecordsStaysNoRecords() {
        var none =
                new Answer.NoRecords<InetAddress>(
                        HOST, List.of(name("alias.test")), Duration.ofSeconds(60), true);
        next = () -> none;
        ask();

        assertThat(ask()).isEqualTo(none);
        assertThat(asked).hasValue(1);
    }

    @Test
    void afterAFailureNobodyIsAskedForAMoment() {
        next = () -> failed(Failure.TIMEOUT);

        assertThat(askedAfter(Duration.ofSeconds(4))).isEqualTo(1);
        assertThat(askedAfter(Duration.ofSeconds(1))).isEqualTo(2);
    }

    @Test
    void oldRecordsAreServedWhileNobodyCanTell() {
        ask();
        ticker.pass(Duration.ofMinutes(2));
        next = () -> failed(Failure.TIMEOUT);

        assertThat(ask())
                .isEqualTo(
                        new Answer.Found<>(
                                HOST,
                                List.of(),
                                List.of(InetAddress.getLoopbackAddress()),
                                Duration.ofSeconds(30),
                                true,
                                true));
        ask();
        assertThat(asked).as("not asked again for each message").hasValue(2);

        ticker.pass(Duration.ofSeconds(30));
        next = () -> found(60);
        assertThat(ask()).isEqualTo(found(60));
    }

    @Test
    void oldRecordsAreNotServedForever() {
        ask();
        next = () -> failed(Failure.SERVER_FAILURE);
        for (int hours = 0; hours < 24; hours++) {
            ticker.pass(Duration.ofHours(1));
            ask();
        }
        ticker.pass(Duration.ofMinutes(2));

        assertThat(ask()).isEqualTo(failed(Failure.SERVER_FAILURE));
    }

    @Test
    void aBogusAnswerIsNotHiddenBehindOldRecords() {
        ask();
        ticker.pass(Duration.ofMinutes(2));
        next = () -> failed(Failure.BOGUS);

        assertThat(ask()).isEqualTo(failed(Failure.BOGUS));
    }

    @Test
    void aTlsaRecordIsNeverServedOld() {
        next =
                () ->
                        new Answer.Found<>(
                                HOST,
                                List.of(),
                                List.of(new Tlsa(3, 1, 1, "00")),
                                Duration.ofSeconds(60),
                                true,
                                false);
        cache.ask(RecordType.TLSA, HOST, PATIENCE);
        ticker.pass(Duration.ofMinutes(2));
        next = () -> failed(Failure.TIMEOUT);

        assertThat(cache.ask(RecordType.TLSA, HOST, PATIENCE)).isEqualTo(failed(Failure.TIMEOUT));
    }

    @Test
    void oldNoneIsNotServedForItWouldBounceMail() {
        next = () -> noSuchName(60);
        ask();
        ticker.pass(Duration.ofMinutes(2));
        next = () -> failed(Failure.TIMEOUT);

        assertThat(ask()).isEqualTo(failed(Failure.TIMEOUT));
    }

    @Test
    void newNewsReplaceOldRecords() {
        ask();
        ticker.pass(Duration.ofMinutes(2));
        next = () -> noSuchName(60);

        assertThat(ask()).isEqualTo(noSuchName(60));
    }

    @Test
    void typesAndNamesAreKeptApart() {
        ask();
        cache.ask(RecordType.AAAA, HOST, PATIENCE);
        cache.ask(RecordType.A, name("mx2.example.test"), PATIENCE);
        cache.ask(RecordType.A, name("MX.example.test."), PATIENCE);

        assertThat(asked).hasValue(3);
    }

    @Test
    void whatIsKeptIsBoundedAndTheLeastUsedGoesFirst() {
        var usual = CachingResolver.Bounds.usual();
        var small = cache(bounds(usual, 100, usual.octets()));
        small.ask(RecordType.A, HOST, PATIENCE);
        for (int i = 0; i < 5_000; i++) {
            small.ask(RecordType.A, name("n" + i + ".test"), PATIENCE);
            small.ask(RecordType.A, HOST, PATIENCE);
        }

        assertThat(small.counts().entries()).isEqualTo(100);
        assertThat(asked).as("the one in use stayed").hasValue(5_001);
    }

    @Test
    void hugeAnswersAreBoundedByTheirSize() {
        var usual = CachingResolver.Bounds.usual();
        var small = cache(bounds(usual, 1000, 200_000));
        var big = new Text(java.util.Collections.nCopies(250, "x".repeat(255)));
        next =
                () ->
                        new Answer.Found<>(
                                HOST,
                                List.of(),
                                List.of(big),
                                Duration.ofSeconds(60),
                                false,
                                false);
        for (int i = 0; i < 50; i++) {
            small.ask(RecordType.TXT, name("n" + i + ".test"), PATIENCE);
        }

        assertThat(small.counts().entries()).isBetween(1, 4);
        assertThat(small.counts().octets()).isBetween(1L, 200_000L);
        small.clear();
        assertThat(small.counts().octets()).isZero();
    }

    private static CachingResolver.Bounds bounds(
            CachingResolver.Bounds usual, int entries, long octets) {
        return new CachingResolver.Bounds(
                entries,
                octets,
                usual.shortest(),
                usual.longest(),
                usual.longestNone(),
                usual.none(),
                usual.failure(),
                usual.stale(),
                usual.staleAgain(),
                usual.patience());
    }

    @Test
    void theSameQuestionOfManyIsAskedOnce() throws Exception {
        var answered = new CountDownLatch(1);
        next =
                () -> {
                    try {
                        answered.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return found(60);
                };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new ArrayList<Future<Answer<InetAddress>>>();
            for (int i = 0; i < 200; i++) {
                waiting.add(threads.submit(this::ask));
            }
            assertThat(cache.ask(RecordType.A, HOST, Duration.ofMillis(20)))
                    .isInstanceOfSatisfying(
                            Answer.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(Failure.TIMEOUT));
            answered.countDown();
            for (var one : waiting) {
                assertThat(one.get()).isEqualTo(found(60));
            }
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void whoIsInterruptedGetsAFailureAndStaysInterrupted() {
        var answered = new CountDownLatch(1);
        next =
                () -> {
                    try {
                        answered.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return found(60);
                };
        Thread.currentThread().interrupt();

        assertThat(ask()).isInstanceOf(Answer.Failed.class);
        assertThat(Thread.interrupted()).isTrue();
        answered.countDown();
    }
}
