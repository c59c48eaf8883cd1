package org.restante.sending.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.restante.sending.spool.SpoolException;

/// The exports that hold mail: values of the spool, `export/` and their id, with when they began. One is there before the first recipient is
/// held, and until nobody is. Shared.
final class Exports {
    private static final String NAME = "export/";

    private final Queue queue;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

    Exports(Queue queue) {
        this.queue = queue;
    }

    /// One begins to hold mail; on disk when this returns.
    void begins(UUID id) throws IOException, InterruptedException {
        underWay.add(id);
        var now = queue.time().now().toString().getBytes(StandardCharsets.UTF_8);
        queue.spool().control(NAME + id, now).await();
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
        queue.spool()
                .controls(NAME)
                .keySet()
                .forEach(name -> ids.add(UUID.fromString(name.substring(NAME.length()))));
        ids.removeAll(underWay);
        return ids;
    }

    /// Nobody is held by it any more.
    void over(UUID id) throws SpoolException, InterruptedException {
        queue.spool().control(NAME + id, null);
    }
}
