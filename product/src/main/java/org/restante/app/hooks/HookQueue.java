package org.restante.app.hooks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.restante.record.journal.JournalPlace;

/// What one hook is to be sent, and when. Bounded: what does not fit waits in the journal. A hook that fails several times in a row rests,
/// longer each time, and is asked with one payload then, a new one if there is one; else nothing is read for it meanwhile. It is told the
/// time; guarded by itself.
final class HookQueue {
    /// Read and not taken yet, those to be tried again with them.
    static final int MOST = 500;

    private static final int MOST_FRESH = 64;
    private static final int UNWELL_FROM = 3;

    /// A payload that a well hook refuses is seldom taken later: it is tried so often, minutes apart.
    private static final int TRIES_REFUSED = 3;

    private static final int REFUSED_WAITS_FROM = 2;

    /// One that fails again while others are taken likely does so for what is in it: so often, within some hour and a half, it is tried again.
    private static final int AGAIN_ALONE = 7;

    /// From then on its failing says nothing of the hook.
    private static final int SICK_FROM = 2;

    private static final Duration LONGEST_REST = Duration.ofMinutes(30);

    /// What became of a payload that was put in.
    enum Put {
        IN,
        /// It is here already.
        KNOWN,
        /// As many wait as may.
        NO_ROOM
    }

    /// A payload of the journal that is not settled, in the journal's order.
    private static final class Read {
        JournalPlace place;
        boolean settled;

        Read(JournalPlace place) {
            this.place = place;
        }
    }

    private final int connections;
    private final int tries;
    private final RandomGenerator chance;
    private final Deque<Read> read = new ArrayDeque<>();
    private final Map<String, Read> unsettled = new HashMap<>();
    private final Deque<Letter> fresh = new ArrayDeque<>();

    /// Tried without success, or put in by hand; all of them are in the state.
    private final Map<String, Letter> waiting = new LinkedHashMap<>();

    /// How often those were refused, of those waiting, or failed again while others were taken.
    private final Map<String, Integer> refusals = new HashMap<>();

    /// How many had been taken when those failed last.
    private final Map<String, Long> takenThen = new HashMap<>();

    private long taken;

    private final Set<String> underWay = new HashSet<>();
    private @Nullable JournalPlace place;
    private @Nullable String gone;
    private @Nullable Instant restsUntil;
    private int failures;
    private boolean changed;

    /// @param connections payloads under way at once
    /// @param tries of a payload
    HookQueue(int connections, int tries, HookState state, RandomGenerator chance) {
        this.connections = connections;
        this.tries = tries;
        this.chance = chance;
        place = state.place();
        gone = state.gone();
        state.letters().forEach(letter -> waiting.put(letter.id(), letter));
    }

    /// Whether the journal is to be read on.
    synchronized boolean wantsMore(Instant now) {
        int mostFresh = failures < UNWELL_FROM ? MOST_FRESH : isResting(now) ? 0 : 1;
        return gone == null && fresh.size() < mostFresh && here() < MOST;
    }

    private int here() {
        return fresh.size() + waiting.size() + underWay.size();
    }

    /// A payload of the journal.
    ///
    /// @param behind it, the place in the journal
    synchronized void offer(Letter letter, JournalPlace behind) {
        changed = true;
        boolean isKnown = waiting.containsKey(letter.id()) || unsettled.containsKey(letter.id());
        if (isKnown) {
            pass(behind);
            return;
        }
        var one = new Read(behind);
        read.add(one);
        unsettled.put(letter.id(), one);
        fresh.add(letter);
    }

    /// What stands before this place in the journal and was not offered is none of this hook's.
    synchronized void pass(JournalPlace behind) {
        changed = true;
        if (read.isEmpty()) {
            place = behind;
        } else {
            read.getLast().place = behind;
        }
    }

    /// A payload that does not come from the journal.
    ///
    synchronized Put put(Letter letter) {
        if (waiting.containsKey(letter.id()) || unsettled.containsKey(letter.id())) {
            return Put.KNOWN;
        }
        if (waiting.size() >= MOST) {
            return Put.NO_ROOM;
        }
        waiting.put(letter.id(), letter);
        changed = true;
        return Put.IN;
    }

    /// What is to be sent now; whoever takes it tells what it came to. After a failure one that was not tried yet tells more of the hook than one
    /// that failed before.
    synchronized Optional<Letter> take(Instant now) {
        int most = failures < UNWELL_FROM ? connections : 1;
        if (gone != null || isResting(now) || underWay.size() >= most) {
            return Optional.empty();
        }
        var next =
                failures == 0
                        ? again(now, Letter::due).or(this::fresh)
                        : fresh().or(() -> again(now, Letter::tries));
        next.ifPresent(letter -> underWay.add(letter.id()));
        return next;
    }

    private Optional<Letter> fresh() {
        return Optional.ofNullable(fresh.poll());
    }

    private <T extends Comparable<T>> Optional<Letter> again(Instant now, Function<Letter, T> by) {
        return waiting.values().stream()
                .filter(it -> !it.due().isAfter(now) && !underWay.contains(it.id()))
                .min(Comparator.comparing(by));
    }

    private boolean isResting(Instant now) {
        return restsUntil != null && now.isBefore(restsUntil);
    }

    /// It was not sent after all.
    synchronized void giveBack(Letter letter) {
        underWay.remove(letter.id());
        if (unsettled.containsKey(letter.id())) {
            fresh.addFirst(letter);
        }
    }

