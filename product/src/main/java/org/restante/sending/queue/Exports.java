package org.restante.sending.queue;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.restante.sending.spool.SpoolException;

/// The exports that hold mail: values of the spool, `export/` and their id, with when they began, who made them and why. One is there before the first recipient is
/// held, and until nobody is. Shared.
final class Exports {
    private static final String NAME = "export/";

    private final Queue queue;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

    Exports(Queue queue) {
        this.queue = queue;
    }

    /// One begins to hold mail; on disk when this returns.
    void begins(UUID id, Filter mail, By by) throws IOException, InterruptedException {
        underWay.add(id);
        var export = new HoldingExport(id, queue.time().now(), Optional.of(by), Optional.of(mail));
        queue.spool().control(NAME + id, OrderJson.toBytes(export)).await();
    }

    /// Those that hold mail, or may, the oldest first.
    List<HoldingExport> all() {
        return queue.spool().controls(NAME).entrySet().stream()
                .map(it -> OrderJson.export(id(it.getKey()), it.getValue()))
                .sorted(Comparator.comparing(HoldingExport::at).thenComparing(HoldingExport::id))
                .toList();
    }

    private static UUID id(String name) {
        return UUID.fromString(name.substring(NAME.length()));
    }

    /// What it holds is held, all or what there was until it broke off.
    void ends(UUID id) {
        underWay.remove(id);
    }

    boolean isEmpty() {
        return queue.spool().controls(NAME).isEmpty();
    }

    /// The ids of those that might be over: they are not being written.
    Set<UUID> settled() {
        Set<UUID> ids = new HashSet<>();
        queue.spool().controls(NAME).keySet().forEach(name -> ids.add(id(name)));
        ids.removeAll(underWay);
        return ids;
    }

    /// Nobody is held by it any more.
    void over(UUID id) throws SpoolException, InterruptedException {
        queue.spool().control(NAME + id, null);
    }
}
