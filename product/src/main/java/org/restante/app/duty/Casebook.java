package org.restante.app.duty;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.restante.app.duty.Entry.What;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentChange;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.sending.queue.By;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The incidents of a running server, those that are over too, with what people did about each; in a folder, so that they outlive it. Guarded
/// by itself.
public final class Casebook {
    private static final Logger LOG = LoggerFactory.getLogger(Casebook.class);
    private static final int MOST_CLOSED = 500;
    static final String SELF = "restante";

    /// Puts something on record as an event; the server gives it its id and time.
    @FunctionalInterface
    public interface Told {
        void tell(EventType type, Consumer<Event.Builder> facts);
    }

    private final CaseFolder folder;
    private final Told told;
    private final InstantSource clock;
    private final Map<String, Case> cases = new LinkedHashMap<>();

    /// Ids of the scan that go by another here, for they go on what was open before a restart.
    private final Map<String, String> known = new HashMap<>();

    /// Which incident each case shows, by the ids of both: of those that speak for it the widest.
    private final Map<String, String> shown = new HashMap<>();

    /// Incidents that are open as whoever found them sees it, as they were last told, by the ids they have there.
    private final Map<String, Incident> speaking = new HashMap<>();

    private boolean caughtUp;
    private boolean watched = true;
    private @Nullable String trouble;

    Casebook(CaseFolder folder, Told told, InstantSource clock) throws IOException {
        this.folder = folder;
        this.told = told;
        this.clock = clock;
        folder.all().stream()
                .sorted(Comparator.comparing(Case::openedAt))
                .forEach(one -> cases.put(one.id(), one));
    }

    /// Those that are open, or over, the latest onset first.
    ///
    /// @param open null for both
    public synchronized List<Case> list(@Nullable Boolean open) {
        return cases.values().stream()
                .filter(one -> open == null || one.isOpen() == open)
                .sorted(
                        Comparator.comparing((Case one) -> one.incident().since())
                                .thenComparing(Case::id)
                                .reversed())
                .toList();
    }

    public synchronized Optional<Case> find(String id) {
        return Optional.ofNullable(cases.get(id));
    }

    /// Whether what was on record before the start is read again and what happens is watched, so that what is open is known to be.
    public synchronized boolean isCaughtUp() {
        return caughtUp && watched;
    }

    /// @param now false while something keeps whoever looks for incidents from it
    synchronized void isWatched(boolean now) {
        watched = now;
    }

    /// What was on record is read again: what was open before the start goes on or is over. First what speaks, so that the end of a part
    /// does not end the whole.
    synchronized void caughtUp(List<Incident> found, IncidentWatch watch) {
        var now = clock.instant();
        for (var incident : found) {
            if (incident.until() == null) {
                speaks(incident, caseOf(incident), watch, now);
            }
        }
        for (var incident : found) {
            var before = incident.until() == null ? null : caseOf(incident);
            if (before != null && !before.isOpen()) {
                known.put(incident.id(), before.id());
                put(seen(before, incident, watch));
            } else if (before != null && !isSpokenFor(before)) {
                known.put(incident.id(), before.id());
                close(before, incident, watch, now);
            }
        }
        for (var one : list(true)) {
            if (!isSpokenFor(one)) {
                var last = Objects.requireNonNullElse(one.facts().last(), one.changedAt());
                closed(
                        one.seen(one.incident().endedAt(last), one.facts(), one.replies()),
                        "nothing on record speaks for it any more",
                        now);
            }
        }
        caughtUp = true;
    }

    /// The case that an incident belongs to: its own, an open one of the same scope, or an open one of which it is a part. While it speaks,
    /// an open one goes before its own that is over, which may have been gathered as a part.
    private @Nullable Case caseOf(Incident incident) {
        var own = cases.get(known.getOrDefault(incident.id(), incident.id()));
        if (own != null && (own.isOpen() || incident.until() != null)) {
            return own;
        }
        return first(one -> Kinship.isAlike(one.scope(), incident.scope()))
                .or(() -> first(one -> Kinship.covers(one, incident)))
                .orElse(own);
    }

