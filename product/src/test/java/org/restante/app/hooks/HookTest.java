package org.restante.app.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.hooks.HookSettings.Kind;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;

/// A hook before a real HTTP server; its time is the test's.
@Timeout(60)
final class HookTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final byte[] KEY =
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    @TempDir private Path data;
    private volatile Instant now = NOON;
    private int made;
    private Listening shop;
    private FileJournal journal;
    private final List<Hook> running = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        shop = new Listening();
        journal = new FileJournal(data.resolve("events"), JournalSettings.defaults(), () -> now);
    }

    @AfterEach
    void end() throws Exception {
        for (var hook : running) {
            hook.abandon();
        }
        journal.close();
        shop.close();
    }

    private HookSettings settings(String name, String url, int tries, HookEvent... events) {
        return new HookSettings(
                name,
                URI.create(url),
                Kind.STANDARD,
                HookSecret.of("whsec_" + Base64.getEncoder().encodeToString(KEY)),
                Set.of(events),
                Optional.empty(),
                4,
                tries,
                Duration.ofSeconds(2));
    }

    private Hook start(HookSettings settings) throws IOException {
        var hook =
                new Hook(
                        settings,
                        data.resolve("webhooks"),
                        data.resolve("events"),
                        () -> now,
                        new Random(1));
        hook.start();
        running.add(hook);
        return hook;
    }

    private Hook start() throws IOException {
        return start(settings("shop", shop.url(), 3, HookEvent.DELIVERED, HookEvent.BOUNCED));
    }

    private String happens(EventType type, String tenant) throws IOException {
        var id = new UUID(now.toEpochMilli() << 16 | 0x7000, 1L << 63 | made++);
        var event =
                Event.of(id, now, type, "restante")
                        .recipient("r" + made + "@example.org")
                        .tenant(tenant)
                        .build();
        journal.append(EventJson.write(event).getBytes(StandardCharsets.UTF_8));
        journal.sync();
        return id.toString();
    }

    private String happens(EventType type) throws IOException {
        return happens(type, "");
    }

    private static void until(BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    /// Time passes in steps until it holds.
    private void until(Duration step, BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            now = now.plus(step);
            Thread.sleep(10);
        }
    }

    @Test
    void whatItAskedForIsSentWithASignatureThatAnyoneWithTheKeyFindsRight() throws Exception {
        happens(EventType.DELIVERED);
        var hook = start();
        happens(EventType.RECEIVED);
        var id = happens(EventType.BOUNCED);
        until(() -> hook.standing().taken() == 1);

        assertThat(shop.ids()).as("what was before it is not sent").containsExactly(id);
        var one = shop.heard.getFirst();
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        var signed = id + "." + NOON.getEpochSecond() + "." + one.body();
        assertThat(one.timestamp()).isEqualTo(String.valueOf(NOON.getEpochSecond()));
        assertThat(one.signature())
                .isEqualTo(
                        "v1,"
                                + Base64.getEncoder()
                                        .encodeToString(
                                                mac.doFinal(
                                                        signed.getBytes(StandardCharsets.UTF_8))));
        assertThat(one.type()).isEqualTo("application/json");
        assertThat(one.body())
                .startsWith(
                        "{\"type\":\"bounced\",\"timestamp\":\"2026-11-29T12:00:00Z\",\"data\":{\"v\":1,\"id\":\""
                                + id)
                .contains("\"recipient\":\"r3@example.org\"");
    }

    @Test
    void aTenantsHookIsToldOfThatTenantAlone() throws Exception {
        var usual = settings("acme", shop.url(), 3, HookEvent.DELIVERED);
        var hook =
                start(
                        new HookSettings(
                                usual.name(),
                                usual.to(),
                                usual.kind(),
                                usual.secret(),
                                usual.events(),
                                Optional.of("acme"),
                                1,
                                3,
                                usual.within()));
        happens(EventType.DELIVERED, "other");
        happens(EventType.DELIVERED);
        var theirs = happens(EventType.DELIVERED, "acme");
        until(() -> hook.standing().taken() == 1);

        assertThat(shop.ids()).containsExactly(theirs);
    }

    @Test
    void whatIsNotTakenIsTriedAgainLaterUnderTheSameIdAndThenTaken() throws Exception {
        shop.says(500);
        var hook = start();
        var id = happens(EventType.DELIVERED);
        until(() -> hook.standing().failed() == 1);
        shop.says(200);
        assertThat(hook.standing().waiting()).isEqualTo(1);

        now = NOON.plusSeconds(6);
        until(() -> hook.standing().taken() == 1);

        assertThat(shop.ids()).containsExactly(id, id);
    }

    @Test
    void afterTheLastTryItIsADeadLetterThatCanBeSentAgain() throws Exception {
        shop.says((exchange, heard) -> Listening.say(exchange, 422, "no <such> order"));
        var hook = start();
        var id = happens(EventType.DELIVERED);
        until(Duration.ofSeconds(10), () -> hook.standing().dead() == 1);

        assertThat(shop.ids()).containsExactly(id, id, id);
        assertThat(hook.dead())
                .extracting(Letter::id, Letter::tries, Letter::trouble)
                .containsExactly(tuple(id, 3, "422 no <such> order"));
        until(() -> hook.standing().waiting() == 0);

        shop.says(200);
        assertThat(hook.replay(letter -> letter.id().equals("another"))).isZero();
        assertThat(hook.replay(letter -> true)).isEqualTo(1);
        until(() -> hook.standing().taken() == 1);

        assertThat(shop.ids()).containsExactly(id, id, id, id);
        assertThat(hook.standing().dead()).isZero();
    }

    @Test
    void deadLettersOutliveTheServer() throws Exception {
        shop.says(404);
        var hook = start();
        var id = happens(EventType.DELIVERED);
        until(Duration.ofSeconds(10), () -> hook.standing().dead() == 1);
        hook.abandon();

        assertThat(start().dead()).extracting(Letter::id).containsExactly(id);
    }

    /// Killed again and again with payloads under way: all are taken, and what came twice has the same id.
    @Test
    void killedAtAnyTimeItLosesNothing() throws Exception {
        var wanted = new HashSet<String>();
        Set<String> taken = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 6; round++) {
            int enough = shop.heard.size() + 10 + 3 * round;
            var killed = new CountDownLatch(1);
            shop.says((exchange, heard) -> {
                int nth = shop.heard.size();
                if (nth > enough) {
                    killed.await();
                }
                Listening.say(exchange, nth % 7 == 0 ? 503 : 200, "");
                if (nth % 7 != 0) {
                    taken.add(heard.id());
                }
            });
            var hook = start(settings("shop", shop.url(), 30, HookEvent.DELIVERED));
            for (int i = 0; i < 40; i++) {
                wanted.add(happens(EventType.DELIVERED));
            }
            until(Duration.ofSeconds(5), () -> shop.heard.size() > enough);
            hook.abandon();
            killed.countDown();
        }
        start(settings("shop", shop.url(), 30, HookEvent.DELIVERED));

        until(Duration.ofSeconds(5), () -> taken.containsAll(wanted));
        assertThat(wanted).hasSize(240).containsAll(shop.ids());
    }

    /// Its clock fails the thread that reads, and nobody else.
    @Test
    void afterABugItRestsAndGoesOnWhereItWas() throws Exception {
        var toFail = new AtomicInteger();
        var hook =
                new Hook(
                        settings("shop", shop.url(), 3, HookEvent.DELIVERED),
                        data.resolve("webhooks"),
                        data.resolve("events"),
                        () -> {
                            if (Thread.currentThread().getName().equals("webhook shop")
                                    && toFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                                throw new IllegalStateException("a bug");
                            }
                            return now;
                        },
                        new Random(1));
        running.add(hook);
        hook.start();
        var first = happens(EventType.DELIVERED);
        until(() -> hook.standing().taken() == 1);

        toFail.set(1);
        until(() -> hook.standing().bugs() == 1);
        var second = happens(EventType.DELIVERED);
        until(() -> hook.standing().taken() == 2);

        assertThat(shop.ids()).containsExactly(first, second);
        assertThat(hook.standing().bugs()).isEqualTo(1);
    }

    @Test
    void stoppedInOrderItSendsNothingTwice() throws Exception {
        var hook = start();
        happens(EventType.DELIVERED);
        until(() -> hook.standing().taken() == 1);
        hook.close();
        var second = happens(EventType.DELIVERED);

        var next = start();
        until(() -> next.standing().taken() == 1);
        assertThat(shop.ids()).hasSize(2).endsWith(second);
    }

    @Test
    void aHookThatDoesNotAnswerDelaysNoOther() throws Exception {
        var held = new CountDownLatch(1);
        try (var slow = new Listening()) {
            slow.says((exchange, heard) -> held.await());
            var stuck = start(settings("slow", slow.url(), 3, HookEvent.DELIVERED));
            var well = start(settings("well", shop.url(), 3, HookEvent.DELIVERED));
            for (int i = 0; i < 300; i++) {
                happens(EventType.DELIVERED);
            }
            until(() -> well.standing().taken() == 300);

            assertThat(stuck.standing().taken()).isZero();
            assertThat(slow.heard)
                    .as("four at once, and one more for each failure until it rests")
                    .hasSizeLessThanOrEqualTo(4 + 2);
            until(() -> stuck.standing().failed() > 0);
            assertThat(stuck.standing().lastTrouble().words()).isEqualTo("no answer within 2 s");
            held.countDown();
        }
    }

    @Test
    void whoSaysWhenToComeAgainIsNotAskedBefore() throws Exception {
        shop.says((exchange, heard) -> {
            exchange.getResponseHeaders().set("Retry-After", "600");
            Listening.say(exchange, 429, "");
        });
        var hook = start();
        happens(EventType.DELIVERED);
        until(() -> hook.standing().failed() == 1);
        happens(EventType.DELIVERED);
        assertThat(hook.standing().restsUntil()).isEqualTo(NOON.plusSeconds(600));
        shop.says(200);

        until(Duration.ofSeconds(20), () -> hook.standing().taken() == 2);

        assertThat(Duration.between(NOON, now)).isGreaterThanOrEqualTo(Duration.ofSeconds(600));
    }

    /// Nothing is listening: what happens meanwhile waits in the journal.
    @Test
    void anOutageCostsNothingThatWasNotTried() throws Exception {
        var url = shop.url();
        shop.close();
        var hook = start(settings("shop", url, 12, HookEvent.DELIVERED));
        var wanted = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            wanted.add(happens(EventType.DELIVERED));
        }
        until(Duration.ofSeconds(1), () -> hook.standing().restsUntil() != null);
        assertThat(hook.standing().lastTrouble().words()).startsWith("connect");
        assertThat(hook.standing().failed()).isLessThan(30);

        var port = URI.create(url).getPort();
        var back = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        var heard = ConcurrentHashMap.<String>newKeySet();
        back.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        heard.add(exchange.getRequestHeaders().getFirst("webhook-id"));
                        exchange.getRequestBody().readAllBytes();
                        exchange.sendResponseHeaders(200, -1);
                    }
                });
        back.start();
        until(Duration.ofSeconds(10), () -> heard.containsAll(wanted));
        back.stop(0);
        assertThat(hook.standing().dead()).isZero();
    }

    @Test
    void whoIsGoneIsAskedNoMoreUntilItTakesATest() throws Exception {
        shop.says(410);
        var hook = start();
        happens(EventType.DELIVERED);
        until(() -> hook.standing().gone() != null);
        happens(EventType.DELIVERED);
        hook.close();
        var again = start();
        now = now.plus(Duration.ofDays(1));
        assertThat(again.standing().gone()).isEqualTo("410");
        assertThat(shop.heard).hasSizeLessThanOrEqualTo(2);

        shop.says(200);
        assertThat(again.test(Letter.fresh("t", "test", "{}", now)))
                .isEqualTo(new Answered.Taken(200));
        until(() -> again.standing().taken() == 2);
    }

    @Test
    void redirectsAreNotFollowedAndLongAnswersNotRead() throws Exception {
        var hook = start();
        shop.says((exchange, heard) -> {
            exchange.getResponseHeaders().set("Location", shop.url() + "/elsewhere");
            Listening.say(exchange, 302, "");
        });
        assertThat(hook.test(Letter.fresh("a", "test", "{}", now)).words())
                .isEqualTo("302 (redirects are not followed)");
        shop.says((exchange, heard) -> {
            exchange.sendResponseHeaders(400, 0);
            try {
                while (true) {
                    exchange.getResponseBody()
                            .write("endless ".repeat(1000).getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                // The other side has heard enough.
            }
        });
        assertThat(hook.test(Letter.fresh("b", "test", "{}", now)).words())
                .startsWith("400 endless endless")
                .hasSizeLessThan(310);
        assertThat(shop.ids()).containsExactly("a", "b");
    }

    @Test
    void whatIsPutInByHandIsSentAfterARestartToo() throws Exception {
        shop.says(503);
        var hook = start(settings("shop", shop.url(), 5));
        hook.post(Letter.fresh("notice-1", "notice", "{}", now));
        hook.abandon();
        shop.says(200);

        start(settings("shop", shop.url(), 5));
        until(Duration.ofSeconds(1), () -> shop.ids().contains("notice-1"));
    }

    @Test
    void aNoticeThatHasNoRoomIsADeadLetterAtOnce() throws Exception {
        shop.says(503);
        fill(shop.url());
        var hook = start(settings("shop", shop.url(), 5));
        hook.post(Letter.fresh("notice-1", "notice", "{}", now));

        assertThat(hook.dead())
                .extracting(Letter::id, Letter::trouble)
                .containsExactly(tuple("notice-1", "as many wait as may"));
        assertThat(hook.replay(letter -> true)).as("there is no room still").isZero();
        assertThat(hook.standing().dead()).isEqualTo(1);
    }

    /// As many wait as may, for a day.
    private void fill(String url) throws IOException {
        start(settings("shop", url, 5)).stop();
        var letters = new ArrayList<Letter>();
        for (int i = 0; i < HookQueue.MOST; i++) {
            letters.add(
                    Letter.fresh("w" + i, "delivered", "{}", now)
                            .failed("503", now.plus(Duration.ofDays(1))));
        }
        var files = new HookFiles(data.resolve("webhooks"), "shop");
        var state = files.read().orElseThrow();
        files.write(new HookState(state.to(), state.place(), null, letters));
    }

    @Test
    void whatWaitsAlreadyStaysADeadLetterWhenItIsReplayed() throws Exception {
        fill(shop.url());
        var dead = new DeadLetters(data.resolve("webhooks/shop.dead"), 10, 1 << 20);
        dead.add(Letter.fresh("w7", "delivered", "{}", now).failed("503", now));
        var hook = start(settings("shop", shop.url(), 5));

        assertThat(hook.replay(letter -> true)).isZero();
        assertThat(hook.dead()).extracting(Letter::id).containsExactly("w7");
    }

    @Test
    void aReplayThatCannotBeKeptLeavesTheDeadLettersAndIsWrittenLater() throws Exception {
        shop.says(404);
        var hook = start();
        happens(EventType.DELIVERED);
        until(Duration.ofSeconds(10), () -> hook.standing().dead() == 1);
        until(() -> hook.standing().waiting() == 0);
        var inTheWay = Files.createDirectory(data.resolve("webhooks/shop.json.new"));

        assertThatThrownBy(() -> hook.replay(letter -> true)).isInstanceOf(IOException.class);
        assertThat(hook.dead()).hasSize(1);

        shop.says(200);
        Files.delete(inTheWay);
        until(Duration.ofSeconds(10), () -> hook.standing().taken() == 1);
        hook.close();
        assertThat(new HookFiles(data.resolve("webhooks"), "shop").read().orElseThrow().letters())
                .isEmpty();
    }

    @Test
    void whatWaitedForAnotherOfTheSameNameIsPutAside() throws Exception {
        fill(shop.url());
        start(settings("shop", shop.url(), 5)).close();
        var dead = new DeadLetters(data.resolve("webhooks/shop.dead"), 10, 1 << 20);
        dead.add(Letter.fresh("d1", "delivered", "{}", now).failed("422", now));
        try (var other = new Listening()) {
            var hook = start(settings("shop", other.url(), 5, HookEvent.DELIVERED));

            assertThat(hook.standing().waiting()).isZero();
            assertThat(hook.dead()).isEmpty();
            assertThat(data.resolve("webhooks/shop.dead.20261129T120000Z"))
                    .content()
                    .hasLineCount(HookQueue.MOST + 1)
                    .contains("\"d1\"", "\"w499\"");
            var id = happens(EventType.DELIVERED);
            until(() -> hook.standing().taken() == 1);
            assertThat(other.ids()).containsExactly(id);
        }
    }

    @Test
    void anotherPathOnTheSameHostGetsWhatWaits() throws Exception {
        fill(shop.url());
        start(settings("shop", shop.url(), 5)).close();
        var hook = start(settings("shop", shop.url() + "/new", 5));

        assertThat(hook.standing().waiting()).isEqualTo(HookQueue.MOST);
    }

    @Test
    void whatItKeepsOnDiskNamesNeitherAddressNorSecret() throws Exception {
        var hook = start();
        happens(EventType.DELIVERED);
        until(() -> hook.standing().taken() == 1);
        hook.close();

        assertThat(Files.readString(data.resolve("webhooks/shop.json")))
                .doesNotContain("secret-path", "whsec", "MDEy");
        assertThat(hook.settings().toString()).doesNotContain("secret-path", "MDEy");
    }
}
