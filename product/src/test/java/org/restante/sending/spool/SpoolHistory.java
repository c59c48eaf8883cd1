package org.restante.sending.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One life of a spool on a [SimulatedDisk], driven by chance step by step without threads, with power cuts, deaths of the process
/// and faults, compared with a [SpoolModel].
final class SpoolHistory {
    static final SpoolSettings SMALL =
            new SpoolSettings(
                    16_384, 8192, 64, 1024, 1 << 20, 2, 0, 0.5, 1, 1, Duration.ofSeconds(1));

    private record Asked(SpoolModel.Act act, Entry entry, String event) {}

    final Random random;
    final SimulatedDisk disk;
    private final SpoolSettings settings;
    private SpoolModel known = new SpoolModel();
    private final List<Entry> handed = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private final Set<String> eventsDue = new HashSet<>();
    private final Set<String> eventsSeen = new HashSet<>();
    private Log log;
    private Mover mover;
    private Reading reading;
    private int serial;
    private int lastFree;
    final Map<String, Integer> counts = new HashMap<>();

    SpoolHistory(long seed) throws IOException {
        this(seed, SMALL);
    }

    SpoolHistory(long seed, SpoolSettings settings) throws IOException {
        this.random = new Random(seed);
        this.disk = new SimulatedDisk(random);
        this.settings = settings;
        this.log = openLog();
        this.mover = new Mover(log, handed::add);
        this.reading = new Reading(log, "unused");
    }

    private Log openLog() throws IOException {
        var recovery = new Recovery(disk, settings, random);
        recovery.run();
        if (!recovery.report().damages().isEmpty()) {
            throw new AssertionError("damage where there is none: " + recovery.report().damages());
        }
        return new Log(
                settings,
                recovery.segments(),
                recovery.index(),
                recovery.lock(),
                recovery.nextSequence(),
                () -> 0);
    }

    void run(int steps) throws IOException {
        if (random.nextInt(4) == 0) {
            disk.capacity((6 + random.nextInt(12)) * (long) settings.segmentBytes());
        }
        for (int i = 0; i < steps; i++) {
            if (random.nextInt(steps < 100 ? 25 : 60) == 0) {
                disk.fail(fault(), random.nextInt(20));
            }
            step();
            if (disk.isCut()
                    || log.stopped() != null
                    || random.nextInt(steps < 100 ? 40 : 80) == 0) {
                check();
                restart();
            }
        }
        commit();
        check();
        restart();
        drainEvents();
        if (log.stopped() == null && !eventsSeen.containsAll(eventsDue)) {
            eventsDue.removeAll(eventsSeen);
            throw new AssertionError("events lost: " + eventsDue);
        }
    }

    private SimulatedDisk.Fault fault() {
        return switch (random.nextInt(4)) {
            case 0 -> SimulatedDisk.Fault.EIO;
            case 1 -> SimulatedDisk.Fault.SHORT_WRITE;
            default -> SimulatedDisk.Fault.POWER_CUT;
        };
    }

