package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.sending.queue.QueuedRecipient.State;

/// Mail that comes from another machine by several exports: no recipient may be written to twice, and none be left out.
@Timeout(60)
final class ImportedTwiceTest {
    private static final By ANNA = new By("anna", "a test");
    private static final UnaryOperator<String> YES = command -> "";
    private static final UnaryOperator<String> LATER =
            command ->
                    command.startsWith("RCPT TO:<") && !command.contains("@us.test")
                            ? "451 4.3.0 not now"
                            : "";

    @TempDir private Path folder;

    private QueueWorld world(String machine, UnaryOperator<String> answer) throws Exception {
        return new QueueWorld(folder.resolve(machine), answer);
    }

    private static Filter domain(String domain) {
        return Filter.ALL.with(Facet.DOMAIN, domain);
    }

    private static List<QueuedRecipient> list(QueueWorld world, Filter filter) {
        try {
            return world.control().list(filter, null, 1000, Duration.ofSeconds(30)).recipients();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> addresses(QueueWorld world) {
        return list(world, Filter.ALL).stream().map(QueuedRecipient::recipient).toList();
    }

    private static void waits(QueueWorld world, int count) throws Exception {
        QueueWorld.until(() ->
                list(world, Filter.ALL).stream().filter(it -> it.state() == State.WAITING).count()
                        == count);
    }

    private UUID export(QueueWorld world, Filter mail, boolean holds, String file)
            throws Exception {
        var export = world.control().export(mail, holds, ANNA);
        try (var out = Files.newOutputStream(folder.resolve(file))) {
            export.writeTo(out);
        }
        return export.id();
    }

    private static void remove(QueueWorld world, UUID export) throws Exception {
        var order =
                world.control()
                        .act(
                                new Act.Remove(Filter.ALL.with(Facet.EXPORT, export.toString())),
                                ANNA);
        QueueWorld.until(() ->
                world.control()
                        .order(order.id())
                        .filter(it -> it.progress() == Order.Progress.OVER)
                        .isPresent());
    }

    @Test
    void whatCameInAndWasDeliveredDoesNotComeInAgainByAnotherExport() throws Exception {
        try (var world = world("old", LATER)) {
            world.send("news", "x@b.test");
            waits(world, 1);
            export(world, Filter.ALL, false, "first.queue");
            export(world, Filter.ALL, false, "second.queue");
        }
        try (var world = world("new", YES)) {
            world.control().importFrom(folder.resolve("first.queue"), ANNA);
            world.control().act(new Act.Retry(Filter.ALL), ANNA);
            QueueWorld.until(() -> list(world, Filter.ALL).isEmpty());
        }
        try (var world = world("new", YES)) {
            var done = world.control().importFrom(folder.resolve("second.queue"), ANNA);

            assertThat(done.messages()).isZero();
            assertThat(done.refused()).isEqualTo(1);
            assertThat(world.spool.ids(null, 10)).isEmpty();
        }
    }

    @Test
    void recipientsOfOneMessageComeInByTwoExports() throws Exception {
        try (var world = world("old", LATER)) {
            world.send("news", "x@b.test", "y@c.test");
            waits(world, 2);
            export(world, domain("b.test"), true, "first.queue");
            export(world, domain("c.test"), true, "second.queue");
        }
        try (var world = world("new", LATER)) {
            world.control().importFrom(folder.resolve("first.queue"), ANNA);

            var done = world.control().importFrom(folder.resolve("second.queue"), ANNA);

            assertThat(done.recipients()).isEqualTo(1);
            assertThat(done.refused()).isZero();
            assertThat(addresses(world)).containsExactlyInAnyOrder("x@b.test", "y@c.test");
        }
    }

    @Test
    void mailThatWentOnToAThirdMachineMayComeBack() throws Exception {
        try (var world = world("old", LATER)) {
            world.send("news", "x@b.test");
            waits(world, 1);
            export(world, Filter.ALL, true, "there.queue");
        }
        try (var world = world("new", LATER)) {
            world.control().importFrom(folder.resolve("there.queue"), ANNA);
            remove(world, export(world, Filter.ALL, true, "back.queue"));
        }
        try (var world = world("third", LATER)) {
            world.control().importFrom(folder.resolve("back.queue"), ANNA);
            export(world, Filter.ALL, true, "again.queue");
        }
        try (var world = world("new", LATER)) {
            assertThat(addresses(world)).isEmpty();

            world.control().importFrom(folder.resolve("again.queue"), ANNA);

            assertThat(addresses(world)).containsExactly("x@b.test");
        }
    }
}
