package org.restante.sending.queue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.sending.dispatch.LaneStanding;

/// The one door through which people and programs act on the queue and see what waits in it. Each act is on disk, with who and why,
/// before this answers, and is an event; so is its end.
public interface Control {
    /// Does it, or begins to: what goes through much mail does so after this has answered, and goes on after a restart.
    ///
    /// @throws IllegalArgumentException when it cannot be meant: a pool that is not there, an end in the past
    /// @throws IOException when the spool cannot keep it; nothing is done then
    Order act(Act act, By by) throws IOException;

    /// Takes back what stands.
    ///
    /// @throws IllegalArgumentException when it does not stand, with what it is
    Order undo(UUID act, By by) throws IOException;

    /// What stands and what runs, the oldest first; with `over`, the latest that are over too.
    List<Order> orders(boolean over);

    Optional<Order> order(UUID id);

    /// Some of the recipients who wait, in the order their messages came.
    ///
    /// @param cursor where to go on; null to begin
    /// @param bound how long to look: without an index for it, a filter is asked message by message
    Page list(Filter filter, @Nullable String cursor, int most, Duration bound) throws IOException;

    /// @param next where to go on; null when this was all
    /// @param wasCutShort the time was over before the page was full
    record Page(List<QueuedRecipient> recipients, @Nullable String next, boolean wasCutShort) {
        public Page {
            recipients = List.copyOf(recipients);
        }
    }

    /// How many wait, by a facet.
    Count count(Filter filter, @Nullable Facet by, @Nullable String cursor, Duration bound)
            throws IOException;

    /// @param byValue the greatest first; `(unknown)` for what has none, of causes `(none)`: nobody refused those so far
    /// @param ages of those that were counted, the oldest first
    /// @param next where to go on when the time was over; null when this was all
    record Count(
            long recipients,
            long messages,
            long octets,
            Map<String, Long> byValue,
            Ages ages,
            @Nullable String next) {}

    /// Waiting mail as a stream for another server; see docs/QUEUE.md for its form.
    ///
    /// @param holds what was written is held here, as `export`, until it is released or removed
    Export export(Filter filter, boolean holds, By by);

    /// An export that is to be written.
    interface Export {
        UUID id();

        void writeTo(java.io.OutputStream out) throws IOException, InterruptedException;
    }

    /// The exports that hold mail here, the oldest first.
    List<HoldingExport> exports();

    /// How many recipients are held, by the hold or export that keeps them, as counted lately; empty while they are counted for the first time.
    Optional<Map<UUID, Long>> held();

    /// Takes the stream of an export in. Who is here already, or came in by another export, is left out.
    ///
    /// @throws IllegalArgumentException when the file is no whole export, or was imported before
    Imported importFrom(java.nio.file.Path file, By by) throws IOException, InterruptedException;

    /// @param refused messages of which nobody was taken
    /// @param refusedRecipients who were here already, or came in before, those of these messages among them
    /// @param sha256 the sum of the stream, which says that it came whole
    record Imported(
            UUID export,
            long messages,
            long recipients,
            long refused,
            long refusedRecipients,
            String sha256) {}

    /// The sites that have had mail since the start, and those that mail waits for, as far as is known; counts nothing.
    List<String> sites();

    /// The lanes that have had mail since the start, those with most waiting first.
    List<Lane> lanes() throws IOException;

    /// @param waiting recipients that wait for it, due or not
    /// @param held of those that wait, by the act, or the export, that keeps them; empty too where there are too many to count one by one
    /// @param orders pauses and limits that concern it
    record Lane(LaneStanding standing, long waiting, Map<UUID, Long> held, List<Order> orders) {
        public Lane {
            held = Map.copyOf(held);
            orders = List.copyOf(orders);
        }
    }

    /// Mail that could not be read back: told of here as long as its file is there, or it stays in the spool.
    List<Damaged> damaged() throws IOException;

    /// All recipients of a message who still wait; empty when it is not here.
    List<QueuedRecipient> show(UUID message) throws IOException;

    /// Why nothing can be done here at all, for people; empty where it can.
    default Optional<String> whyNothing() {
        return Optional.empty();
    }
}
