package org.restante.app.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.meaning.verdict.Judge;
import org.restante.record.report.Rung;
import org.restante.sending.dispatch.LaneOrder;
import org.restante.sending.queue.Act;
import org.restante.sending.queue.Ages;
import org.restante.sending.queue.By;
import org.restante.sending.queue.Control;
import org.restante.sending.queue.Facet;
import org.restante.sending.queue.Filter;
import org.restante.sending.queue.Order;
import org.restante.sending.queue.OrderJson;
import org.restante.sending.queue.QueuedRecipient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What waits, and what is done about it. A token of one tenant sees and touches that tenant's mail alone, and no lanes.
public final class QueueRoutes implements Endpoint.Group {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int EVENTS = 20_000;
    private static final long MOST_IMPORTED = 1L << 40;

    /// The keys of an order, of the lanes it names, and of an export.
    private static final List<String> ORDER =
            List.of(
                    "act",
                    "mail",
                    "lanes",
                    "until",
                    "to_pool",
                    "connections",
                    "messages_per_hour",
                    "actor",
                    "reason");

    private static final List<String> LANES = List.of("site", "source", "domain", "provider");
    private static final List<String> EXPORT = List.of("mail", "hold", "actor", "reason");

    private final Control control;
    private final History history;
    private final Supplier<Judge> judge;
    private final InstantSource clock;
    private final Scans scans;
    private final QueueFilters filters;
    private final MeantSites sites;

