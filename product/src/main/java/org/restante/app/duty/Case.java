package org.restante.app.duty;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.incident.Incident;
import org.restante.insight.response.Observation;
import org.restante.insight.response.Recommendation;
import org.restante.insight.response.ResponseTable;

/// An incident of the running server, with what is known around it and what was done about it.
///
/// @param replies texts of its refusals, the most frequent first
/// @param openedAt when it was found, which is later than its onset
/// @param changedAt when anything about it was last told
/// @param deeds what was done through the queue, the latest last
/// @param timeline in the order of time; of a long one the middle is left out
/// @param origin what wrote the log in which it was found when that was imported; null where it was found as it happened
public record Case(
        Incident incident,
        CaseFacts facts,
        List<String> replies,
        Instant openedAt,
        Instant changedAt,
        Work work,
        List<Deed> deeds,
        List<Entry> timeline,
        @Nullable String origin) {
    private static final int MOST_DEEDS = 50;
    private static final int MOST_ENTRIES = 400;

    /// The first entries of a long timeline stay.
    private static final int BEGINNING = 20;

    public Case {
        replies = List.copyOf(replies);
        deeds = List.copyOf(deeds);
        timeline = List.copyOf(timeline);
    }

    /// One that was found as it happened.
    public Case(
            Incident incident,
            CaseFacts facts,
            List<String> replies,
            Instant openedAt,
            Instant changedAt,
            Work work,
            List<Deed> deeds,
            List<Entry> timeline) {
        this(incident, facts, replies, openedAt, changedAt, work, deeds, timeline, null);
    }

    /// One that a log tells of, at the log's times.
    ///
    /// @param incident that is over
    /// @param words which log it is from
    static Case past(
            Incident incident, CaseFacts facts, List<String> replies, String origin, String words) {
        var end = Objects.requireNonNull(incident.until());
        return new Case(
                incident,
                facts,
                replies,
                incident.since(),
                end,
                Work.NONE,
                List.of(),
                List.of(
                        new Entry(
                                incident.since(),
                                Entry.What.OPENED,
                                Casebook.SELF,
                                incident.headline()),
                        new Entry(end, Entry.What.CLOSED, Casebook.SELF, words)),
                origin);
    }

    static Case opened(Incident incident, CaseFacts facts, List<String> replies, Instant now) {
        return new Case(incident, facts, replies, now, now, Work.NONE, List.of(), List.of());
    }

    public String id() {
        return incident.id();
    }

    public boolean isOpen() {
        return incident.until() == null;
    }

    Case with(Entry entry) {
        var entries = new ArrayList<>(timeline);
        entries.add(entry);
        if (entries.size() > MOST_ENTRIES) {
            entries.remove(BEGINNING);
        }
        return new Case(
                incident, facts, replies, openedAt, entry.at(), work, deeds, entries, origin);
    }

    Case with(Work other) {
        return new Case(
                incident, facts, replies, openedAt, changedAt, other, deeds, timeline, origin);
    }

    /// With this, in the place of what it was before.
    Case with(Deed deed) {
        var all = new ArrayList<>(deeds);
        all.removeIf(it -> it.id().equals(deed.id()));
        all.add(deed);
        if (all.size() > MOST_DEEDS) {
            all.removeFirst();
        }
        return new Case(incident, facts, replies, openedAt, changedAt, work, all, timeline, origin);
    }

    /// As it is seen now. What was known of its refusals stays where nothing is known any more.
    Case seen(Incident now, CaseFacts known, List<String> said) {
        boolean knowsMore = known.reply() != null || facts.reply() == null;
        return new Case(
                now,
                knowsMore ? known : facts,
                said.isEmpty() ? replies : said,
                openedAt,
                changedAt,
                work,
                deeds,
                timeline,
                origin);
    }

    /// The timeline with what was changed at the server and in the DNS meanwhile, and in the hour before.
    public List<Entry> story() {
        var story = new ArrayList<>(timeline);
        Stream.concat(facts.changes().stream(), facts.receiverChanges().stream())
                .forEach(change ->
                        story.add(new Entry(change.at(), Entry.What.DID, "", change.what())));
        story.sort(Comparator.comparing(Entry::at));
        return story;
    }

    /// What the response protocol asks for.
    public Recommendation recommendation(ResponseTable table, Instant now) {
        int hours = facts.minimumPauseHours();
        return table.recommend(
                Observation.of(
                        incident,
                        now,
                        hours == 0 ? null : Duration.ofHours(hours),
                        hours == 0 ? 0 : incident.refusals()));
    }
}