    /// What a payload that was taken came to.
    ///
    /// @return a letter that is to be a dead one: this one when that was its last try, or where the room is full one that was refused more
    ///     often; it is still here until [#buried]
    synchronized Optional<Letter> done(Letter letter, Answered answered, Instant now) {
        changed = true;
        underWay.remove(letter.id());
        return switch (answered) {
            case Answered.Taken _ -> {
                well();
                taken++;
                forget(letter.id());
                settle(letter.id());
                yield Optional.empty();
            }
            case Answered.Gone(var why) -> {
                gone = why;
                later(
                        new Letter(
                                letter.id(),
                                letter.type(),
                                letter.body(),
                                letter.tries(),
                                letter.since(),
                                now,
                                why));
                yield Optional.empty();
            }
            case Answered.Refused(var why) -> {
                well();
                yield refused(letter, why, now);
            }
            case Answered.Unwell(var why, var retryAfter) -> failed(letter, why, now, retryAfter);
        };
    }

    private void well() {
        failures = 0;
        restsUntil = null;
    }

    /// What was sent before the hook began to rest says nothing new.
    private void unwell(Instant now, Optional<Duration> retryAfter) {
        if (!isResting(now)) {
            failures++;
            if (failures >= UNWELL_FROM) {
                var rest = Backoff.after(failures - UNWELL_FROM + 1, chance);
                restsUntil = now.plus(rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest);
            }
        }
        if (retryAfter.isPresent()) {
            var asked = now.plus(retryAfter.get());
            if (restsUntil == null || restsUntil.isBefore(asked)) {
                restsUntil = asked;
            }
        }
    }

    private Optional<Letter> failed(
            Letter letter, String why, Instant now, Optional<Duration> retryAfter) {
        boolean isAlone = othersWereTakenSince(letter.id());
        int times = refusals.merge(letter.id(), isAlone ? 1 : 0, Integer::sum);
        if (times < SICK_FROM || retryAfter.isPresent()) {
            unwell(now, retryAfter);
        }
        var wait = Backoff.after(letter.tries() + 1, chance);
        var atLeast = retryAfter.orElse(Duration.ZERO);
        var next = letter.failed(why, now.plus(wait.compareTo(atLeast) < 0 ? atLeast : wait));
        later(next);
        if (isAlone && times >= AGAIN_ALONE || next.tries() >= tries) {
            return Optional.of(dying(next, now));
        }
        return isAlone ? makeRoom(now) : Optional.empty();
    }

    private boolean othersWereTakenSince(String id) {
        var before = takenThen.put(id, taken);
        return before != null && before < taken;
    }

    private Optional<Letter> refused(Letter letter, String why, Instant now) {
        int times = refusals.merge(letter.id(), 1, Integer::sum);
        var next = letter.failed(why, now.plus(Backoff.after(times + REFUSED_WAITS_FROM, chance)));
        later(next);
        if (times >= TRIES_REFUSED || next.tries() >= tries) {
            return Optional.of(dying(next, now));
        }
        return makeRoom(now);
    }

    private Optional<Letter> makeRoom(Instant now) {
        return here() < MOST ? Optional.empty() : mostRefused().map(it -> dying(it, now));
    }

    private Optional<Letter> mostRefused() {
        return waiting.values().stream()
                .filter(it -> refusals.getOrDefault(it.id(), 0) > 0 && !underWay.contains(it.id()))
                .max(Comparator.comparing(it -> refusals.getOrDefault(it.id(), 0)));
    }

    /// Nobody takes it any more.
    private Letter dying(Letter letter, Instant now) {
        underWay.add(letter.id());
        return letter.at(now);
    }

    private void later(Letter letter) {
        waiting.put(letter.id(), letter);
        settle(letter.id());
    }

    /// A letter that had its last try is among the dead ones, on disk.
    synchronized void buried(Letter letter) {
        changed = true;
        underWay.remove(letter.id());
        forget(letter.id());
    }

    private void forget(String id) {
        waiting.remove(id);
        refusals.remove(id);
        takenThen.remove(id);
    }

    private void settle(String id) {
        var one = unsettled.remove(id);
        if (one != null) {
            one.settled = true;
        }
        while (!read.isEmpty() && read.getFirst().settled) {
            place = read.removeFirst().place;
        }
    }

    /// The hook wants payloads again.
    synchronized void comesBack() {
        changed = true;
        gone = null;
        well();
    }

    /// What is to be on disk.
    synchronized HookState state(String to) {
        changed = false;
        return new HookState(to, place, gone, new ArrayList<>(waiting.values()));
    }

    synchronized boolean hasChanged() {
        return changed;
    }

    /// Writing the state failed: it is to be written still.
    synchronized void notWritten() {
        changed = true;
    }

    /// How it is, for people.
    ///
    /// @param waiting payloads that are here and not taken
    /// @param gone null unless the hook wants no more
    /// @param restsUntil null unless it rests
    record Standing(int waiting, @Nullable String gone, @Nullable Instant restsUntil) {}

    synchronized Standing standing(Instant now) {
        var ids = new HashSet<>(waiting.keySet());
        ids.addAll(underWay);
        fresh.forEach(letter -> ids.add(letter.id()));
        return new Standing(ids.size(), gone, isResting(now) ? restsUntil : null);
    }

    synchronized List<Letter> waiting() {
        return List.copyOf(waiting.values());
    }
}
