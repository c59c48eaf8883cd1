package org.restante.sending.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Stretches of segments that a reading had to step over, and which live records stand in them.
final class Gaps {
    /// A recipient whose latest state stands in one.
    record Recipient(UUID id, int ordinal) {}

    private record Gap(long generation, int from, int to) {
        boolean has(long place) {
            return Place.generation(place) == generation
                    && Place.offset(place) >= from
                    && Place.offset(place) < to;
        }
    }

    private final List<Gap> all = new ArrayList<>();

    void add(long generation, int from, int to) {
        all.add(new Gap(generation, from, to));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    private boolean have(long place) {
        return Place.plain(place) != Place.NONE && all.stream().anyMatch(gap -> gap.has(place));
    }

    /// Live messages whose own record stands in one. Under the log's lock.
    List<UUID> messages(MessageTable table) {
        List<UUID> found = new ArrayList<>();
        for (int slot = 0; slot < table.capacity(); slot++) {
            if (table.isUsed(slot) && table.live(slot) > 0 && have(table.put(slot))) {
                found.add(table.id(slot));
            }
        }
        return found;
    }

    /// Recipients of live messages that can be read themselves. Under the log's lock.
    List<Recipient> recipients(MessageTable table) {
        List<Recipient> found = new ArrayList<>();
        for (int slot = 0; slot < table.capacity(); slot++) {
            if (table.isUsed(slot) && table.live(slot) > 0 && !have(table.put(slot))) {
                for (int i = 0; i < table.recipients(slot); i++) {
                    if (have(table.state(slot, i))) {
                        found.add(new Recipient(table.id(slot), i));
                    }
                }
            }
        }
        return found;
    }
}
