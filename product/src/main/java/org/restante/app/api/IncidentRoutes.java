package org.restante.app.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.app.duty.Case;
import org.restante.app.duty.Casebook;
import org.restante.app.duty.Checks;
import org.restante.app.duty.Letters;
import org.restante.app.duty.PostmasterLetter;
import org.restante.app.duty.Responder;
import org.restante.insight.casefile.CaseFile;
import org.restante.insight.casefile.Mend;
import org.restante.insight.casefile.Server;
import org.restante.meaning.provider.Providers;
import org.restante.meaning.verdict.Word;
import org.restante.sending.queue.By;
import tools.jackson.databind.json.JsonMapper;

/// Incidents of the running server and their case files. They concern all who send here: no tenant's token sees them.
public final class IncidentRoutes implements Endpoint.Group {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEXT = 4_000;
    private static final Duration LONGEST_MUTING = Duration.ofDays(90);

    /// What a cursor names: when an incident began, and its id.
    private static final Pattern PLACE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S+Z \\S+");

    private final Casebook casebook;
    private final Responder responder;
    private final Letters letters;
    private final Checks checks;
    private final Supplier<Providers> providers;
    private final InstantSource clock;

    public IncidentRoutes(
            Casebook casebook,
            Responder responder,
            Letters letters,
            Checks checks,
            Supplier<Providers> providers,
            InstantSource clock) {
        this.casebook = casebook;
        this.responder = responder;
        this.letters = letters;
        this.checks = checks;
        this.providers = providers;
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/incidents", Scope.READ, this::list),
                Endpoint.get("/api/v1/incidents/{id}", Scope.READ, this::show),
                text("evidence", CaseFile::evidence),
                text("letter", CaseFile::letter),
                text("ticket", CaseFile::ticket),
                Endpoint.get(
                        "/api/v1/incidents/{id}/configuration", Scope.READ, this::configuration),
                Endpoint.post(
                        "/api/v1/incidents/{id}/acknowledge", Scope.OPERATE, this::acknowledge),
                Endpoint.post("/api/v1/incidents/{id}/assign", Scope.OPERATE, this::assign),
                Endpoint.post("/api/v1/incidents/{id}/mute", Scope.OPERATE, this::mute),
                Endpoint.post("/api/v1/incidents/{id}/note", Scope.OPERATE, this::note),
                Endpoint.post("/api/v1/incidents/{id}/letters", Scope.OPERATE, this::wrote),
                Endpoint.post(
                        "/api/v1/incidents/{id}/letters/{letter}", Scope.OPERATE, this::letter),
                Endpoint.post(
                        "/api/v1/incidents/{id}/mends/{mend}/check", Scope.OPERATE, this::check),
                Endpoint.post("/api/v1/incidents/{id}/act", Scope.OPERATE, this::act),
                Endpoint.post("/api/v1/incidents/{id}/undo", Scope.OPERATE, this::undo));
    }

    /// Somebody has seen it.
    ///
    /// @param actor heeded from the person beside the server alone
    public record Seen(@Nullable String actor, @Nullable String reason) {}

    /// Whose it is; nobody's with null.
    public record Assignment(
            @Nullable String assignee, @Nullable String actor, @Nullable String reason) {}

    /// Until when nobody is to be told of it; null to be told again.
    public record Muting(
            @Nullable Instant until, @Nullable String actor, @Nullable String reason) {}

    /// A remark.
    public record Note(@Nullable String text, @Nullable String actor) {}

    /// A letter was sent.
    ///
    /// @param to null for whom the case file's letter names
    public record Written(
            @Nullable String to,
            @Nullable String ticket,
            @Nullable String note,
            @Nullable String actor) {}

    /// What became of a letter.
    ///
    /// @param ticket null leaves it as it is
    public record Became(
            @Nullable String state,
            @Nullable String ticket,
            @Nullable String note,
            @Nullable String actor) {}

    private Endpoint text(String name, Function<CaseFile, String> form) {
        return Endpoint.get(
                "/api/v1/incidents/{id}/" + name,
                Scope.READ,
                call -> plain(form.apply(file(one(call)))));
    }

    private Answer list(Call call) throws Problem {
        requireEverybodys(call);
        var state = call.query("state").orElse("open");
        var open =
                switch (state) {
                    case "open" -> Boolean.TRUE;
                    case "closed" -> Boolean.FALSE;
                    case "all" -> null;
                    default ->
                            throw Problem.field(
                                    "state",
                                    "is '" + state + "'; open, closed or all would be right");
                };
        int most = call.number("limit", 50, 1, 1000);
        var all = casebook.list(open);
        var out = JSON.createObjectNode();
        var rows = out.putArray("incidents");
        int from = behind(all, call.query("cursor").orElse(null));
        int to = Math.min(all.size(), from + most);
        all.subList(from, to)
                .forEach(one -> rows.add(IncidentJson.row(one, responder.recommendation(one))));
        out.put("next", to < all.size() ? cursor(all.get(to - 1)) : null);
        out.put("caught_up", casebook.isCaughtUp());
        return Answer.ok(out);
    }

    /// The first row behind the one that the cursor names; where that is gone, behind its place.
    private static int behind(List<Case> all, @Nullable String cursor) throws Problem {
        if (cursor == null) {
            return 0;
        }
        var place = new String(decoded(cursor), StandardCharsets.UTF_8);
        if (!PLACE.matcher(place).matches()) {
            throw noCursor();
        }
        int from = 0;
        while (from < all.size() && place(all.get(from)).compareTo(place) >= 0) {
            from++;
        }
        return from;
    }

    private static byte[] decoded(String cursor) throws Problem {
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw noCursor();
        }
    }

    private static Problem noCursor() {
        return Problem.field("cursor", "is none of ours; the next of a page would be right");
    }

    private static String place(Case one) {
        return one.incident().since() + " " + one.id();
    }

    private static String cursor(Case one) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(place(one).getBytes(StandardCharsets.UTF_8));
    }

    private Answer show(Call call) throws Problem, IOException {
        return shown(one(call));
    }

    private Answer shown(Case one) throws IOException {
        return Answer.ok(
                IncidentJson.whole(
                        one,
                        responder.recommendation(one),
                        responder.standing(one),
                        it -> checks.whyNot(one, it),
                        file(one).letterTo().orElse(null)));
    }

    private Answer acknowledge(Call call) throws Problem, IOException {
        var id = one(call).id();
        var wish = call.json(Seen.class);
        return done(casebook.acknowledge(id, by(call, wish.actor(), wish.reason())), id);
    }

    private Answer assign(Call call) throws Problem, IOException {
        var id = one(call).id();
        var wish = call.json(Assignment.class);
        var to = wish.assignee();
        if (to != null && (to.isBlank() || to.length() > LONGEST_NAME)) {
            throw Problem.field(
                    "assignee",
                    "is a name of up to " + LONGEST_NAME + " characters; null makes it nobody's");
        }
        return done(casebook.assign(id, to, by(call, wish.actor(), wish.reason())), id);
    }

    private Answer mute(Call call) throws Problem, IOException {
        var id = one(call).id();
        var wish = call.json(Muting.class);
        var until = wish.until();
        var now = clock.instant();
        if (until != null && (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_MUTING)))) {
            throw Problem.field(
                    "until",
                    "is "
                            + until
                            + "; a time within the next "
                            + LONGEST_MUTING.toDays()
                            + " days would be right, or null to be told again");
        }
        return done(casebook.mute(id, until, by(call, wish.actor(), wish.reason())), id);
    }

    private Answer note(Call call) throws Problem, IOException {
        var id = one(call).id();
        var wish = call.json(Note.class);
        var text = wish.text() == null ? "" : wish.text().strip();
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            throw Problem.field(
                    "text",
                    "has "
                            + text.length()
                            + " characters; 1 to "
                            + LONGEST_TEXT
                            + " would be right");
        }
        return done(casebook.note(id, text, by(call, wish.actor(), "")), id);
    }

    private Answer wrote(Call call) throws Problem, IOException {
        var one = one(call);
        var wish = call.json(Written.class);
        var to = named("to", wish.to()).or(() -> file(one).letterTo());
        if (to.isEmpty()) {
            throw Problem.field("to", "is missing, and the case file names nobody");
        }
        var ticket = named("ticket", wish.ticket()).orElse(null);
        var by = by(call, wish.actor(), wish.note());
        try {
            return done(letters.sent(one.id(), to.get(), ticket, by), one.id());
        } catch (IllegalArgumentException e) {
            throw Problem.of(ProblemKind.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private Answer letter(Call call) throws Problem, IOException {
        var one = one(call);
        var wish = call.json(Became.class);
        var word = wish.state() == null ? "" : wish.state();
        var state =
                Word.of(PostmasterLetter.State.class, word)
                        .orElseThrow(() ->
                                Problem.field(
                                        "state",
                                        "is '"
                                                + word
                                                + "'; sent, answered or closed would be right"));
        var letter =
                one.work().letters().stream()
                        .filter(it -> call.path("letter").equals(String.valueOf(it.number())))
                        .findFirst()
                        .orElseThrow(() ->
                                Problem.of(
                                        ProblemKind.NOT_FOUND,
                                        "the incident has no letter '"
                                                + call.path("letter")
                                                + "'"));
        var ticket = named("ticket", wish.ticket()).orElse(null);
        var by = by(call, wish.actor(), wish.note());
        return done(letters.became(one.id(), letter.number(), state, ticket, by), one.id());
    }

    private Answer check(Call call) throws Problem, IOException {
        var id = one(call).id();
        var wish = call.json(Seen.class);
        var word = call.path("mend");
        var mend =
                Word.of(Mend.class, word)
                        .orElseThrow(() ->
                                Problem.of(
                                        ProblemKind.NOT_FOUND, "there is no mend '" + word + "'"));
        try {
            return done(checks.check(id, mend, by(call, wish.actor(), wish.reason())), id);
        } catch (Checks.TooSoon e) {
            throw Problem.of(ProblemKind.TOO_MANY, String.valueOf(e.getMessage()))
                    .retryAfter(e.shouldWait());
        } catch (IllegalArgumentException e) {
            throw Problem.of(ProblemKind.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    /// A short text on one line; empty where it is absent or blank.
    private static Optional<String> named(String field, @Nullable String value) throws Problem {
        var text = value == null ? "" : value.strip();
        if (text.length() > LONGEST_NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw Problem.field(
                    field, "is a line of up to " + LONGEST_NAME + " characters without controls");
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private Answer act(Call call) throws Problem, IOException {
        return respond(call, responder::act);
    }

    private Answer undo(Call call) throws Problem, IOException {
        return respond(call, responder::undo);
    }

    private interface Response {
        Optional<Case> to(String id, By by) throws IOException;
    }

    private Answer respond(Call call, Response response) throws Problem, IOException {
        var id = one(call).id();
        var wish = call.json(Seen.class);
        try {
            return done(response.to(id, by(call, wish.actor(), wish.reason())), id);
        } catch (IllegalArgumentException e) {
            throw Problem.of(ProblemKind.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private static By by(Call call, @Nullable String actor, @Nullable String reason)
            throws Problem {
        var why = reason == null ? "" : reason.strip();
        if (why.length() > LONGEST_TEXT) {
            throw Problem.field(
                    "reason",
                    "has "
                            + why.length()
                            + " characters; up to "
                            + LONGEST_TEXT
                            + " would be right");
        }
        return QueueRoutes.by(call, Optional.ofNullable(actor), Optional.of(why));
    }

    /// An incident that was there a moment ago may have made room for others.
    private Answer done(Optional<Case> now, String id) throws Problem, IOException {
        return shown(now.orElseThrow(() -> unknown(id)));
    }

    private Answer configuration(Call call) throws Problem {
        var one = one(call);
        var word = call.query("server").orElse("");
        var server =
                Word.of(Server.class, word)
                        .orElseThrow(() ->
                                Problem.field(
                                        "server",
                                        "is '" + word + "'; " + servers() + " would be right"));
        return plain(file(one).configuration(server));
    }

    private static String servers() {
        return Stream.of(Server.values()).map(Word::word).collect(Collectors.joining(", "));
    }

    private CaseFile file(Case one) {
        var word = one.incident().scope().provider();
        var provider = word == null ? null : providers.get().byWord(word);
        return new CaseFile(one.incident(), one.facts(), provider, false);
    }

    private static Answer plain(String text) {
        return new Answer.Octets(
                200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private Case one(Call call) throws Problem {
        requireEverybodys(call);
        var id = call.path("id");
        return casebook.find(id).orElseThrow(() -> unknown(id));
    }

    private static Problem unknown(String id) {
        return Problem.of(
                ProblemKind.NOT_FOUND,
                "there is no incident '" + id + "'; GET /api/v1/incidents?state=all tells all");
    }

    static void requireEverybodys(Call call) throws Problem {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN,
                    "incidents concern all who send here; this token is one tenant's");
        }
    }
}