    /// @param names those that an order or a filter may name
    /// @param siteOf the site that mail for a domain goes to now
    public QueueRoutes(
            Control control,
            KnownNames names,
            Function<String, Optional<String>> siteOf,
            History history,
            Supplier<Judge> judge,
            InstantSource clock,
            Scans scans) {
        this.scans = scans;
        this.control = control;
        this.sites = new MeantSites(control, names, siteOf);
        this.filters = new QueueFilters(control, names, sites);
        this.history = history;
        this.judge = judge;
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/queue", Scope.READ, this::list),
                Endpoint.get("/api/v1/queue/count", Scope.READ, this::count),
                Endpoint.get("/api/v1/queue/damaged", Scope.READ, this::damaged),
                Endpoint.get("/api/v1/queue/messages/{id}", Scope.READ, this::show),
                Endpoint.get("/api/v1/queue/acts", Scope.READ, this::acts),
                Endpoint.post("/api/v1/queue/acts", Scope.OPERATE, this::act),
                Endpoint.get("/api/v1/queue/acts/{id}", Scope.READ, this::told),
                Endpoint.delete("/api/v1/queue/acts/{id}", Scope.OPERATE, this::undo),
                Endpoint.post("/api/v1/queue/export", Scope.ADMIN, this::export),
                Endpoint.post("/api/v1/queue/import", Scope.ADMIN, this::take),
                Endpoint.get("/api/v1/lanes", Scope.READ, this::lanes));
    }

    private Answer list(Call call) throws Problem, IOException {
        var page =
                checked(() ->
                        control.list(
                                filters.of(call),
                                call.query("cursor").orElse(null),
                                call.number("limit", 50, 1, 1000),
                                bound(call)));
        var out = JSON.createObjectNode();
        var recipients = out.putArray("recipients");
        page.recipients().forEach(it -> recipients.add(object(it)));
        out.put("next", page.next());
        out.put("cut_short", page.wasCutShort());
        return Answer.ok(out);
    }

    /// Whose it is cannot be told, so a tenant is told of none.
    private Answer damaged(Call call) throws Problem, IOException {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN,
                    "whose mail is damaged cannot be told; this token is one tenant's");
        }
        var out = JSON.createObjectNode();
        var list = out.putArray("damaged");
        for (var one : control.damaged()) {
            list.addObject()
                    .put("message", one.message().map(UUID::toString).orElse(null))
                    .put("file", one.file().orElse(null))
                    .put("octets", one.octets())
                    .put("at", one.at().map(QueueRoutes::time).orElse(null))
                    .put("why", one.why());
        }
        return Answer.ok(out);
    }

    private static Duration bound(Call call) throws Problem {
        long millis = call.number("bound_ms", (int) BOUND.toMillis(), 1, (int) LONGEST.toMillis());
        return Duration.ofMillis(millis);
    }

    private Answer count(Call call) throws Problem, IOException {
        var word = call.query("by");
        var by = word.flatMap(Facet::of);
        if (word.isPresent() && by.isEmpty()) {
            throw Problem.field(
                    "by",
                    KnownNames.objection(
                            word.get(), Stream.of(Facet.values()).map(Facet::word).toList()));
        }
        var count =
                checked(() ->
                        control.count(
                                filters.of(call),
                                by.orElse(null),
                                call.query("cursor").orElse(null),
                                bound(call)));
        var out = JSON.createObjectNode();
        out.put("recipients", count.recipients());
        out.put("messages", count.messages());
        out.put("octets", count.octets());
        out.put("by", word.orElse(null));
        var rows = out.putArray("values");
        count.byValue()
                .forEach((value, recipients) ->
                        rows.addObject().put("value", value).put("recipients", recipients));
        boolean isAll = count.next() == null && call.query("cursor").isEmpty();
        out.set("age", ages(count.ages(), isAll));
        out.put("next", count.next());
        out.put("complete", count.next() == null);
        return Answer.ok(out);
    }

    /// @param isAll whether all were counted: the oldest come first, so that of some a share tells nothing
    private static ObjectNode ages(Ages ages, boolean isAll) {
        var out = JSON.createObjectNode();
        out.put("p50_s", isAll ? ages.quantile(0.5).map(Duration::toSeconds).orElse(null) : null);
        out.put("p90_s", isAll ? ages.quantile(0.9).map(Duration::toSeconds).orElse(null) : null);
        out.put("oldest_s", ages.oldest().map(Duration::toSeconds).orElse(null));
        var rungs = out.putObject("rungs");
        long above = 0;
        for (var rung : List.of(Rung.values()).reversed()) {
            long from = ages.from(rung.from());
            rungs.put(rung.word(), from - above);
            above = from;
        }
        return out;
    }

    private Answer show(Call call) throws Problem, IOException {
        var id = id(call);
        var waiting = control.show(id);
        if (!waiting.isEmpty() && isForeign(call, waiting, List.of())) {
            throw unknown(id);
        }
        History.Told told;
        try (var scan = scans.begin(call)) {
            told = history.of(id, received(id, waiting), scan::isOver);
        }
        var events = told.events();
        if (waiting.isEmpty() && events.isEmpty() && !told.complete()) {
            throw Scans.unfinished();
        }
        if (isForeign(call, waiting, events) || waiting.isEmpty() && events.isEmpty()) {
            throw unknown(id);
        }
        return Answer.ok(shown(id, waiting, told));
    }

    private static boolean isForeign(Call call, List<QueuedRecipient> waiting, List<Event> events) {
        var tenant = call.token().client().tenant();
        return tenant.isPresent() && !tenant.equals(MessageStory.owner(waiting, events));
    }

    private static Problem unknown(UUID id) {
        return Problem.of(
                ProblemKind.NOT_FOUND,
                "no message "
                        + id
                        + " waits or is on record; the id that the 250 named would be right");
    }

    /// When a message came in, or before: an id tells it that is made of the time (UUIDv7), not one that a repeated request finds again.
    private Instant received(UUID id, List<QueuedRecipient> waiting) {
        if (!waiting.isEmpty()) {
            return waiting.getFirst().receivedAt();
        }
        return id.version() == 7
                ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)
                : clock.instant().minus(MessageStory.LONG_AGO);
    }

    private ObjectNode shown(UUID id, List<QueuedRecipient> waiting, History.Told history) {
        var events = history.events();
        var out = JSON.createObjectNode();
        out.put("id", id.toString());
        var first = waiting.isEmpty() ? null : waiting.getFirst();
        var told = events.isEmpty() ? null : events.getFirst();
        out.put(
                "message_id",
                first != null ? first.messageId() : told == null ? null : told.messageId());
        out.put(
                "reverse_path",
                first != null ? first.reversePath() : told == null ? null : told.reversePath());
        out.put("stream", first != null ? first.stream() : told == null ? null : told.stream());
        out.put("tenant", first != null ? first.tenant() : told == null ? null : told.tenant());
        out.put(
                "campaign",
                first != null ? first.campaign() : told == null ? null : told.campaign());
        out.put(
                "received_at",
                first != null
                        ? time(first.receivedAt())
                        : told == null || told.queuedAt() == null ? null : time(told.queuedAt()));
        out.put("expires", first == null ? null : time(first.expires()));
        out.put(
                "size",
                first != null ? Long.valueOf(first.size()) : told == null ? null : told.size());
        var recipients = out.putArray("recipients");
        waiting.forEach(it -> recipients.add(withReply(it, events)));
        var list = out.putArray("events");
        events.stream()
                .limit(EVENTS)
                .forEach(event -> list.add(JSON.readTree(EventJson.write(event))));
        out.put("complete", history.complete());
        return out;
    }

    /// A recipient with what the receiver last said, and what that means.
    private ObjectNode withReply(QueuedRecipient it, List<Event> events) {
        var object = object(it);
        Event last = null;
        for (var event : events) {
            if (event.type().isAttempt() && it.recipient().equalsIgnoreCase(event.recipient())) {
                last = event;
            }
        }
        var attempt = last == null ? null : last.attempt();
        var reply = attempt == null ? null : text(attempt.code(), attempt.text());
        object.put("last_reply", reply);
        object.put("last_host", attempt == null ? null : attempt.mxHost());
        object.put("last_tried", last == null ? null : time(last.time()));
        object.put(
                "explanation",
                attempt == null || reply == null
                        ? null
                        : judge.get()
                                .judge(reply, attempt.stage(), attempt.trouble(), null)
                                .explanation());
        return object;
    }

    private static @Nullable String text(@Nullable Integer code, @Nullable String text) {
        return text == null ? null : code == null ? text : code + " " + text;
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private Answer acts(Call call) throws Problem, IOException {
        var written = call.query("site");
        var site = written.isPresent() ? Optional.of(sites.named(written.get(), call)) : written;
        var out = JSON.createObjectNode();
        var list = out.putArray("acts");
        boolean over = call.query("over").filter("true"::equals).isPresent();
        control.orders(over).stream()
                .filter(order -> isSeen(call, order))
                .filter(order -> site.isEmpty() || isOf(site.get(), order))
                .forEach(order -> list.add(OrderJson.write(order)));
        var keepers = new HashSet<UUID>();
        list.forEach(order -> keepers.add(UUID.fromString(order.get("id").asString())));
        var held = control.held();
        var exports = out.putArray("exports");
        if (site.isEmpty()) {
            for (var export : control.exports()) {
                if (isSeen(call, export.mail())) {
                    keepers.add(export.id());
                    exports.add(OrderJson.write(export));
                }
            }
        }
        out.set("held", held(call, held, keepers));
        return Answer.ok(out);
    }

    /// How many are held, and by which of these.
    private ObjectNode held(Call call, Optional<Map<UUID, Long>> held, Set<UUID> keepers)
            throws IOException {
        var out = JSON.createObjectNode();
        out.put("recipients", held.isEmpty() ? null : all(call, held.get()));
        var by = out.putObject("by");
        held.ifPresent(counts ->
                counts.forEach((keeper, recipients) -> {
                    if (keepers.contains(keeper)) {
                        by.put(keeper.toString(), recipients);
                    }
                }));
        return out;
    }

    /// All that are held; of a tenant's own, null where counting them takes too long.
    private @Nullable Long all(Call call, Map<UUID, Long> held) throws IOException {
        var tenant = call.token().client().tenant();
        if (tenant.isEmpty() || held.isEmpty()) {
            return held.values().stream().mapToLong(Long::longValue).sum();
        }
        var own =
                Filter.ALL
                        .with(Facet.TENANT, tenant.get())
                        .with(Facet.STATE, QueuedRecipient.State.HELD.word());
        var count = control.count(own, null, null, BOUND);
        return count.next() == null ? count.recipients() : null;
    }

    private static boolean isOf(String site, Order order) {
        return order.act()
                .lanesMeant()
                .flatMap(LaneOrder::site)
                .filter(site::equalsIgnoreCase)
                .isPresent();
    }

    /// Whether the token's tenant may see an order: one for its own mail alone, whoever gave it.
    private static boolean isSeen(Call call, Order order) {
        return isSeen(call, order.act().mailMeant());
    }

    private static boolean isSeen(Call call, Optional<Filter> meant) {
        var tenant = call.token().client().tenant();
        return tenant.isEmpty()
                || meant.map(mail -> mail.values().get(Facet.TENANT))
                        .filter(Set.of(tenant.get())::equals)
                        .isPresent();
    }

    private Answer act(Call call) throws Problem, IOException {
        var in = body(call);
        QueueFilters.requireKeys("", in, ORDER);
        QueueFilters.requireKeys("lanes.", in.path("lanes"), LANES);
        var act = checked(() -> permitted(call, OrderJson.act(in)));
        var meant = filters.of(call, act);
        var order =
                checked(() -> control.act(meant, by(call, text(in, "actor"), text(in, "reason"))));
        return Answer.of(202, OrderJson.write(order));
    }

    private Answer export(Call call) throws Problem, IOException {
        var in = body(call);
        QueueFilters.requireKeys("", in, EXPORT);
        var filter = filters.of(call, checked(() -> OrderJson.filter(in)));
        var held = in.get("hold");
        var by = by(call, text(in, "actor"), text(in, "reason"));
        var export = control.export(filter, held != null && held.asBoolean(false), by);
        return new Answer.Stream("application/vnd.restante.queue", export::writeTo);
    }

    private Answer take(Call call) throws Problem, IOException, InterruptedException {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(ProblemKind.FORBIDDEN, "a token of one tenant takes in no queues");
        }
        var file = Files.createTempFile("restante-import-", ".queue");
        try {
            try (var out = Files.newOutputStream(file)) {
                call.read((bytes, count) -> out.write(bytes, 0, count), MOST_IMPORTED);
            }
            var by = by(call, call.query("actor"), call.query("reason"));
            return Answer.ok(imported(file, by));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private ObjectNode imported(Path file, By by)
            throws Problem, IOException, InterruptedException {
        try {
            var done = control.importFrom(file, by);
            var out = JSON.createObjectNode();
            out.put("export", done.export().toString());
            out.put("messages", done.messages());
            out.put("recipients", done.recipients());
            out.put("refused", done.refused());
            out.put("refused_recipients", done.refusedRecipients());
            out.put("sha256", done.sha256());
            return out;
        } catch (IllegalArgumentException e) {
            throw Problem.of(ProblemKind.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode body(Call call) throws Problem, IOException {
        var in = call.tree();
        if (!in.isObject()) {
            throw Problem.of(
                    ProblemKind.MALFORMED, "an object would be right; found " + ApiJson.kind(in));
        }
        return in;
    }

    private static Act permitted(Call call, Act act) {
        if (call.token().client().tenant().isEmpty()) {
            return act;
        }
        return switch (act) {
            case Act.Hold _, Act.Release _, Act.Retry _, Act.Remove _, Act.Bounce _ -> act;
            case Act.Move _, Act.Pause _, Act.Limit _ ->
                    throw new IllegalArgumentException(
                            "a token of one tenant moves no mail and stops no lanes");
        };
    }

    /// The person beside the server is named by the command; everybody else is their token.
    static By by(Call call, Optional<String> actor, Optional<String> reason) {
        boolean isBeside = call.token().name().equals(Token.BESIDE);
        return new By(
                isBeside ? actor.orElse(call.actor()) : call.actor(),
                reason.orElse(""),
                call.token().client().tenant());
    }

    private static Optional<String> text(JsonNode in, String key) {
        return Optional.ofNullable(in.get(key))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .filter(text -> !text.isBlank());
    }

    private Answer told(Call call) throws Problem {
        return Answer.ok(OrderJson.write(order(call)));
    }

    private Order order(Call call) throws Problem {
        var id = id(call);
        return control.order(id)
                .filter(order -> isSeen(call, order))
                .orElseThrow(() ->
                        Problem.of(
                                ProblemKind.NOT_FOUND,
                                "no act " + id + " stands, runs or was over lately"));
    }

    private Answer undo(Call call) throws Problem, IOException {
        var order = order(call);
        var tenant = call.token().client().tenant();
        if (tenant.isPresent() && !tenant.equals(order.by().tenant())) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN,
                    "'" + order.act().words() + "' is the operator's; this token is one tenant's");
        }
        if (order.progress() == Order.Progress.OVER) {
            throw Problem.of(
                    ProblemKind.CONFLICT,
                    "'" + order.act().words() + "' is over and cannot be taken back");
        }
        var by = by(call, call.query("actor"), call.query("reason"));
        return Answer.ok(OrderJson.write(checked(() -> control.undo(order.id(), by))));
    }

    private static UUID id(Call call) throws Problem {
        try {
            return UUID.fromString(call.path("id"));
        } catch (IllegalArgumentException e) {
            throw Problem.of(
                    ProblemKind.INVALID,
                    "'"
                            + Faults.shortened(call.path("id"))
                            + "' is no id; all 36 characters would be right, for the first eight are those of all that came within a minute");
        }
    }

    private interface Asked<T> {
        T answer() throws Problem, IOException;
    }

    private static <T> T checked(Asked<T> asked) throws Problem, IOException {
        try {
            return asked.answer();
        } catch (IllegalArgumentException e) {
            throw Problem.of(ProblemKind.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private Answer lanes(Call call) throws Problem, IOException {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(ProblemKind.FORBIDDEN, "lanes are shared; this token is one tenant's");
        }
        var out = JSON.createObjectNode();
        var list = out.putArray("lanes");
        control.lanes().forEach(lane -> list.add(LaneWords.object(lane, clock.instant())));
        return Answer.ok(out);
    }

    private static ObjectNode object(QueuedRecipient it) {
        var out = JSON.createObjectNode();
        out.put("id", it.id().toString());
        out.put("recipient", it.recipient());
        out.put("domain", it.domain());
        out.put("state", it.state().word());
        out.put("attempts", it.attempts());
        out.put("due", time(it.due()));
        out.put("received_at", time(it.receivedAt()));
        out.put("expires", time(it.expires()));
        out.put("cause", it.cause());
        out.put("provider", it.provider());
        out.put("site", it.site());
        out.put("reverse_path", it.reversePath());
        out.put("message_id", it.messageId());
        out.put("tenant", it.tenant());
        out.put("stream", it.stream());
        out.put("campaign", it.campaign());
        out.put("pool", it.pool());
        out.put("source", it.source());
        out.put("size", it.size());
        out.put("held_by", it.heldBy() == null ? null : it.heldBy().toString());
        out.put("export", it.export() == null ? null : it.export().toString());
        return out;
    }
}
