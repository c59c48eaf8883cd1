package org.restante.app.duty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.insight.casefile.Mend;

/// How people stand to an incident.
///
/// @param assignee whose it is
/// @param mutedUntil nobody is told of it before then
/// @param reviewAt when somebody should look at it again
/// @param letters to postmasters, in the order in which they were first sent
/// @param checks the latest of each mend
public record Work(
        @Nullable String acknowledgedBy,
        @Nullable Instant acknowledgedAt,
        @Nullable String assignee,
        @Nullable Instant mutedUntil,
        @Nullable String mutedBy,
        @Nullable Instant reviewAt,
        List<PostmasterLetter> letters,
        List<MendCheck> checks) {
    public static final Work NONE =
            new Work(null, null, null, null, null, null, List.of(), List.of());

    public Work {
        letters = List.copyOf(letters);
        checks = List.copyOf(checks);
    }

    Work acknowledged(String by, Instant at) {
        return new Work(by, at, assignee, mutedUntil, mutedBy, reviewAt, letters, checks);
    }

    Work assigned(@Nullable String to) {
        return new Work(
                acknowledgedBy, acknowledgedAt, to, mutedUntil, mutedBy, reviewAt, letters, checks);
    }

    Work muted(@Nullable Instant until, @Nullable String by) {
        return new Work(
                acknowledgedBy, acknowledgedAt, assignee, until, by, reviewAt, letters, checks);
    }

    Work reviewedAt(@Nullable Instant at) {
        return new Work(
                acknowledgedBy, acknowledgedAt, assignee, mutedUntil, mutedBy, at, letters, checks);
    }

    /// With this letter, in the place of what it was before.
    Work with(PostmasterLetter letter) {
        var all = new ArrayList<>(letters);
        if (letter.number() <= all.size()) {
            all.set(letter.number() - 1, letter);
        } else {
            all.add(letter);
        }
        return new Work(
                acknowledgedBy,
                acknowledgedAt,
                assignee,
                mutedUntil,
                mutedBy,
                reviewAt,
                all,
                checks);
    }

    /// With this check, in the place of the one before.
    Work with(MendCheck check) {
        var all = new ArrayList<>(checks);
        all.removeIf(it -> it.mend() == check.mend());
        all.add(check);
        return new Work(
                acknowledgedBy,
                acknowledgedAt,
                assignee,
                mutedUntil,
                mutedBy,
                reviewAt,
                letters,
                all);
    }

    /// The latest check of a mend.
    public Optional<MendCheck> check(Mend mend) {
        return checks.stream().filter(it -> it.mend() == mend).findFirst();
    }

    /// The letter of this number.
    public Optional<PostmasterLetter> letter(int number) {
        return letters.stream().filter(it -> it.number() == number).findFirst();
    }

    /// When the first letter that nobody answered asks for attention.
    public Optional<Instant> letterDueAt() {
        return unanswered().sorted().findFirst();
    }

    private Stream<Instant> unanswered() {
        return letters.stream().filter(PostmasterLetter::isUnanswered).map(PostmasterLetter::dueAt);
    }

    /// When somebody should look at it again, the earliest first: at its review time, and where a letter waited too long for its answer.
    public List<Instant> reviews() {
        return Stream.concat(Stream.ofNullable(reviewAt), unanswered())
                .distinct()
                .sorted()
                .toList();
    }

    /// Whether nobody is to be told of it now.
    public boolean isMuted(Instant now) {
        return mutedUntil != null && now.isBefore(mutedUntil);
    }
}
