package org.restante.record.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers [Question.Search]: goes back in time span by span, by the index where a recipient or a message is asked for, and keeps of what it
/// meets only what happened to a recipient last.
final class Searching extends Paging {
    private static final Duration FIRST_SPAN = Duration.ofMinutes(10);
    private static final Duration LONGEST_SPAN = Duration.ofDays(1);
    private static final int CANDIDATES = 200;

    /// What is no step of a message's way.
    private static final String STEPS =
            " AND own.recipient IS NOT NULL AND outcome.type NOT IN ('report', 'finding', 'action', 'incident')";

    /// By what a message is told from others.
    private static final String NAME = "coalesce(own.queue_id, own.message_id, own.id::VARCHAR)";

    private final Question.Search asked;

    Searching(Connection connection, Deadline deadline, Question.Search asked) {
        super(connection, deadline, asked.cursor());
        this.asked = asked;
    }

    private record Key(String message, String recipient) {}

    /// What is needed of an event to tell whether it goes on the page.
    private record Met(Place place, Key key) {}

    Found.Page answer() throws SQLException {
        boolean wasCutShort = fill();
        return new Found.Page(Whole.events(connection, deadline, page), next(), wasCutShort);
    }

    @Override
    boolean look() throws SQLException {
        var named = asked.message();
        var names = named == null ? null : Names.of(connection, deadline, named);
        var spans = spans(names);
        for (int i = 0; i < spans.size(); i++) {
            if (!isBehind(spans.get(i), place)) {
                continue;
            }
            var met = candidates(spans.get(i), place, names);
            while (!met.isEmpty()) {
                if (keep(met, last(met, until(spans, i, names)))) {
                    return false;
                }
                if (looking.isOver()) {
                    return true;
                }
                met = met.size() < CANDIDATES ? List.of() : candidates(spans.get(i), place, names);
            }
            place = new Place(spans.get(i).from(), Place.FIRST);
            if (looking.isOver() && i + 1 < spans.size()) {
                return true;
            }
        }
        place = null;
        return false;
    }

    /// Puts on the page what happened last to a recipient. True when it is full.
    private boolean keep(List<Met> met, Map<Key, String> last) {
        for (var one : met) {
            place = one.place();
            if (one.place().id().toString().equals(last.get(one.key()))) {
                page.add(one.place());
                if (page.size() == asked.most()) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Where what is asked for may be, the newest first.
    private List<Span> spans(@Nullable Names names) throws SQLException {
        if (names != null) {
            return names.spans(asked.from(), asked.to());
        }
        if (asked.recipient() != null) {
            var key = LookupKey.ofRecipient(asked.recipient());
            return Span.indexed(connection, deadline, List.of(key), asked.from(), asked.to());
        }
        return Span.backwards(asked.from(), asked.to(), FIRST_SPAN, LONGEST_SPAN);
    }

    /// From a span up to now: one, where the spans follow each other.
    private List<Span> until(List<Span> spans, int at, @Nullable Names names) {
        return names != null || asked.recipient() != null
                ? spans.subList(0, at + 1)
                : List.of(new Span(spans.get(at).from(), spans.getFirst().to()));
    }

    private List<Met> candidates(Span span, @Nullable Place before, @Nullable Names names)
            throws SQLException {
        var sql = new Sql();
        sql.add("SELECT epoch_ms(own.time), own.id, " + NAME + ", lower(own.recipient)");
        sql.add(" FROM event_rows own" + Part.OUTCOME.joined("own"));
        for (var part : List.of(Part.LETTER, Part.ROUTE)) {
            boolean isAskedFor =
                    asked.narrowing().any().keySet().stream().anyMatch(cut -> cut.part() == part);
            sql.add(isAskedFor ? part.joined("own") : "");
        }
        sql.add(" WHERE true").within("own.time", span.from(), span.to()).add(STEPS);
        if (before != null) {
            before.behind(sql);
        }
        if (names != null) {
            names.condition(sql);
        }
        if (asked.recipient() != null) {
            sql.add(" AND lower(own.recipient) = ");
            sql.value(asked.recipient().toLowerCase(Locale.ROOT));
        }
        sql.in("outcome.type", asked.statuses()).narrowed(asked.narrowing());
        sql.add(" ORDER BY own.time DESC, own.id DESC LIMIT ").value(CANDIDATES);
        var met = new ArrayList<Met>();
        sql.ask(
                connection,
                bound(),
                row ->
                        met.add(
                                new Met(
                                        Whole.place(row),
                                        new Key(row.getString(3), row.getString(4)))));
        return met;
    }

    /// The id of what happened last, for each of these messages and recipients.
    private Map<Key, String> last(List<Met> met, List<Span> spans) throws SQLException {
        var messages = met.stream().map(one -> one.key().message()).distinct().toList();
        var last = new HashMap<Key, String>();
        for (var span : spans) {
            var sql = new Sql().add("SELECT " + NAME + ", lower(own.recipient), own.id");
            sql.add(" FROM event_rows own" + Part.OUTCOME.joined("own") + " WHERE true");
            sql.within("own.time", span.from(), span.to()).add(STEPS).in(NAME, messages);
            sql.add(" ORDER BY own.time DESC, own.id DESC");
            sql.ask(
                    connection,
                    bound(),
                    row ->
                            last.putIfAbsent(
                                    new Key(row.getString(1), row.getString(2)), row.getString(3)));
        }
        return last;
    }
}
