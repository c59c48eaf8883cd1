package org.restante.app.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;
import org.restante.record.logs.LogFormat;
import org.restante.record.store.Cut;
import org.restante.record.store.Found;
import org.restante.record.store.Question;
import org.restante.record.store.Question.Every;
import org.restante.record.store.Question.Narrowing;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreTrouble;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The search of messages, and reports over any time, from the store. While it is not up the answer is 503 and why, never an empty one. A token
/// of one tenant sees that tenant's mail alone.
public final class StoreRoutes implements Endpoint.Group {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Duration USUAL = Duration.ofDays(1);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int EVENTS = 2_000;

    /// Times that can be reckoned with.
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final Optional<StoreKeeper> store;
    private final RefusalWords words;
    private final KnownNames names;
    private final InstantSource clock;

    /// @param store empty where the settings want none
    /// @param names the providers there are
    public StoreRoutes(
            Optional<StoreKeeper> store,
            RefusalWords words,
            KnownNames names,
            InstantSource clock) {
        this.names = names;
        this.store = store;
        this.words = words;
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/messages", Scope.READ, this::search),
                Endpoint.get("/api/v1/messages/{id}/events", Scope.READ, this::story),
                Endpoint.get("/api/v1/reports/deliverability", Scope.READ, this::figures),
                Endpoint.get("/api/v1/reports/replies", Scope.READ, this::replies),
                Endpoint.get("/api/v1/reports/deferred", Scope.READ, this::lasting),
                Endpoint.get("/api/v1/history", Scope.READ, this::history),
                Endpoint.get("/api/v1/store", Scope.READ, this::standing),
                Endpoint.post("/api/v1/store/rebuild", Scope.ADMIN, this::rebuild));
    }

    /// Asks the store.
    @FunctionalInterface
    private interface Asking<T> {
        T of(StoreKeeper store) throws StoreTrouble, InterruptedException;
    }

    private StoreKeeper store() throws Problem {
        return store.orElseThrow(() ->
                Problem.of(
                        ProblemKind.UNAVAILABLE,
                        "there is no store: [store] enabled is false in the settings"));
    }

    private <T> T ask(Asking<T> asking) throws Problem, InterruptedException {
        try {
            return asking.of(store());
        } catch (StoreTrouble e) {
            throw Problem.of(ProblemKind.UNAVAILABLE, e.why()).retryAfter(RETRY);
        }
    }

    private static <T> T question(Supplier<T> made) throws Problem {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw Problem.of(ProblemKind.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private Answer standing(Call call) throws Problem, InterruptedException {
        ofEverybody(call);
        return Answer.ok(ReportJson.standing(ask(keeper -> keeper.standing(BOUND))));
    }

    private Answer rebuild(Call call) throws Problem {
        ofEverybody(call);
        store().rebuild();
        return Answer.of(202, Map.of("rebuilding", true));
    }

    private static void ofEverybody(Call call) throws Problem {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN, "the store is shared; this token is one tenant's");
        }
    }

    private Answer figures(Call call) throws Problem, InterruptedException {
        var by = cut(call, "by");
        var across = cut(call, "across");
        var every = every(call);
        var window = window(call);
        int most = call.number("limit", 50, 1, Question.MOST_ROWS);
        var narrowing = narrowing(call);
        var question =
                question(() ->
                        new Question.Figures(
                                window.from(), window.to(), by, across, every, narrowing, most));
        return Answer.ok(
                ReportJson.figures(question, ask(keeper -> keeper.figures(question, BOUND))));
    }

    private static @Nullable Cut cut(Call call, String name) throws Problem {
        var word = call.query(name);
        var cut = word.flatMap(Cut::of);
        if (word.isPresent() && cut.isEmpty()) {
            throw Problem.field(
                    name, "is '" + word.get() + "'; " + words(Cut.values()) + " would be right");
        }
        return cut.orElse(null);
    }

    private static String words(Cut[] cuts) {
        var words = new ArrayList<String>();
        for (var cut : cuts) {
            words.add(cut.word());
        }
        return String.join(", ", words);
    }

    private static @Nullable Every every(Call call) throws Problem {
        return switch (call.query("every").orElse("")) {
            case "" -> null;
            case "hour" -> Every.HOUR;
            case "day" -> Every.DAY;
            default ->
                    throw Problem.field(
                            "every",
                            "is '"
                                    + call.query("every").orElse("")
                                    + "'; hour or day would be right");
        };
    }

    private Answer replies(Call call) throws Problem, InterruptedException {
        var window = window(call);
        int most = call.number("limit", 50, 1, Question.MOST_ROWS);
        var narrowing = narrowing(call);
        var question =
                question(() -> new Question.Replies(window.from(), window.to(), narrowing, most));
        return Answer.ok(
                ReportJson.replies(question, ask(keeper -> keeper.replies(question, BOUND))));
    }

    private Answer lasting(Call call) throws Problem, InterruptedException {
        var by = cut(call, "by");
        int most = call.number("limit", 50, 1, Question.MOST_ROWS);
        int recipients = call.number("recipients", 20, 0, Question.MOST_ROWS);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var narrowing = narrowing(call);
        var question = question(() -> new Question.Lasting(now, by, narrowing, most, recipients));
        return Answer.ok(
                LastingJson.lasting(question, ask(keeper -> keeper.lasting(question, BOUND))));
    }

    private Answer search(Call call) throws Problem, InterruptedException {
        var window = window(call);
        int most = call.number("limit", 50, 1, Question.MOST_ROWS);
        var narrowing = narrowing(call);
        var statuses = call.queries("status");
        for (var status : statuses) {
            if (EventType.of(status).isEmpty()) {
                throw Problem.field(
                        "status",
                        "is '" + status + "'; a type of event such as deferred would be right");
            }
        }
        var question =
                question(() ->
                        new Question.Search(
                                window.from(),
                                window.to(),
                                call.query("recipient").orElse(null),
                                call.query("message").orElse(null),
                                statuses,
                                narrowing,
                                call.query("cursor").orElse(null),
                                most));
        return Answer.ok(ReportJson.page(ask(keeper -> keeper.search(question, BOUND))));
    }

    private Answer history(Call call) throws Problem, InterruptedException {
        var window = window(call);
        int most = call.number("limit", 50, 1, Question.MOST_ROWS);
        var narrowing = narrowing(call);
        var question =
                question(() ->
                        new Question.Deeds(
                                window.from(),
                                window.to(),
                                call.query("actor").orElse(null),
                                narrowing,
                                call.query("cursor").orElse(null),
                                most));
        return Answer.ok(ReportJson.deeds(ask(keeper -> keeper.deeds(question, BOUND))));
    }

    private Answer story(Call call) throws Problem, InterruptedException {
        var id = call.path("id");
        var tenant = call.token().client().tenant().orElse(null);
        var found = ask(keeper -> keeper.story(new Question.Story(id, tenant, EVENTS), BOUND));
        if (found.events().isEmpty()) {
            throw Problem.of(ProblemKind.NOT_FOUND, "the store knows no message " + id);
        }
        return Answer.ok(story(id, found));
    }

    private Object story(String id, Found.Story found) {
        var out = JSON.createObjectNode();
        out.put("id", id);
        var events = out.putArray("events");
        var meant = words.begin();
        for (var event : found.events()) {
            var told = (ObjectNode) JSON.readTree(EventJson.write(event));
            var explanation = meant.of(event);
            if (explanation != null) {
                told.put("explanation", explanation);
            }
            events.add(told);
        }
        out.put("complete", found.isWhole());
        return out;
    }

    /// @param to the first moment no more
    private record Window(Instant from, Instant to) {}

    /// The last day where nothing else is said.
    private Window window(Call call) throws Problem {
        var to = time(call, "to", clock.instant().truncatedTo(ChronoUnit.MILLIS));
        var from = time(call, "from", to.minus(USUAL));
        if (!from.isBefore(to)) {
            throw Problem.field("from", "is " + from + ", not before " + to);
        }
        return new Window(from, to);
    }

    private static Instant time(Call call, String name, Instant usual) throws Problem {
        var text = call.query(name);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            var time = Instant.parse(text.get());
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // Told below, as a time that cannot be meant.
        }
        throw Problem.field(
                name,
                "is '" + text.get() + "'; a time such as 2026-11-28T12:00:00Z would be right");
    }

    private Narrowing narrowing(Call call) throws Problem {
        var any = new EnumMap<Cut, List<String>>(Cut.class);
        for (var cut : Cut.values()) {
            var values = call.queries(cut.word());
            for (var value : values) {
                require(cut, value);
            }
            if (!values.isEmpty()) {
                any.put(cut, cut == Cut.DOMAIN ? lower(values) : values);
            }
        }
        var tenant = call.token().client().tenant();
        if (tenant.isPresent()) {
            if (any.containsKey(Cut.TENANT) && !any.get(Cut.TENANT).equals(List.of(tenant.get()))) {
                throw Problem.of(ProblemKind.FORBIDDEN, "this token is another tenant's");
            }
            any.put(Cut.TENANT, List.of(tenant.get()));
        }
        return new Narrowing(any);
    }

    /// A word in parentheses is one of ours: `(unknown)`.
    private void require(Cut cut, String value) throws Problem {
        if (value.startsWith("(")) {
            return;
        }
        switch (cut) {
            case CAUSE -> QueueFilters.requireCause(cut.word(), value);
            case PROVIDER -> names.requireProvider(cut.word(), value);
            case ORIGIN ->
                    KnownNames.require(
                            cut.word(),
                            value,
                            Stream.of(LogFormat.values()).map(LogFormat::word).toList());
            case STAGE ->
                    KnownNames.require(
                            cut.word(), value, Stream.of(Stage.values()).map(Stage::word).toList());
            default -> {}
        }
    }

    private static List<String> lower(List<String> words) {
        return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }
}
