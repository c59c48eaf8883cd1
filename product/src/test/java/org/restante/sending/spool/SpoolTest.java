package org.restante.sending.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The door, on a real disk.
final class SpoolTest {
    static final SpoolSettings SMALL =
            new SpoolSettings(
                    1 << 20,
                    256 << 10,
                    1024,
                    64 << 10,
                    1 << 20,
                    2,
                    0,
                    0.25,
                    4 << 20,
                    2,
                    Duration.ofMillis(20));
    private static final byte[] NO_EVENT = new byte[0];

    @TempDir Path folder;

    static Spool open(Path folder, SpoolSettings settings) throws IOException {
        return Spool.open(
                folder,
                settings,
                InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z")),
                System::nanoTime,
                new SecureRandom());
    }

    private Spool open() throws IOException {
        return open(folder, SMALL);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<SpooledRecipient> recipients(String... addresses) {
        List<SpooledRecipient> recipients = new ArrayList<>();
        for (var address : addresses) {
            recipients.add(new SpooledRecipient(bytes(address), Standing.waiting(1, 1, 1000)));
        }
        return recipients;
    }

    private static UUID put(Spool spool, byte[] body, String... addresses) throws Exception {
        try (var draft = spool.begin()) {
            draft.write(body, 0, body.length);
            return draft.commit(bytes("from a"), recipients(addresses), bytes("received"));
        }
    }

    private static byte[] large(int length) {
        var body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) (i * 31 + i / 977);
        }
        return body;
    }

    @Test
    void aMessageComesBackAsItWasGiven() throws Exception {
        UUID id;
        try (var spool = open()) {
            id = put(spool, bytes("Subject: x\r\n\r\nbody"), "b@example.com", "c@example.com");
        }
        try (var spool = open()) {
            assertThat(spool.recovered().messages()).isEqualTo(1);
            assertThat(spool.recovered().bySnapshot()).isTrue();
            assertThat(spool.message(id))
                    .contains(
                            new SpooledMessage(
                                    id,
                                    bytes("from a"),
                                    18,
                                    recipients("b@example.com", "c@example.com")));
            assertThat(spool.body(id).readAllBytes())
                    .asString()
                    .isEqualTo("Subject: x\r\n\r\nbody");
            assertThat(id.version()).isEqualTo(7);
        }
    }

    @Test
    void messagesAreToldInTheOrderOfTheirIdsPageByPage() throws Exception {
        try (var spool = open()) {
            List<UUID> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(put(spool, bytes("x"), i + "@example.com"));
            }
            spool.change(all.remove(4), 0, Standing.done(3, 1), NO_EVENT).await();
            all.sort(java.util.Comparator.comparing(UUID::toString));

            List<UUID> told = new ArrayList<>();
            for (var page = spool.ids(null, 4);
                    !page.isEmpty();
                    page = spool.ids(page.getLast(), 4)) {
                told.addAll(page);
            }
            assertThat(told).isEqualTo(all);
            assertThat(spool.messages(List.of(all.get(1), UUID.randomUUID()), (id, why) -> {}))
                    .extracting(SpooledMessage::id)
                    .containsExactly(all.get(1));
        }
    }

    @Test
    void aMessageKeepsTheIdItHadElsewhereAndComesInOnce() throws Exception {
        var id = UUID.fromString("01990000-0000-7000-8000-000000000001");
        try (var spool = open()) {
            try (var draft = spool.begin(id)) {
                draft.write(bytes("x"), 0, 1);
                assertThat(draft.commit(bytes("from a"), recipients("b@example.com"), NO_EVENT))
                        .isEqualTo(id);
            }
            assertThat(spool.message(id)).isPresent();
            assertThatThrownBy(() -> spool.begin(id)).hasMessageContaining("is here already");
        }
    }

    @Test
    void aNamedValueTellsOfItsChange() throws Exception {
        try (var spool = open()) {
            spool.control("act/b", bytes("2"), bytes("held"));
            spool.control("act/a", bytes("1"));
            spool.control("other", bytes("3")).await();
            assertThat(spool.controls("act/").keySet()).containsExactly("act/a", "act/b");
            spool.control("act/b", null, bytes("released")).await();
            List<String> told = new ArrayList<>();
            spool.events(
                    0, (sequence, event) -> told.add(new String(event, StandardCharsets.UTF_8)));
            assertThat(told).containsExactly("held", "released");
        }
        try (var spool = open()) {
            assertThat(spool.controls("act/").keySet()).containsExactly("act/a");
        }
    }

    @Test
    void aLargeBodyIsKeptInPieces() throws Exception {
        var body = large(700_001);
        try (var spool = open()) {
            var id = put(spool, body, "b@example.com");
            assertThat(spool.body(id).readAllBytes()).isEqualTo(body);
        }
    }

    @Test
    void anAbortedDraftLeavesNothing() throws Exception {
        try (var spool = open()) {
            var draft = spool.begin();
            draft.write(large(500_000), 0, 500_000);
            assertThat(spool.health().liveBytes()).isGreaterThan(400_000);
            draft.abort();
            assertThat(spool.health().liveBytes()).isZero();
            assertThat(spool.message(draft.id())).isEmpty();
        }
    }

    @Test
    void aRecipientIsDoneOnceAndTheLastOneEndsTheMessage() throws Exception {
        try (var spool = open()) {
            var id = put(spool, bytes("x"), "b@example.com", "c@example.com");
            spool.change(id, 0, Standing.done(5, 2), bytes("delivered")).await();

            var again = spool.change(id, 0, Standing.waiting(1, 3, 5), NO_EVENT);
            assertThatThrownBy(again::await)
                    .isInstanceOfSatisfying(
                            SpoolException.class,
                            e ->
                                    assertThat(e.reason())
                                            .isEqualTo(SpoolException.Reason.ALREADY_DONE));
            assertThat(spool.message(id).orElseThrow().recipients().getFirst().standing())
                    .isEqualTo(Standing.done(5, 2));
            spool.change(id, 1, Standing.done(6, 2), bytes("bounced")).await();
        }
        try (var spool = open()) {
            assertThat(spool.recovered().recipients()).isZero();
            var events = new ArrayList<String>();
            spool.events(0, (_, event) -> events.add(new String(event, StandardCharsets.UTF_8)));
            assertThat(events).containsExactly("received", "delivered", "bounced");
        }
    }

    @Test
    void replayTellsEachRecipientOnceAsTheyStand() throws Exception {
        var later = new Standing(2, false, 4, 99, bytes("greylisted"));
        UUID id;
        try (var spool = open()) {
            id = put(spool, bytes("x"), "b@example.com", "c@example.com");
            spool.change(id, 1, new Standing(2, false, 3, 98, NO_EVENT), NO_EVENT);
            spool.change(id, 1, later, NO_EVENT).await();
            spool.retire(put(spool, bytes("y"), "d@example.com"), NO_EVENT).await();
        }
        try (var spool = open()) {
            Map<String, Standing> told = new HashMap<>();
            spool.replay(
                    new SpoolVisitor() {
                        @Override
                        public void message(SpooledMessage message, BitSet coming) {
                            for (int i = coming.nextClearBit(0);
                                    i < message.recipients().size();
                                    i = coming.nextClearBit(i + 1)) {
                                assertThat(
                                                told.put(
                                                        message.id() + " " + i,
                                                        message.recipients().get(i).standing()))
                                        .isNull();
                            }
                        }

                        @Override
                        public void state(UUID whose, int ordinal, Standing standing) {
                            assertThat(told.put(whose + " " + ordinal, standing)).isNull();
                        }
                    });
            assertThat(told)
                    .containsOnly(
                            Map.entry(id + " 0", Standing.waiting(1, 1, 1000)),
                            Map.entry(id + " 1", later));
        }
    }

    @Test
    void namedValuesAreKeptAndRemoved() throws Exception {
        try (var spool = open()) {
            spool.control("pause/gmail", bytes("until 5")).await();
            spool.control("pause/yahoo", bytes("until 6")).await();
            spool.control("pause/yahoo", null).await();
        }
        try (var spool = open()) {
            assertThat(spool.control("pause/gmail"))
                    .hasValueSatisfying(value -> assertThat(value).asString().isEqualTo("until 5"));
            assertThat(spool.control("pause/yahoo")).isEmpty();
        }
    }

    @Test
    void aSecondOwnerIsRefused() throws Exception {
        try (var spool = open()) {
            assertThat(spool.health().acceptsMail()).isTrue();
            assertThatThrownBy(this::open)
                    .isInstanceOfSatisfying(
                            SpoolException.class,
                            e -> assertThat(e.reason()).isEqualTo(SpoolException.Reason.LOCKED));
        }
    }

    @Test
    void aFolderThatCannotBeMadeSaysSo() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> open(file.resolve("spool"), SMALL))
                .isInstanceOfSatisfying(
                        SpoolException.class,
                        e -> assertThat(e.reason()).isEqualTo(SpoolException.Reason.UNUSABLE))
                .hasMessageContaining("cannot make the folder");
    }

    @Test
    void anEnvelopeThatFitsNoRecordIsRefused() throws Exception {
        try (var spool = open()) {
            var draft = spool.begin();
            assertThatThrownBy(() ->
                            draft.commit(new byte[300_000], recipients("b@example.com"), NO_EVENT))
                    .isInstanceOfSatisfying(
                            SpoolException.class,
                            e -> assertThat(e.reason()).isEqualTo(SpoolException.Reason.TOO_LARGE));
        }
    }

    @Test
    void afterCloseNothingIsTaken() throws Exception {
        var spool = open();
        spool.close();

        assertThatThrownBy(spool::begin)
                .isInstanceOfSatisfying(
                        SpoolException.class,
                        e -> assertThat(e.reason()).isEqualTo(SpoolException.Reason.CLOSED));
    }

    @Test
    void manyAtOnceShareSyncsAndSegmentsAreUsedAgain() throws Exception {
        int callers = 16;
        int each = 150;
        try (var spool = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var kept = new ArrayList<java.util.concurrent.Future<UUID>>();
            for (int c = 0; c < callers; c++) {
                kept.add(threads.submit(() -> traffic(spool, each)));
            }
            for (var one : kept) {
                assertThat(spool.body(one.get()).readAllBytes()).isEqualTo(large(20_000));
            }
            var health = spool.health();
            assertThat(health.recipients()).isEqualTo(callers);
            assertThat(health.stopped()).isEmpty();
            assertThat(health.recordBytes()).isGreaterThan(callers * each * 20_000L);
            assertThat(health.diskBytes()).isLessThan(health.recordBytes());
        }
        try (var spool = open()) {
            assertThat(spool.recovered().recipients()).isEqualTo(callers);
            assertThat(spool.recovered().damages()).isEmpty();
        }
    }

    private static UUID traffic(Spool spool, int messages) throws Exception {
        var kept = put(spool, large(20_000), "kept@example.com");
        for (int i = 1; i < messages; i++) {
            var id = put(spool, large(20_000), "b@example.com");
            spool.change(id, 0, Standing.done(5, 1), bytes("delivered")).await();
            if (i % 10 == 0) {
                spool.eventsCopied(spool.events(spool.eventsCopied(), (_, _) -> {})).await();
            }
        }
        return kept;
    }
}