    private Optional<Case> first(Predicate<Incident> fits) {
        return cases.values().stream()
                .filter(one -> one.isOpen() && fits.test(one.incident()))
                .findFirst();
    }

    /// An incident is there; its case begins, goes on or comes back.
    private void speaks(
            Incident incident, @Nullable Case before, IncidentWatch watch, Instant now) {
        speaking.put(incident.id(), incident);
        if (before == null) {
            known.put(incident.id(), incident.id());
            if (!takesOver(incident, watch, now)) {
                open(incident, watch, now);
            }
        } else {
            known.put(incident.id(), before.id());
            if (before.isOpen()) {
                if (Kinship.isAlike(incident.scope(), before.incident().scope())) {
                    shown.putIfAbsent(before.id(), incident.id());
                }
                if (isWeightier(incident, before)) {
                    put(seen(before, incident, watch));
                }
            } else {
                reopen(before, incident, watch, now);
            }
        }
    }

    /// What was told of parts of it goes on as the whole: the first of them, and the others are over.
    ///
    /// @return whether anything was
    private boolean takesOver(Incident incident, IncidentWatch watch, Instant now) {
        var part = first(one -> Kinship.covers(incident, one));
        part.ifPresent(one -> {
            known.put(incident.id(), one.id());
            change(one, incident, watch, now);
            gather(one.id(), incident, now);
        });
        return part.isPresent();
    }

    /// Ends the others that are parts of it.
    private void gather(String id, Incident whole, Instant now) {
        for (var one : List.copyOf(cases.values())) {
            if (one.isOpen() && !one.id().equals(id) && Kinship.covers(whole, one.incident())) {
                known.replaceAll((_, its) -> its.equals(one.id()) ? id : its);
                closed(
                        one.seen(one.incident().endedAt(now), one.facts(), one.replies()),
                        "part of " + id + ", " + whole.headline(),
                        now);
            }
        }
    }

    /// Where two ways of looking found the same, the one that rests on more; never a part in the place of the whole.
    private boolean isWeightier(Incident incident, Case one) {
        var before = one.incident();
        return (incident.id().equals(shown.get(one.id()))
                        || Kinship.isAlike(incident.scope(), before.scope()))
                && incident.attempts() >= before.attempts();
    }

    /// Whether it is the one that the case tells of; after a restart nobody knows of another.
    private boolean shows(Case one, Incident incident) {
        return incident.id().equals(shown.getOrDefault(one.id(), incident.id()));
    }

    /// What was found since the last time.
    synchronized void apply(List<IncidentChange> changes, IncidentWatch watch) {
        var now = clock.instant();
        for (var change : changes) {
            var incident = change.incident();
            var one = caseOf(incident);
            switch (change.what()) {
                case OPENED -> speaks(incident, one, watch, now);
                case CHANGED -> {
                    speaking.replace(incident.id(), incident);
                    if (one != null && one.isOpen()) {
                        known.put(incident.id(), one.id());
                        var whole = wholeOf(one, incident);
                        if (whole.isPresent()) {
                            put(seen(one, whole.get(), watch));
                        } else if (shows(one, incident)
                                || !Kinship.covers(one.incident(), incident)) {
                            change(one, incident, watch, now);
                            gather(one.id(), incident, now);
                        }
                    }
                }
                case CLOSED -> {
                    speaking.remove(incident.id());
                    if (one != null && one.isOpen() && !isSpokenFor(one)) {
                        close(one, incident, watch, now);
                    }
                }
            }
        }
    }

    /// Of what speaks for the case too, what has a wider scope.
    private Optional<Incident> wholeOf(Case one, Incident incident) {
        return speaking.values().stream()
                .filter(it ->
                        one.id().equals(known.get(it.id()))
                                && Kinship.covers(it, incident)
                                && !Kinship.covers(incident, it))
                .findFirst();
    }

