package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.mail.message.Submission.Steering;
import org.restante.sending.queue.QueuedRecipient.State;

/// Acts on waiting mail and lanes, with real lanes and a receiver on loopback.
@Timeout(60)
final class ControlTest {
    private static final By ANNA = new By("anna", "a test");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final UnaryOperator<String> YES = command -> "";
    private static final UnaryOperator<String> LATER =
            command ->
                    command.startsWith("RCPT TO:<") && !command.contains("@us.test")
                            ? "451 4.3.0 not now"
                            : "";

    @TempDir private Path folder;

    private QueueWorld world(UnaryOperator<String> answer) throws Exception {
        return new QueueWorld(folder, answer);
    }

    private static Filter domain(String domain) {
        return Filter.ALL.with(Facet.DOMAIN, domain);
    }

    private static List<QueuedRecipient> list(QueueWorld world, Filter filter) {
        try {
            return world.control().list(filter, null, 1000, LONG).recipients();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<State> states(QueueWorld world, Filter filter) {
        try {
            return list(world, filter).stream().map(QueuedRecipient::state).toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void isOver(QueueWorld world, Order order) throws Exception {
        QueueWorld.until(() ->
                world.control()
                        .order(order.id())
                        .filter(it -> it.progress() == Order.Progress.OVER)
                        .isPresent());
    }

    private static List<Event> events(QueueWorld world, EventType type) throws Exception {
        return world.events().stream().filter(event -> event.type() == type).toList();
    }

    @Test
    void aHoldKeepsWhatComesLaterTooAndLetsItGoWhenItIsTakenBack() throws Exception {
        try (var world = world(YES)) {
            var hold = world.control().act(new Act.Hold(domain("b.test"), Optional.empty()), ANNA);
            world.send("news", "x@b.test", "y@b.test", "z@c.test");
            QueueWorld.until(() -> world.messages.size() == 1);
            QueueWorld.until(
                    () -> states(world, Filter.ALL).equals(List.of(State.HELD, State.HELD)));
            assertThat(list(world, Filter.ALL))
                    .extracting(QueuedRecipient::recipient, QueuedRecipient::heldBy)
                    .containsExactly(tuple("x@b.test", hold.id()), tuple("y@b.test", hold.id()));
            assertThat(list(world, Filter.ALL))
                    .allSatisfy(it -> assertThat(it.attempts()).isZero());

            world.control().undo(hold.id(), ANNA);
            QueueWorld.until(() -> world.said("RCPT TO:") == 3);
            QueueWorld.until(() -> states(world, Filter.ALL).isEmpty());
            assertThat(events(world, EventType.HELD))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.id()).isEqualTo(hold.id());
                        assertThat(event.act()).isEqualTo("hold domain=b.test");
                        assertThat(event.actor()).isEqualTo("anna");
                        assertThat(event.recipientDomain()).isEqualTo("b.test");
                    });
            assertThat(events(world, EventType.RELEASED))
                    .singleElement()
                    .satisfies(event -> assertThat(event.undoOf()).isEqualTo(hold.id()));
            assertThat(events(world, EventType.DELIVERED))
                    .allSatisfy(event -> assertThat(event.attempt().number()).isEqualTo(1));
        }
    }

    @Test
    void aHoldSurvivesARestartAndEndsWhenItsTimeIsOver() throws Exception {
        UUID hold;
        try (var world = world(YES)) {
            var until = Instant.now().plusSeconds(3);
            hold =
                    world.control()
                            .act(
                                    new Act.Hold(
                                            Filter.ALL.with(Facet.STREAM, "News"),
                                            Optional.of(until)),
                                    ANNA)
                            .id();
            world.send("News", "x@b.test");
            QueueWorld.until(() -> states(world, Filter.ALL).equals(List.of(State.HELD)));
        }
        try (var world = world(YES)) {
            assertThat(world.control().orders(false)).extracting(Order::id).containsExactly(hold);
            QueueWorld.until(() -> world.messages.size() == 1);
            assertThat(events(world, EventType.RELEASED))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.undoOf()).isEqualTo(hold);
                        assertThat(event.reason()).isEqualTo("its time is over");
                    });
            assertThat(world.control().orders(false)).isEmpty();
        }
    }

    @Test
    void oneMessageIsLetOutOfAHold() throws Exception {
        try (var world = world(YES)) {
            world.control().act(new Act.Hold(domain("b.test"), Optional.empty()), ANNA);
            var one = world.send("news", "x@b.test");
            world.send("news", "y@b.test");
            QueueWorld.until(
                    () -> states(world, Filter.ALL).equals(List.of(State.HELD, State.HELD)));
            var release =
                    world.control()
                            .act(
                                    new Act.Release(Filter.ALL.with(Facet.MESSAGE, one.toString())),
                                    ANNA);
            isOver(world, release);
            QueueWorld.until(() -> world.messages.size() == 1);
            assertThat(world.commands).contains("RCPT TO:<x@b.test>");
            QueueWorld.until(() -> states(world, Filter.ALL).equals(List.of(State.HELD)));
            assertThat(list(world, Filter.ALL))
                    .extracting(QueuedRecipient::recipient)
                    .containsExactly("y@b.test");
        }
    }

    @Test
    void aTenantReleasesFromItsOwnHoldsAndNotFromTheOperatorsAlsoAfterARestart() throws Exception {
        var acme = new By("token acme", "", Optional.of("acme"));
        Order operators;
        try (var world = world(YES)) {
            world.control().act(new Act.Hold(domain("b.test"), Optional.empty()), acme);
            operators = world.control().act(new Act.Hold(domain("b.test"), Optional.empty()), ANNA);
            world.send("news", "x@b.test");
            QueueWorld.until(() -> states(world, Filter.ALL).equals(List.of(State.HELD)));
        }
        try (var world = world(YES)) {
            QueueWorld.until(() -> states(world, Filter.ALL).equals(List.of(State.HELD)));
            isOver(world, world.control().act(new Act.Release(Filter.ALL), acme));
            assertThat(states(world, Filter.ALL)).containsExactly(State.HELD);

            world.control().undo(operators.id(), ANNA);
            QueueWorld.until(() -> states(world, Filter.ALL).equals(List.of(State.HELD)));
            isOver(world, world.control().act(new Act.Release(Filter.ALL), acme));
            QueueWorld.until(() -> world.messages.size() == 1);
        }
    }

    @Test
    void whatIsRemovedIsGoneAndNobodyIsTold() throws Exception {
        try (var world = world(LATER)) {
            for (int i = 0; i < 30; i++) {
                world.send("news", i + "@b.test", i + "@c.test");
            }
            QueueWorld.until(() ->
                    states(world, Filter.ALL)
                            .equals(java.util.Collections.nCopies(60, State.WAITING)));
            var remove = world.control().act(new Act.Remove(domain("b.test")), ANNA);
            isOver(world, remove);
            assertThat(world.control().order(remove.id()).orElseThrow().done()).isEqualTo(30);
            assertThat(list(world, Filter.ALL))
                    .hasSize(30)
                    .allSatisfy(it -> assertThat(it.domain()).isEqualTo("c.test"));
            assertThat(world.messages).isEmpty();
            assertThat(events(world, EventType.ACTION))
                    .filteredOn(event -> "remove".equals(event.act()))
                    .hasSize(30)
                    .allSatisfy(event -> assertThat(event.recipient()).endsWith("@b.test"));
            assertThat(events(world, EventType.ACTION))
                    .extracting(Event::act)
                    .contains("remove domain=b.test is over: recipients=30 of=" + remove.id());
        }
    }

    @Test
    void whatIsBouncedComesBackToItsSender() throws Exception {
        try (var world = world(LATER)) {
            world.send("news", "x@b.test", "y@b.test");
            QueueWorld.until(
                    () -> states(world, Filter.ALL).equals(List.of(State.WAITING, State.WAITING)));
            isOver(
                    world,
                    world.control()
                            .act(
                                    new Act.Bounce(domain("b.test")),
                                    new By("anna", "the domain is dead")));
            QueueWorld.until(() -> world.messages.size() == 1);
            assertThat(world.messages.getFirst())
                    .contains("Final-Recipient: rfc822; x@b.test\nAction: failed\nStatus: 5.3.0\n")
                    .contains("Final-Recipient: rfc822; y@b.test\n")
                    .contains("the domain is dead");
            QueueWorld.until(() -> states(world, Filter.ALL).isEmpty());
            assertThat(events(world, EventType.BOUNCED))
                    .hasSize(2)
                    .allSatisfy(event -> {
                        assertThat(event.actor()).isEqualTo("anna");
                        assertThat(event.attempt()).isNull();
                    });
        }
    }

    @Test
    void whatWaitsIsTriedAtOnceWhenItIsRetried() throws Exception {
        var open = new AtomicBoolean();
        try (var world = world(command -> open.get() ? "" : LATER.apply(command))) {
            world.send("news", "x@b.test", "y@b.test");
            QueueWorld.until(
                    () -> states(world, Filter.ALL).equals(List.of(State.WAITING, State.WAITING)));
            open.set(true);
            isOver(world, world.control().act(new Act.Retry(domain("b.test")), ANNA));
            QueueWorld.until(() -> states(world, Filter.ALL).isEmpty());
            assertThat(events(world, EventType.DELIVERED))
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(event.attempt().number()).isEqualTo(2));
        }
    }

    @Test
    void mailIsMovedToAnotherPoolAndStaysThereAfterARestart() throws Exception {
        try (var world = world(LATER)) {
            world.send("news", "x@b.test", "y@b.test");
            QueueWorld.until(
                    () -> states(world, Filter.ALL).equals(List.of(State.WAITING, State.WAITING)));
            isOver(
                    world,
                    world.control()
                            .act(
                                    new Act.Move(
                                            Filter.ALL.with(Facet.RECIPIENT, "X@b.test"), "other"),
                                    ANNA));
            assertThat(list(world, Filter.ALL))
                    .extracting(QueuedRecipient::source)
                    .containsExactly("other", "usual");
            assertThatThrownBy(() -> world.control().act(new Act.Move(Filter.ALL, "nowhere"), ANNA))
                    .hasMessage("there is no pool 'nowhere'; one of other, usual");
        }
        try (var world = world(YES)) {
            isOver(world, world.control().act(new Act.Retry(Filter.ALL), ANNA));
            QueueWorld.until(() -> states(world, Filter.ALL).isEmpty());
            assertThat(world.commands).contains("EHLO other.us.test", "EHLO usual.us.test");
            assertThat(world.said("RCPT")).isEqualTo(2);
        }
    }

    @Test
    void aDomainAndALaneArePausedAndGoOn() throws Exception {
        try (var world = world(YES)) {
            var domain =
                    world.control()
                            .act(new Act.Pause(reach("domain", "b.test"), Optional.empty()), ANNA);
            var site =
                    world.control()
                            .act(
                                    new Act.Pause(
                                            reach("site", world.secondSite()), Optional.empty()),
                                    ANNA);
            world.send("news", "x@b.test", "y@c.test", "z@d.test");
            QueueWorld.until(() -> world.messages.size() == 1);
            assertThat(world.commands).contains("RCPT TO:<z@d.test>");
            QueueWorld.until(
                    () -> world.dispatch.lanes().stream().anyMatch(lane -> lane.isPaused()));
            world.control().undo(domain.id(), ANNA);
            QueueWorld.until(() -> world.messages.size() == 2);
            assertThat(world.commands).contains("RCPT TO:<x@b.test>");
            world.control().undo(site.id(), ANNA);
            QueueWorld.until(() -> world.messages.size() == 3);
        }
    }

    private static Act.Reach reach(String what, String value) {
        return new Act.Reach(
                Optional.of(value).filter(it -> what.equals("site")),
                Optional.empty(),
                Optional.of(value).filter(it -> what.equals("domain")),
                Optional.empty());
    }

    @Test
    void aLimitBoundsALane() throws Exception {
        try (var world = world(LATER)) {
            var limit =
                    world.control()
                            .act(
                                    new Act.Limit(
                                            reach("site", world.secondSite()),
                                            OptionalInt.of(2),
                                            OptionalInt.of(3600),
                                            Optional.empty()),
                                    ANNA);
            for (int i = 0; i < 3; i++) {
                world.send("news", i + "@c.test");
            }
            QueueWorld.until(() -> world.said("RCPT") >= 1);
            assertThat(world.dispatch.lanes().getFirst().connections()).isEqualTo(2);
            assertThat(states(world, Filter.ALL)).contains(State.READY);
            world.control().undo(limit.id(), ANNA);
            QueueWorld.until(() ->
                    states(world, Filter.ALL)
                            .equals(java.util.Collections.nCopies(3, State.WAITING)));
            assertThat(world.dispatch.lanes().getFirst().connections()).isEqualTo(5);
        }
    }

    @Test
    void whatWasNotRefusedYetIsCountedAsOfNoCause() throws Exception {
        try (var world = world(LATER)) {
            world.control().act(new Act.Hold(domain("b.test"), Optional.empty()), ANNA);
            world.send("news", "a@b.test");
            world.send("news", "a@c.test");
            QueueWorld.until(
                    () -> states(world, Filter.ALL).equals(List.of(State.HELD, State.WAITING)));

            var count = world.control().count(Filter.ALL, Facet.CAUSE, null, LONG);

            assertThat(count.byValue()).isEqualTo(Map.of("(none)", 1L, "server-error", 1L));
        }
    }

    @Test
    void theListComesInPagesAndCountsByFacet() throws Exception {
        try (var world = world(LATER)) {
            for (int i = 0; i < 20; i++) {
                world.send("s" + i % 3, i + "@b.test", i + "@c.test", i + "@d.test");
            }
            QueueWorld.until(() ->
                    states(world, Filter.ALL)
                            .equals(java.util.Collections.nCopies(60, State.WAITING)));
            List<String> all = new ArrayList<>();
            var filter = Filter.ALL.with(Facet.DOMAIN, "b.test", "D.test");
            var page = world.control().list(filter, null, 7, LONG);
            page.recipients().forEach(it -> all.add(it.recipient()));
            while (page.next() != null) {
                page = world.control().list(filter, page.next(), 7, LONG);
                page.recipients().forEach(it -> all.add(it.recipient()));
            }
            assertThat(all).hasSize(40).hasSameSizeAs(new HashSet<>(all));
            assertThat(all.subList(0, 2)).containsExactly("0@b.test", "0@d.test");

            var count = world.control().count(filter, Facet.STREAM, null, LONG);
            assertThat(count.recipients()).isEqualTo(40);
            assertThat(count.messages()).isEqualTo(20);
            assertThat(count.byValue().toString()).isEqualTo("{s0=14, s1=14, s2=12}");
            assertThat(
                            world.control()
                                    .count(Filter.ALL, Facet.CAUSE, null, LONG)
                                    .byValue()
                                    .keySet())
                    .containsExactly("server-error");

            var cut =
                    world.control()
                            .list(
                                    Filter.ALL.with(Facet.DOMAIN, "none.test"),
                                    null,
                                    7,
                                    Duration.ZERO);
            assertThat(cut.wasCutShort() || cut.next() == null).isTrue();
        }
    }

    @Test
    void anActThatARestartInterruptedIsDoneToItsEnd() throws Exception {
        UUID act = UUID.fromString("01990000-0000-7000-8000-000000000001");
        try (var world = world(LATER)) {
            for (int i = 0; i < 10; i++) {
                world.send("news", i + "@b.test");
            }
            QueueWorld.until(() ->
                    states(world, Filter.ALL)
                            .equals(java.util.Collections.nCopies(10, State.WAITING)));
            // As if the process had ended just after the act was on disk.
            var order =
                    new Order(
                            act,
                            new Act.Remove(domain("b.test")),
                            ANNA,
                            Instant.now(),
                            0,
                            0,
                            Order.Progress.RUNS);
            world.spool.control("act/" + act, OrderJson.toBytes(order, null)).await();
        }
        try (var world = world(LATER)) {
            QueueWorld.until(() -> states(world, Filter.ALL).isEmpty());
            QueueWorld.until(() -> world.spool.controls("act/").isEmpty());
        }
    }

    @Test
    void mailMovesToAnotherMachineWithItsAttemptsAndOnce() throws Exception {
        var file = folder.resolve("moving.queue");
        UUID export;
        List<QueuedRecipient> before;
        var source = folder.resolve("source");
        try (var world = new QueueWorld(source, LATER)) {
            world.send("news", "x@b.test", "y@c.test");
            world.send("other", "z@b.test");
            QueueWorld.until(() ->
                    states(world, Filter.ALL)
                            .equals(java.util.Collections.nCopies(3, State.WAITING)));
            before = list(world, domain("b.test"));
            var exporting = world.control().export(domain("b.test"), true, ANNA);
            export = exporting.id();
            try (var out = java.nio.file.Files.newOutputStream(file)) {
                exporting.writeTo(out);
            }
            assertThat(states(world, domain("b.test"))).containsOnly(State.HELD);
            assertThat(states(world, domain("c.test"))).containsOnly(State.WAITING);
        }
        try (var world = new QueueWorld(folder.resolve("target"), LATER)) {
            var bytes = java.nio.file.Files.readAllBytes(file);
            for (int change : new int[] {3, 200, bytes.length / 2, bytes.length - 20}) {
                var broken = bytes.clone();
                broken[change] ^= 1;
                var other = folder.resolve("broken.queue");
                java.nio.file.Files.write(other, broken);
                assertThatThrownBy(() -> world.control().importFrom(other, ANNA))
                        .isInstanceOf(IllegalArgumentException.class);
                java.nio.file.Files.write(other, java.util.Arrays.copyOf(bytes, change));
                assertThatThrownBy(() -> world.control().importFrom(other, ANNA))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(list(world, Filter.ALL)).isEmpty();

            var done = world.control().importFrom(file, ANNA);
            assertThat(done.messages()).isEqualTo(2);
            assertThat(done.recipients()).isEqualTo(2);
            assertThat(list(world, Filter.ALL))
                    .extracting(
                            QueuedRecipient::id,
                            QueuedRecipient::recipient,
                            QueuedRecipient::attempts,
                            QueuedRecipient::due,
                            QueuedRecipient::expires,
                            QueuedRecipient::cause,
                            QueuedRecipient::state)
                    .isEqualTo(
                            before.stream()
                                    .map(it ->
                                            tuple(
                                                    it.id(),
                                                    it.recipient(),
                                                    it.attempts(),
                                                    it.due(),
                                                    it.expires(),
                                                    it.cause(),
                                                    State.WAITING))
                                    .toList());
            assertThatThrownBy(() -> world.control().importFrom(file, ANNA))
                    .hasMessageContaining("was imported already");
            isOver(world, world.control().act(new Act.Retry(Filter.ALL), ANNA));
            QueueWorld.until(
                    () -> list(world, Filter.ALL).stream().allMatch(it -> it.attempts() == 2));
            QueueWorld.until(() -> world.said("RCPT") == 2);
        }
        try (var world = new QueueWorld(source, LATER)) {
            isOver(
                    world,
                    world.control()
                            .act(
                                    new Act.Remove(
                                            Filter.ALL.with(Facet.EXPORT, export.toString())),
                                    ANNA));
            assertThat(list(world, Filter.ALL))
                    .extracting(QueuedRecipient::recipient)
                    .containsExactly("y@c.test");
        }
    }

    @Test
    void aTenantTakesBackWhatItExportedItselfAndNotWhatTheOperatorDid() throws Exception {
        var acme = new By("acme", "a test", Optional.of("acme"));
        try (var world = world(LATER)) {
            world.send("news", "x@b.test", "y@c.test");
            QueueWorld.until(
                    () -> states(world, Filter.ALL).equals(List.of(State.WAITING, State.WAITING)));
            export(world, domain("b.test"), ANNA);
            export(world, Filter.ALL, acme);
            assertThat(states(world, Filter.ALL)).containsOnly(State.HELD);

            isOver(world, world.control().act(new Act.Release(Filter.ALL), acme));

            assertThat(states(world, domain("b.test"))).containsExactly(State.HELD);
            assertThat(states(world, domain("c.test"))).containsExactly(State.WAITING);
            assertThat(list(world, domain("c.test")).getFirst().export()).isNull();
        }
    }

    /// Else the machine that takes both in delivers it twice.
    @Test
    void whatOneExportHoldsIsInNoOtherUnlessThatIsAskedForByName() throws Exception {
        try (var world = world(LATER)) {
            world.send("news", "x@b.test", "y@c.test");
            QueueWorld.until(
                    () -> states(world, Filter.ALL).equals(List.of(State.WAITING, State.WAITING)));
            export(world, domain("b.test"), ANNA);
            assertThat(world.control().exports())
                    .extracting(HoldingExport::by, HoldingExport::mail)
                    .containsExactly(tuple(Optional.of(ANNA), Optional.of(domain("b.test"))));
            var first = list(world, domain("b.test")).getFirst().export();

            assertThat(exported(world, Filter.ALL))
                    .contains("y@c.test", "\"held_by_others\":{\"" + first + "\":1}")
                    .doesNotContain("x@b.test");
            assertThat(list(world, domain("b.test")).getFirst().export()).isEqualTo(first);

            assertThat(exported(world, Filter.ALL.with(Facet.EXPORT, String.valueOf(first))))
                    .contains("x@b.test")
                    .doesNotContain("y@c.test");
        }
    }

    private static String exported(QueueWorld world, Filter mail) throws Exception {
        var out = new java.io.ByteArrayOutputStream();
        world.control().export(mail, true, ANNA).writeTo(out);
        return out.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void export(QueueWorld world, Filter mail, By by) throws Exception {
        world.control().export(mail, true, by).writeTo(java.io.OutputStream.nullOutputStream());
    }

    @Test
    void whatCannotBeMeantIsRefused() throws Exception {
        try (var world = world(YES)) {
            var past = Optional.of(Instant.parse("2020-01-01T00:00:00Z"));
            assertThatThrownBy(() -> world.control().act(new Act.Hold(Filter.ALL, past), ANNA))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is over");
            assertThatThrownBy(() -> world.control().undo(UUID.randomUUID(), ANNA))
                    .hasMessageContaining("stands or runs");
            assertThat(world.events()).isEmpty();
        }
    }

    @Test
    void aPoolThereIsNotIsRefusedWithThoseThereAre() throws Exception {
        try (var world = world(YES);
                var draft = world.queue.begin()) {
            assertThat(draft.objection(toPool("usual"))).isEmpty();
            assertThat(draft.objection(toPool("wram")))
                    .hasValueSatisfying(reply ->
                            assertThat(reply.text())
                                    .contains(
                                            "There is no pool wram; other, usual would be right"));
        }
    }

    private static Steering toPool(String name) {
        return new Steering(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(name),
                Optional.empty(),
                Optional.empty());
    }
}
