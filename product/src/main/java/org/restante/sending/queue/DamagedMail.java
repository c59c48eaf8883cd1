package org.restante.sending.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.restante.sending.spool.SetAside;
import org.restante.sending.spool.SpoolException;
import org.restante.sending.spool.SpooledMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Messages whose record cannot be read. One that is damaged is set aside: its octets go to a file of their own, and it leaves the queue,
/// on record. One of another version's form stays in the spool, and is tried no more until a restart. Neither keeps anybody else's mail
/// from what is done to it. Shared by all threads.
final class DamagedMail {
    private static final Logger LOG = LoggerFactory.getLogger(DamagedMail.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// A named value of the spool for each file: when it was found, whose it is, and why.
    private static final String NAME = "damaged/";

    /// Those of another form told of so far are remembered; people need no more.
    private static final int MOST = 10_000;

    /// What one that is being set aside gets when the server stops.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Queue queue;
    private final Map<UUID, Thread> underWay = new ConcurrentHashMap<>();
    private final Map<UUID, Damaged> stay = new ConcurrentHashMap<>();

    DamagedMail(Queue queue) {
        this.queue = queue;
    }

    /// Takes up what was found by earlier runs and by the start of this one.
    void start() {
        try {
            Set<String> files = new HashSet<>();
            queue.spool().setAside().forEach(one -> files.add(one.file()));
            for (var damage : queue.spool().recovered().damages()) {
                if (files.contains(damage.copy()) && !isKnown(damage.copy())) {
                    keep(
                            damage.copy(),
                            Optional.empty(),
                            damage.what(),
                            queue.chronicle()
                                    .setAside(
                                            Optional.empty(),
                                            damage.what() + "; kept in " + damage.copy()));
                }
            }
            for (var name : queue.spool().controls(NAME).keySet()) {
                if (!files.contains(name.substring(NAME.length()))) {
                    queue.spool().control(name, null);
                }
            }
        } catch (IOException e) {
            LOG.error("what was set aside cannot be put on record: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isKnown(String file) {
        return queue.spool().control(NAME + file).isPresent();
    }

    /// The message cannot be read.
    void found(UUID id, IOException why) {
        if (isDamage(why)) {
            begin(id, why);
        } else if (stay.size() < MOST && stay.putIfAbsent(id, staying(id, why)) == null) {
            LOG.error("message {} cannot be read and stays where it is: {}", id, why.getMessage());
        }
    }

    private synchronized void begin(UUID id, IOException why) {
        if (!queue.isClosed()) {
            underWay.computeIfAbsent(
                    id,
                    it ->
                            Thread.ofVirtual()
                                    .name("set aside " + it)
                                    .start(() -> setAside(it, why)));
        }
    }

    /// Waits for those that are being set aside: the spool they are of is open still. The queue is closed, so none begins.
    void close() {
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(underWay.values());
        }
        try {
            for (var one : all) {
                one.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether the octets are not what was written; not so where they are, and cannot be understood.
    static boolean isDamage(IOException why) {
        return why instanceof SpoolException known
                && known.reason() == SpoolException.Reason.DAMAGED;
    }

    private Damaged staying(UUID id, IOException why) {
        return new Damaged(
                Optional.empty(),
                0,
                Optional.of(id),
                Optional.of(queue.time().now()),
                String.valueOf(why.getMessage()));
    }

    private void setAside(UUID id, IOException why) {
        try {
            var file = queue.spool().setAside(id);
            if (file.isEmpty()) {
                queue.fileAgain(id);
                return;
            }
            var words = why.getMessage() + "; kept in " + file.get();
            keep(file.get(), Optional.of(id), String.valueOf(why.getMessage()), new byte[0]);
            queue.spool().retire(id, queue.chronicle().setAside(Optional.of(id), words)).await();
            LOG.error("message {} is damaged and was set aside: {}", id, words);
        } catch (IOException | RuntimeException e) {
            if (!queue.isClosed()) {
                LOG.error("message {} is damaged and cannot be set aside now", id, e);
                queue.deadlines().again(id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.remove(id);
        }
    }

    private void keep(String file, Optional<UUID> id, String why, byte[] event)
            throws IOException, InterruptedException {
        var value = JSON.createObjectNode();
        value.put("at", queue.time().now().toString()).put("why", why);
        id.ifPresent(it -> value.put("message", it.toString()));
        var bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        queue.spool().control(NAME + file, bytes, event).await();
    }

    /// All of it, in the order of the names of files, then what stays.
    List<Damaged> all() throws IOException, InterruptedException {
        List<Damaged> all = new ArrayList<>();
        for (var one : queue.spool().setAside()) {
            all.add(told(one));
        }
        stay.values().stream().filter(this::isHere).forEach(all::add);
        return all;
    }

    /// Whether it stays in the spool and is tried no more.
    boolean stays(UUID id) {
        return stay.containsKey(id);
    }

    private boolean isHere(Damaged one) {
        return one.message().filter(queue.spool()::isHere).isPresent();
    }

    private Damaged told(SetAside one) {
        var file = Optional.of(one.file());
        var kept = queue.spool().control(NAME + one.file());
        if (kept.isEmpty()) {
            return new Damaged(
                    file, one.octets(), Optional.empty(), Optional.empty(), "found before a start");
        }
        try {
            var value = JSON.readTree(kept.get());
            return new Damaged(
                    file,
                    one.octets(),
                    Optional.ofNullable(value.get("message"))
                            .map(it -> UUID.fromString(it.asString())),
                    Optional.of(Instant.parse(value.path("at").asString())),
                    value.path("why").asString());
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            return new Damaged(
                    file, one.octets(), Optional.empty(), Optional.empty(), "found before a start");
        }
    }

    /// What is kept of a message; empty where that cannot be read.
    Optional<StoredMessage> read(SpooledMessage message) {
        try {
            return Optional.of(StoredMessage.of(message.envelope()));
        } catch (IOException e) {
            found(message.id(), e);
            return Optional.empty();
        }
    }
}