    private boolean isSpokenFor(Case one) {
        return speaking.keySet().stream().anyMatch(id -> one.id().equals(known.get(id)));
    }

    /// The numbers of open incidents go on.
    synchronized void refresh(List<Incident> found, IncidentWatch watch) {
        for (var incident : found) {
            var one = cases.get(known.getOrDefault(incident.id(), incident.id()));
            if (one != null
                    && one.isOpen()
                    && incident.until() == null
                    && isWeightier(incident, one)) {
                var now = seen(one, incident, watch);
                if (!now.equals(one)) {
                    put(now);
                }
            }
        }
    }

    private Case seen(Case one, Incident incident, IncidentWatch watch) {
        shown.put(one.id(), incident.id());
        CaseFacts facts = watch.facts(incident);
        return one.seen(incident.under(one.id()), facts, watch.replies(incident));
    }

    private void open(Incident incident, IncidentWatch watch, Instant now) {
        shown.put(incident.id(), incident.id());
        var one = Case.opened(incident, watch.facts(incident), watch.replies(incident), now);
        tell(one, What.OPENED, one.incident().headline(), now);
    }

    private void reopen(Case one, Incident incident, IncidentWatch watch, Instant now) {
        var next = seen(one, incident, watch);
        tell(next, What.REOPENED, next.incident().headline(), now);
    }

    private void change(Case one, Incident incident, IncidentWatch watch, Instant now) {
        var next = seen(one, incident, watch);
        tell(next, What.CHANGED, difference(one.incident(), next.incident()), now);
    }

    private static String difference(Incident before, Incident now) {
        var words = new ArrayList<String>();
        if (before.diagnosis() != now.diagnosis()) {
            words.add("now " + now.diagnosis().word() + ", before " + before.diagnosis().word());
        }
        if (!before.scope().equals(now.scope())) {
            words.add("now at " + now.scope().words() + ", before at " + before.scope().words());
        }
        if (before.severity() != now.severity()) {
            words.add("now " + now.severity().word() + ", before " + before.severity().word());
        }
        words.add(now.headline());
        return String.join("; ", words);
    }

    private void close(Case one, Incident incident, IncidentWatch watch, Instant now) {
        boolean isPart =
                !shows(one, incident) && !Kinship.isAlike(one.incident().scope(), incident.scope());
        var last = Objects.requireNonNullElse(incident.until(), now);
        var next =
                isPart
                        ? one.seen(one.incident().endedAt(last), one.facts(), one.replies())
                        : seen(one, incident, watch);
        closed(
                next,
                "over since " + next.incident().until() + "; " + next.incident().headline(),
                now);
    }

    private void closed(Case one, String words, Instant now) {
        tell(one.with(one.work().reviewedAt(null)), What.CLOSED, words, now);
        forgetOldest(false);
    }

    /// An incident of a log that was imported: nobody is told of it, and nothing is done about it. One that is known already stays, with the numbers
    /// of whichever log holds more of it.
    synchronized void takePast(Case one) {
        var before = cases.get(one.id());
        if (before == null) {
            before =
                    cases.values().stream()
                            .filter(it -> isOfSamePast(it, one))
                            .findFirst()
                            .orElse(null);
        }
        if (before == null) {
            put(one);
            forgetOldest(true);
        } else if (before.origin() != null
                && before.incident().attempts() < one.incident().attempts()) {
            put(before.seen(one.incident().under(before.id()), one.facts(), one.replies()));
        }
    }

    /// Logs that overlap tell of the same in other numbers.
    private static boolean isOfSamePast(Case one, Case other) {
        var end = one.incident().until();
        var otherEnd = other.incident().until();
        return one.origin() != null
                && end != null
                && otherEnd != null
                && one.incident().diagnosis() == other.incident().diagnosis()
                && Kinship.isAlike(one.incident().scope(), other.incident().scope())
                && one.incident().since().isBefore(otherEnd)
                && other.incident().since().isBefore(end);
    }