    private void step() throws IOException {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> put();
            case 3, 4, 5, 6 -> change();
            case 7 -> retire();
            case 8 -> control();
            case 9, 10, 11 -> commit();
            case 12, 13 -> move();
            case 14 -> drainEvents();
            default -> background();
        }
    }

    private void background() {
        log.segments.tryAgain();
        if (random.nextInt(3) > 0) {
            while (log.lacking(1) > 0 && log.segments.make()) {
                // Until the reserve stands.
            }
            return;
        }
        try {
            Snapshot.write(log, disk);
        } catch (IOException e) {
            // The one before stands.
        }
    }

    private void put() {
        var id = new UUID(random.nextLong(), random.nextLong());
        int length = random.nextInt(10) == 0 ? random.nextInt(5000) : random.nextInt(1024);
        var body = text(length);
        List<SpooledRecipient> recipients = new ArrayList<>();
        int count = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
        for (int i = 0; i < count; i++) {
            recipients.add(new SpooledRecipient(bytes("rcpt" + i), standing(false)));
        }
        var message = new SpooledMessage(id, bytes("env" + serial), length, recipients);
        int at = 0;
        int pieces = 0;
        while (length - at > 1024) {
            if (pieces == 0) {
                log.index.drafts.put(id, new long[0]);
            }
            handed.add(
                    Entry.withBody(
                            RecordType.CHUNK,
                            Payload.chunk(id, pieces++),
                            bytes(body.substring(at, at + 1024)),
                            1024));
            at += 1024;
            if (random.nextInt(3) == 0) {
                commit();
            }
            if (random.nextInt(4) == 0) {
                try {
                    move();
                } catch (IOException e) {
                    return;
                }
            }
            if (log.stopped() != null) {
                return;
            }
        }
        if (pieces > 0
                && handed.stream().anyMatch(e -> e.commit.isDecided() && !e.commit.isDurable())) {
            return;
        }
        if (pieces > 0) {
            // A caller waits for each piece before it goes on.
            commit();
            if (log.stopped() != null
                    || log.index.drafts.get(id) == null
                    || missing(log.index.drafts.get(id), pieces)
                    || random.nextInt(4) == 0) {
                log.index.dropDraft(id);
                return;
            }
        }
        byte[] rest = bytes(body.substring(at));
        var event = "put" + serial++;
        ask(
                new SpoolModel.Act.Put(message, body),
                Entry.withBody(
                        RecordType.PUT,
                        Payload.put(message, 0, pieces, bytes(event)),
                        rest,
                        rest.length),
                event);
    }

    private static boolean missing(long @Nullable [] places, int pieces) {
        if (places == null || places.length < pieces) {
            return true;
        }
        for (long place : places) {
            if (place == 0) {
                return true;
            }
        }
        return false;
    }

    private void ask(SpoolModel.Act act, Entry entry, String event) {
        asked.add(new Asked(act, entry, event));
        handed.add(entry);
    }

    private Standing standing(boolean done) {
        return new Standing(
                random.nextInt(256),
                done,
                random.nextInt(9),
                random.nextLong(),
                bytes(text(random.nextInt(40))));
    }

    private @Nullable UUID someone() {
        if (known.mails.isEmpty() || random.nextInt(30) == 0) {
            return new UUID(1, serial);
        }
        var ids = new ArrayList<>(known.mails.keySet());
        ids.sort(null);
        return ids.get(random.nextInt(ids.size()));
    }

    private void change() {
        var id = someone();
        var mail = known.mails.get(id);
        int ordinal = mail == null ? 0 : random.nextInt(mail.message().recipients().size());
        var standing = standing(random.nextInt(2) == 0);
        var event = "change" + serial++;
        ask(
                new SpoolModel.Act.Change(id, ordinal, standing),
                Entry.of(RecordType.STATE, Payload.state(id, ordinal, standing, bytes(event))),
                event);
    }

    private void retire() {
        var id = someone();
        var event = "retire" + serial++;
        ask(
                new SpoolModel.Act.Retire(id),
                Entry.of(RecordType.RETIRE, Payload.retire(id, 0, 0, bytes(event))),
                event);
    }

    private void control() {
        var name = "name" + random.nextInt(3);
        var value = random.nextInt(3) == 0 ? null : "value" + serial++;
        ask(
                new SpoolModel.Act.Control(name, value),
                Entry.of(
                        RecordType.CONTROL,
                        Payload.control(name, value == null ? null : bytes(value))),
                "");
    }

    private void move() throws IOException {
        int steps = 1 + random.nextInt(12);
        for (int i = 0; i < steps; i++) {
            var step = mover.advance();
            count("move " + step);
            if (step == Mover.Step.WORKED) {
                segmentsFreed();
            }
            if (step == Mover.Step.NOTHING_TO_DO) {
                return;
            }
            if (step == Mover.Step.WAITING && random.nextBoolean()) {
                commit();
            }
        }
    }

    private void segmentsFreed() {
        int now = log.segments.freeCount();
        if (now > lastFree) {
            count("segment freed");
        }
        lastFree = now;
    }

    private void commit() {
        var entries = List.copyOf(handed);
        handed.clear();
        log.commit(entries);
        settle();
    }

    /// Takes what was decided into the model: in order, as the log has it.
    private void settle() {
        List<Asked> open = new ArrayList<>();
        for (var one : asked) {
            if (!one.entry.commit.isDecided()) {
                open.add(one);
                continue;
            }
            var reason = reason(one.entry.commit);
            count(one.act.getClass().getSimpleName() + " " + reason);
            if (reason == SpoolException.Reason.FAILED) {
                open.add(one);
            } else if (reason == null) {
                boolean ended = known.apply(one.act) != Index.Effect.TAKEN;
                if (ended && !(one.act instanceof SpoolModel.Act.Retire)) {
                    throw new AssertionError("taken, but refused by the model: " + one.act);
                }
                if (!one.event.isEmpty()) {
                    eventsDue.add(one.event);
                }
            } else if (reason != SpoolException.Reason.FULL) {
                if (known.copy().apply(one.act) == Index.Effect.TAKEN) {
                    throw new AssertionError("refused as " + reason + ": " + one.act);
                }
            }
        }
        asked.clear();
        asked.addAll(open);
    }

    private static SpoolException.@Nullable Reason reason(Commit commit) {
        try {
            commit.await();
            return null;
        } catch (SpoolException e) {
            return e.reason();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void drainEvents() throws IOException {
        if (log.stopped() != null) {
            return;
        }
        try {
            long seen =
                    reading.eventsHere(
                            Cursor.copied(log.index),
                            (sequence, event) ->
                                    eventsSeen.add(new String(event, StandardCharsets.UTF_8)));
            handed.add(
                    Entry.of(RecordType.CONTROL, Payload.control(Cursor.NAME, Cursor.value(seen))));
        } catch (SimulatedDisk.PowerCut e) {
            // The restart follows.
        }
    }

    /// What can be read now is what was acknowledged, also after writing stopped.
    private void check() throws IOException {
        if (disk.isCut()) {
            return;
        }
        var found = read();
        if (!found.sameAs(known)) {
            throw new AssertionError("before a restart\nexpected " + known + "\nfound    " + found);
        }
    }

    private void restart() throws IOException {
        boolean clean = !disk.isCut() && log.stopped() == null && random.nextInt(3) == 0;
        if (clean) {
            commit();
        }
        if (!disk.isCut() && random.nextBoolean()) {
            count("process died");
            disk.processDies();
        } else {
            count("power cut");
            disk.powerReturns();
        }
        for (int again = random.nextInt(3); again > 0; again--) {
            crashInRecovery();
        }
        log = openLog();
        handed.clear();
        mover = new Mover(log, handed::add);
        reading = new Reading(log, "unused");
        adopt();
    }

    private void crashInRecovery() throws IOException {
        disk.fail(
                random.nextInt(5) == 0 ? SimulatedDisk.Fault.EIO : SimulatedDisk.Fault.POWER_CUT,
                random.nextInt(6));
        try {
            openLog();
        } catch (IOException e) {
            count("crash in recovery");
        }
        if (disk.isCut() || random.nextBoolean()) {
            disk.powerReturns();
        } else {
            disk.processDies();
        }
    }

    /// What was acknowledged is there; of what was not, a beginning.
    private void adopt() throws IOException {
        var found = read();
        var may = known.copy();
        int taken = 0;
        while (!found.sameAs(may)) {
            if (taken == asked.size()) {
                throw new AssertionError(
                        "after a restart\nacknowledged " + known + "\nfound        " + found);
            }
            may.apply(asked.get(taken++).act);
        }
        known = may;
        asked.clear();
    }

    private SpoolModel read() throws IOException {
        var found = new SpoolModel();
        var table = log.index.messages;
        for (int slot = 0; slot < table.capacity(); slot++) {
            if (table.isUsed(slot) && table.live(slot) > 0) {
                var message = reading.current(table.id(slot));
                found.mails.put(message.id(), new SpoolModel.Mail(message, body(message.id())));
            }
        }
        log.index.controls.forEach((name, control) -> {
            if (control.value() != null && !name.equals(Cursor.NAME)) {
                found.controls.put(name, new String(control.value(), StandardCharsets.UTF_8));
            }
        });
        compareReplay(found);
        compareLive();
        return found;
    }

    private void compareReplay(SpoolModel found) throws IOException {
        Map<UUID, List<@Nullable SpooledRecipient>> told = new HashMap<>();
        for (var segment : List.copyOf(log.segments.all())) {
            reading.replay(
                    segment,
                    new SpoolVisitor() {
                        @Override
                        public void message(SpooledMessage message, BitSet later) {
                            List<@Nullable SpooledRecipient> recipients =
                                    new ArrayList<>(message.recipients());
                            if (told.put(message.id(), recipients) != null) {
                                throw new AssertionError("told twice: " + message.id());
                            }
                        }

                        @Override
                        public void state(UUID id, int ordinal, Standing standing) {
                            var recipients = told.get(id);
                            if (recipients == null) {
                                throw new AssertionError("a state before its message");
                            }
                            var recipient = recipients.get(ordinal);
                            recipients.set(
                                    ordinal, recipient == null ? null : recipient.at(standing));
                        }
                    },
                    new Gaps());
        }
        expect(found.mails.keySet(), told.keySet());
        found.mails.forEach((id, mail) -> expect(mail.message().recipients(), told.get(id)));
    }

    /// The bytes counted as live are those of what is live.
    private void compareLive() {
        Map<Long, Long> live = new HashMap<>();
        var table = log.index.messages;
        for (int slot = 0; slot < table.capacity(); slot++) {
            if (table.isUsed(slot)) {
                add(live, table.put(slot));
                for (long state : table.states(slot)) {
                    add(live, Place.plain(state));
                }
            }
        }
        log.index
                .pieces
                .values()
                .forEach(places -> {
                    for (long p : places) add(live, p);
                });
        log.index
                .drafts
                .values()
                .forEach(places -> {
                    for (long p : places) add(live, p);
                });
        log.index.controls.values().forEach(control -> add(live, control.place()));
        for (var segment : log.segments.all()) {
            expect(live.getOrDefault(segment.generation(), 0L), segment.live);
        }
    }

    private static void add(Map<Long, Long> live, long place) {
        if (place != Place.NONE) {
            live.merge(Place.generation(place), (long) Place.size(place), Long::sum);
        }
    }

    private String body(UUID id) throws IOException {
        var body = new StringBuilder();
        byte[] part = reading.partHere(id, 0);
        for (int number = 1; part != null; number++) {
            body.append(new String(part, StandardCharsets.ISO_8859_1));
            part = reading.partHere(id, number);
        }
        return body.toString();
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private static void expect(Object expected, @Nullable Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError("expected " + expected + " but found " + found);
        }
    }

    private String text(int length) {
        var text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = (char) ('a' + (serial + i * 7) % 26);
        }
        return new String(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
