package org.restante.app.notice;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.app.duty.Case;
import org.restante.app.duty.Entry.What;
import org.restante.app.notice.Notice.Kind;
import org.restante.insight.incident.Incident;

/// Decides what is told of incidents, so that each is one story however it flaps: a notice when it has stood for a while, one when it got
/// markedly worse than was ever told, one when it has been over for a while. It is told the time. One thread's.
final class NoticeBook {
    /// An incident is told of no sooner again.
    private static final Duration BETWEEN = Duration.ofMinutes(10);

    /// Of all attempts; a growth that is marked.
    private static final double MORE_REFUSED = 0.25;

    private static final Duration HOUR = Duration.ofHours(1);

    private final Map<String, Story> stories = new LinkedHashMap<>();
    private final List<Instant> told = new ArrayList<>();

    /// What comes next in a story.
    ///
    /// @param notice null where nobody is told
    /// @param after the story then, null when it is over
    record Step(String incident, @Nullable Notice notice, @Nullable Story after) {}

    NoticeBook(NoticeState state) {
        state.stories().forEach(story -> stories.put(story.incident(), story));
        told.addAll(state.told());
    }

    List<Story> stories() {
        return List.copyOf(stories.values());
    }

    List<Instant> told() {
        return List.copyOf(told);
    }

    /// What is to be told now, the gravest first, as far as the hour has room; the rest is asked for again later.
    ///
    /// @param cases all that are known
    List<Step> steps(List<Case> cases, NoticeSettings settings, Instant now) {
        told.removeIf(at -> !at.isAfter(now.minus(HOUR)));
        int room = settings.perHour() - told.size();
        var steps = new ArrayList<Step>();
        var ids = new HashSet<String>();
        var gravestFirst =
                cases.stream()
                        .sorted(
                                Comparator.comparing((Case one) -> one.incident().severity())
                                        .reversed())
                        .toList();
        for (var one : gravestFirst) {
            ids.add(one.id());
            var step = step(one, stories.get(one.id()), settings, now);
            if (step != null && step.notice() != null) {
                room--;
            }
            if (step != null && (step.notice() == null || room >= 0)) {
                steps.add(step);
            }
        }
        for (var id : stories.keySet()) {
            if (!ids.contains(id)) {
                steps.add(new Step(id, null, null));
            }
        }
        return steps;
    }

    /// It was told.
    void take(Step step, Instant now) {
        if (step.after() == null) {
            stories.remove(step.incident());
        } else {
            stories.put(step.incident(), step.after());
        }
        if (step.notice() != null) {
            told.add(now);
        }
    }

    private static @Nullable Step step(
            Case one, @Nullable Story story, NoticeSettings settings, Instant now) {
        if (story == null) {
            return one.isOpen() ? beginning(one, settings, now) : null;
        }
        if (one.isOpen()) {
            return goingOn(one, story, settings, now);
        }
        if (now.isBefore(
                last(one, What.CLOSED, What.CLOSED, one.changedAt()).plus(settings.held()))) {
            return null;
        }
        boolean isTold = story.told() && !one.work().isMuted(now);
        return new Step(one.id(), isTold ? notice(Kind.CLOSED, one, story, settings) : null, null);
    }

    private static @Nullable Step beginning(Case one, NoticeSettings settings, Instant now) {
        boolean isGrave = one.incident().severity().compareTo(settings.severity()) >= 0;
        if (!isGrave
                || one.work().isMuted(now)
                || now.isBefore(openSince(one).plus(settings.after()))) {
            return null;
        }
        boolean isSeen = one.work().acknowledgedBy() != null;
        var story = begun(one, !isSeen, now);
        return isSeen
                ? new Step(one.id(), null, story)
                : new Step(one.id(), notice(Kind.OPENED, one, null, settings), story);
    }

    private static @Nullable Step goingOn(
            Case one, Story story, NoticeSettings settings, Instant now) {
        boolean isMuted = one.work().isMuted(now);
        var awaited = story.review();
        boolean isReminded = settings.reminders() && !isMuted;
        var reviews = one.work().reviews();
        if (isReminded
                && awaited != null
                && !awaited.isAfter(now)
                && (reviews.contains(awaited) || one.work().reviewAt() != null)) {
            return new Step(
                    one.id(),
                    notice(Kind.REVIEW, one, story, settings),
                    grown(one, story, now).reviewing(after(reviews, awaited), awaited));
        }
        if (!isMuted && isWorse(one, story) && !now.isBefore(story.at().plus(BETWEEN))) {
            return new Step(
                    one.id(), notice(Kind.WORSENED, one, story, settings), grown(one, story, now));
        }
        var next = after(reviews, story.reminded());
        return Objects.equals(next, awaited)
                ? null
                : new Step(one.id(), null, story.reviewing(next, story.reminded()));
    }

    /// The first review time after the one that was told last; null where there is none.
    private static @Nullable Instant after(List<Instant> reviews, @Nullable Instant told) {
        return reviews.stream()
                .filter(at -> told == null || at.isAfter(told))
                .findFirst()
                .orElse(null);
    }

    /// Who has seen it is told again only when it asks for more.
    private static boolean isWorse(Case one, Story story) {
        var incident = one.incident();
        if (incident.severity().compareTo(story.severity()) > 0) {
            return true;
        }
        return one.work().acknowledgedBy() == null
                && (reach(incident) / 2 >= story.reach()
                        || incident.refusalRate() >= story.rate() + MORE_REFUSED);
    }

    private static int reach(Incident incident) {
        return incident.scope().everywhere()
                ? Integer.MAX_VALUE
                : Math.max(1, incident.scope().providers().size());
    }

    private static Story begun(Case one, boolean told, Instant now) {
        var incident = one.incident();
        return new Story(
                one.id(),
                told,
                incident.severity(),
                reach(incident),
                incident.refusalRate(),
                now,
                1,
                after(one.work().reviews(), null),
                null);
    }

    /// Something more was told.
    private static Story grown(Case one, Story before, Instant now) {
        var incident = one.incident();
        return new Story(
                one.id(),
                true,
                incident.severity().compareTo(before.severity()) > 0
                        ? incident.severity()
                        : before.severity(),
                Math.max(reach(incident), before.reach()),
                Math.max(incident.refusalRate(), before.rate()),
                now,
                before.notices() + 1,
                before.review(),
                before.reminded());
    }

    private static Notice notice(
            Kind kind, Case one, @Nullable Story story, NoticeSettings settings) {
        var basis =
                String.join(
                        " ",
                        settings.name(),
                        one.id(),
                        openSince(one).toString(),
                        kind.word(),
                        String.valueOf(story == null ? 0 : story.notices()));
        return new Notice(
                UUID.nameUUIDFromBytes(basis.getBytes(StandardCharsets.UTF_8)), kind, one);
    }

    private static Instant openSince(Case one) {
        return last(one, What.OPENED, What.REOPENED, one.openedAt());
    }

    private static Instant last(Case one, What what, What orWhat, Instant otherwise) {
        return one.timeline().reversed().stream()
                .filter(it -> it.what() == what || it.what() == orWhat)
                .findFirst()
                .map(it -> it.at())
                .orElse(otherwise);
    }
}