    /// Of those that are over, what was imported does not crowd out what happened here.
    private void forgetOldest(boolean imported) {
        var over = list(false).stream().filter(it -> it.origin() != null == imported).toList();
        if (over.size() > MOST_CLOSED) {
            var oldest = over.getLast();
            cases.remove(oldest.id());
            known.values().removeIf(oldest.id()::equals);
            shown.remove(oldest.id());
            keep(() -> folder.forget(oldest));
        }
    }

    private void tell(Case one, What what, String words, Instant now) {
        put(one.with(new Entry(now, what, SELF, words)));
        event(one, what, SELF, words);
        LOG.info("incident {} {}: {}", one.id(), what.word(), words);
    }

    private void event(Case one, What what, String actor, String words) {
        var scope = one.incident().scope();
        told.tell(
                EventType.INCIDENT,
                event ->
                        event
                                .incidentId(one.id())
                                .act(what.word())
                                .actor(actor)
                                .reason(words)
                                .provider(scope.provider())
                                .site(scope.site())
                                .stream(scope.stream())
                                .fromDomain(scope.sender()));
    }

    private void put(Case one) {
        cases.put(one.id(), one);
        keep(() -> folder.write(one));
    }

    private interface Writing {
        void run() throws IOException;
    }

    /// Told once, not each minute: what is in memory goes on.
    private void keep(Writing writing) {
        try {
            writing.run();
            trouble = null;
        } catch (IOException e) {
            if (trouble == null) {
                LOG.error("incidents cannot be kept on disk: {}", e.getMessage());
            }
            trouble = String.valueOf(e.getMessage());
        }
    }

    /// Somebody has seen it.
    ///
    /// @return empty when there is no such incident
    /// @throws IOException when it cannot be kept; nothing is done then
    public Optional<Case> acknowledge(String id, By by) throws IOException {
        return work(
                id,
                What.ACKNOWLEDGED,
                by,
                by.reason().isEmpty() ? "seen" : by.reason(),
                work -> work.acknowledged(by.actor(), clock.instant()));
    }

    /// It is somebody's, or nobody's with null.
    public Optional<Case> assign(String id, @Nullable String to, By by) throws IOException {
        return work(
                id,
                What.ASSIGNED,
                by,
                (to == null ? "to nobody" : "to " + to) + because(by),
                work -> work.assigned(to));
    }

    /// Nobody is told of it until then; at once again with null.
    public Optional<Case> mute(String id, @Nullable Instant until, By by) throws IOException {
        return until == null
                ? work(id, What.UNMUTED, by, "again" + because(by), work -> work.muted(null, null))
                : work(
                        id,
                        What.MUTED,
                        by,
                        "until " + until + because(by),
                        work -> work.muted(until, by.actor()));
    }

    /// A remark.
    public Optional<Case> note(String id, String text, By by) throws IOException {
        return work(id, What.NOTED, by, text, work -> work);
    }

    /// People were told of it.
    ///
    /// @param words of what, and who
    public Optional<Case> told(String id, String words) throws IOException {
        return alter(id, What.TOLD, new By(SELF, ""), words, it -> it);
    }

    private static String because(By by) {
        return by.reason().isEmpty() ? "" : ": " + by.reason();
    }

    private Optional<Case> work(String id, What what, By by, String words, UnaryOperator<Work> done)
            throws IOException {
        return alter(id, what, by, words, one -> one.with(done.apply(one.work())));
    }

    /// What somebody did about it; on disk before this answers, on its timeline and on record.
    synchronized Optional<Case> alter(
            String id, What what, By by, String words, UnaryOperator<Case> done)
            throws IOException {
        var one = cases.get(id);
        if (one == null) {
            return Optional.empty();
        }
        var next = done.apply(one).with(new Entry(clock.instant(), what, by.actor(), words));
        folder.write(next);
        cases.put(id, next);
        event(next, what, by.actor(), words);
        return Optional.of(next);
    }
}
