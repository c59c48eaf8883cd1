package org.restante.sending.suppression;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a receiver can be believed that a recipient does not exist. One that took our mail and calls nearly everybody unknown of a sudden has
/// lost its directory more likely than we found a list of its dead: what it says then is believed for a day only, and so is what it said just before.
///
/// Knows the last [#WINDOW] answers of each site since the start, of the [#MOST_SITES] that answered last. Guarded by itself.
public final class UnknownUsers {
    /// So many answers are looked at; so many deliveries must have come before.
    static final int WINDOW = 50;

    /// Of these so many in a hundred are too many to be believed, and fewer than so many end the doubt.
    static final int DOUBTED_FROM = 90;

    static final int BELIEVED_BELOW = 50;

    static final int MOST_SITES = 1_000;

    /// How long an entry stands that rests on such an answer.
    public static final Duration DOUBTED_FOR = Duration.ofDays(1);

    /// What is to be written after an answer.
    ///
    /// @param entry the recipient's
    /// @param revised what was believed just before and stands for a day only, where doubt begins; each in place of its like, if that is there still
    /// @param begins why the site is no longer believed, from now on; empty where nothing changed
    public record Lesson(Suppression entry, List<Suppression> revised, Optional<String> begins) {
        static Lesson of(Suppression entry) {
            return new Lesson(entry, List.of(), Optional.empty());
        }
    }

    private final Map<String, Answers> sites = new Recent();

    /// The site took mail for a recipient.
    public synchronized void taken(String site) {
        sites.computeIfAbsent(site, ignored -> new Answers()).taken();
    }

    /// The site said that a recipient does not exist.
    ///
    /// @param entry what would be written if it is believed
    public synchronized Lesson unknown(String site, Suppression entry, Instant now) {
        return sites.computeIfAbsent(site, ignored -> new Answers()).unknown(site, entry, now);
    }

    /// Forgets who answered longest ago.
    private static final class Recent extends LinkedHashMap<String, Answers> {
        private static final long serialVersionUID = 1;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<String, Answers> eldest) {
            return size() > MOST_SITES;
        }
    }

    /// A site's, in a ring.
    private static final class Answers {
        private final BitSet ring = new BitSet(WINDOW);
        private final Deque<Suppression> believedLately = new ArrayDeque<>();
        private int next;
        private int seen;
        private int unknown;
        private int taken;
        private boolean doubted;

        void taken() {
            taken = Math.min(taken + 1, WINDOW);
            add(false);
            if (100 * unknown < BELIEVED_BELOW * seen) {
                doubted = false;
                believedLately.clear();
            }
        }

        Lesson unknown(String site, Suppression entry, Instant now) {
            add(true);
            if (doubted) {
                return Lesson.of(forADay(entry, now));
            }
            doubted = taken == WINDOW && 100 * unknown >= DOUBTED_FROM * WINDOW;
            if (!doubted) {
                if (believedLately.size() == WINDOW) {
                    believedLately.removeFirst();
                }
                believedLately.add(entry);
                return Lesson.of(entry);
            }
            var revised =
                    believedLately.stream()
                            .filter(one -> !forADay(one, now).equals(one))
                            .map(one -> forADay(one, now))
                            .toList();
            believedLately.clear();
            return new Lesson(
                    forADay(entry, now),
                    revised,
                    Optional.of(
                            site
                                    + " took mail before, and called "
                                    + unknown
                                    + " of its last "
                                    + seen
                                    + " recipients unknown"));
        }

        private void add(boolean isUnknown) {
            if (seen == WINDOW) {
                unknown -= ring.get(next) ? 1 : 0;
            } else {
                seen++;
            }
            ring.set(next, isUnknown);
            unknown += isUnknown ? 1 : 0;
            next = (next + 1) % WINDOW;
        }

        /// Or for less, where it ends sooner anyhow.
        private static Suppression forADay(Suppression entry, Instant now) {
            var end = now.plus(DOUBTED_FOR);
            var until = entry.until().filter(end::isAfter).orElse(end);
            return new Suppression(
                    entry.who(), entry.origin(), entry.reason(), entry.since(), Optional.of(until));
        }
    }
}
