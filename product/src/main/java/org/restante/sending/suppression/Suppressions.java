package org.restante.sending.suppression;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.restante.mail.message.Mailbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The list. Asked by many threads at once, without a lock where nobody is found; changed under one.
public final class Suppressions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Suppressions.class);

    /// Fewer lines of the past are not worth a new file.
    private static final int WORTH_A_NEW_FILE = 10_000;

    /// Lines looked at for one page.
    private static final int LOOKED_AT = 200_000;

    private final SuppressionFile file;
    private final PlaceTable places;
    private final TenantCounts counts;
    private final InstantSource clock;

    /// What was set and what was there before.
    ///
    /// @param added who was not on the list
    /// @param changed who was, with other words
    public record Change(int added, int changed) {}

    /// @param next where to go on; empty when this was all
    public record Page(List<Suppression> entries, Optional<Long> next) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    private Suppressions(
            SuppressionFile file, PlaceTable places, TenantCounts counts, InstantSource clock) {
        this.file = file;
        this.places = places;
        this.counts = counts;
        this.clock = clock;
    }

    /// Reads what is there, and writes it anew where most of it is of the past.
    ///
    /// @param seed nobody else's
    /// @throws IOException when the folder cannot be used
    public static Suppressions open(Path folder, InstantSource clock, long seed)
            throws IOException {
        var path = folder.resolve("list.log");
        var file = SuppressionFile.open(path);
        var places = new PlaceTable(seed);
        var counts = new TenantCounts();
        var read = read(file, places, counts);
        if (read.cut() > 0) {
            LOG.warn("{}: {} octets at the end were not whole, and are cut off", path, read.cut());
        }
        if (read.damaged() > 0) {
            LOG.error(
                    "{}: {} lines are damaged; whom they named is not suppressed, or still is",
                    path,
                    read.damaged());
        }
        long past = read.lines() - places.size();
        if (past >= WORTH_A_NEW_FILE && past > places.size() && read.damaged() == 0) {
            file = anew(path, file, places, clock.instant());
            places = new PlaceTable(seed);
            counts = new TenantCounts();
            read(file, places, counts);
        }
        if (places.size() > 0) {
            LOG.info("{} addresses and domains are suppressed", places.size());
        }
        return new Suppressions(file, places, counts, clock);
    }

    private static SuppressionFile.Read read(
            SuppressionFile file, PlaceTable places, TenantCounts counts) throws IOException {
        return file.readAll((place, line) -> {
            long hash = hash(places, line.who());
            if (line.entry() == null) {
                if (places.remove(hash) >= 0) {
                    counts.removed(line.who());
                }
            } else if (places.put(hash, place) < 0) {
                counts.added(line.who());
            }
        });
    }

    private static SuppressionFile anew(
            Path path, SuppressionFile before, PlaceTable places, Instant now) throws IOException {
        try (before) {
            SuppressionFile.replace(
                    path,
                    out ->
                            before.readAll((place, line) -> {
                                var entry = line.entry();
                                boolean isOfThePast =
                                        entry == null
                                                || entry.isOver(now)
                                                || places.place(hash(places, line.who())) != place;
                                if (!isOfThePast) {
                                    out.write(line.octets());
                                }
                            }));
        }
        return SuppressionFile.open(path);
    }

    private static long hash(PlaceTable places, Suppressed who) {
        return places.hash(who.recipient(), who.tenant().orElse(""));
    }

    /// Entries that stand, those whose time is over among them.
    public int size() {
        return places.size();
    }

    /// Entries of a tenant's own.
    public int size(String tenant) {
        return counts.of(tenant);
    }

    /// Why a tenant's mail for the recipient is kept back, the most exact entry first; nothing where it may go.
    public List<Suppression> of(Mailbox to, Optional<String> tenant) {
        if (places.size() == 0) {
            return List.of();
        }
        var address = Suppressed.spelled(to);
        var domain = address.substring(address.lastIndexOf('@') + 1);
        var found = new ArrayList<Suppression>(0);
        for (var recipient : List.of(address, domain)) {
            tenant.ifPresent(who -> add(recipient, who, found));
            add(recipient, "", found);
        }
        return found;
    }

    private void add(String recipient, String tenant, List<Suppression> found) {
        long place = places.place(places.hash(recipient, tenant));
        if (place >= 0) {
            var who = new Suppressed(recipient, Optional.of(tenant).filter(one -> !one.isEmpty()));
            at(place, who).ifPresent(found::add);
        }
    }

    /// The entry for exactly these.
    public Optional<Suppression> entry(Suppressed who) {
        long place = places.place(hash(places, who));
        return place < 0 ? Optional.empty() : at(place, who);
    }

    /// An entry that cannot be read holds nobody's mail back, and is told: to give up mail for good, one must know why.
    private Optional<Suppression> at(long place, Suppressed who) {
        try {
            return file.at(place)
                    .filter(line -> line.who().equals(who))
                    .flatMap(line -> Optional.ofNullable(line.entry()))
                    .filter(entry -> !entry.isOver(clock.instant()));
        } catch (IOException e) {
            LOG.error("{} cannot be read: {}", file.path(), e.getMessage());
            return Optional.empty();
        }
    }

    /// Puts these on the list, each in place of what was said of it before. On disk when it returns.
    public synchronized Change put(List<Suppression> entries) throws IOException {
        int added = 0;
        int changed = 0;
        var lines = new ByteArrayOutputStream();
        var at = new long[entries.size()];
        for (int i = 0; i < at.length; i++) {
            at[i] = file.end() + lines.size();
            lines.writeBytes(new Line(entries.get(i).who(), entries.get(i)).octets());
        }
        file.append(lines.toByteArray());
        for (int i = 0; i < at.length; i++) {
            if (places.put(hash(places, entries.get(i).who()), at[i]) < 0) {
                counts.added(entries.get(i).who());
                added++;
            } else {
                changed++;
            }
        }
        return new Change(added, changed);
    }

    /// Takes these off the list. On disk when it returns.
    ///
    /// @return how many were on it
    public synchronized int remove(List<Suppressed> all) throws IOException {
        var there = all.stream().filter(who -> places.place(hash(places, who)) >= 0).toList();
        var lines = new ByteArrayOutputStream();
        there.forEach(who -> lines.writeBytes(new Line(who, null).octets()));
        if (!there.isEmpty()) {
            file.append(lines.toByteArray());
        }
        int removed = 0;
        for (var who : there) {
            if (places.remove(hash(places, who)) >= 0) {
                counts.removed(who);
                removed++;
            }
        }
        return removed;
    }

    /// Entries in the order they were written; an entry that changes meanwhile may come twice or, changed, later.
    ///
    /// @param from the place an earlier page said; 0 to begin
    public Page page(Predicate<Suppression> wanted, long from, int most) throws IOException {
        var now = clock.instant();
        var found = new ArrayList<Suppression>();
        long next =
                file.read(
                        from,
                        LOOKED_AT,
                        (place, line) -> {
                            var entry = line.entry();
                            if (entry != null
                                    && places.place(hash(places, line.who())) == place
                                    && !entry.isOver(now)
                                    && wanted.test(entry)) {
                                found.add(entry);
                            }
                            return found.size() < most;
                        });
        return new Page(found, next < file.end() ? Optional.of(next) : Optional.empty());
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("{} was not closed: {}", file.path(), e.getMessage());
        }
    }
}
