package org.restante.app.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.app.warmup.Warmups;
import org.restante.record.store.Cut;
import org.restante.record.store.Found;
import org.restante.record.store.Question;
import org.restante.record.store.Question.Narrowing;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreTrouble;
import org.restante.sending.queue.Act;
import org.restante.sending.queue.Control;
import org.restante.sending.queue.Order;
import org.restante.sending.routing.Egress;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Source;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Our addresses and the pools they share mail in, as they are in force: what a source is, how its lanes stand, what is done to it by people,
/// and how the last hour went by the store. They are shared by all tenants: no tenant's token sees them.
public final class SourceRoutes implements Endpoint.Group {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Supplier<Pools> pools;
    private final Control control;
    private final Warmups warmups;
    private final Optional<StoreKeeper> store;
    private final InstantSource clock;

    /// @param pools those in force
    /// @param store empty where the settings want none
    public SourceRoutes(
            Supplier<Pools> pools,
            Control control,
            Warmups warmups,
            Optional<StoreKeeper> store,
            InstantSource clock) {
        this.pools = pools;
        this.control = control;
        this.warmups = warmups;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/sources", Scope.READ, this::sources),
                Endpoint.get("/api/v1/sources/{name}", Scope.READ, this::source),
                Endpoint.get("/api/v1/pools", Scope.READ, this::pools));
    }

    /// The last hour by a cut.
    ///
    /// @param isKnown whether the store answered
    private record Hour(boolean isKnown, Map<String, Found.Counts> counts) {
        /// Null where the store did not answer, which is not the same as no mail.
        Found.@Nullable Counts of(String key) {
            return isKnown ? counts.getOrDefault(key, Found.Counts.NONE) : null;
        }
    }

    private Answer sources(Call call) throws Problem, IOException, InterruptedException {
        requireEverybodys(call);
        var hour = hour(Cut.SOURCE, Map.of());
        var lanes = control.lanes();
        var orders = control.orders(false);
        var out = JSON.createObjectNode();
        var list = out.putArray("sources");
        for (var source : known().values()) {
            list.add(row(source, lanes, orders, hour));
        }
        return Answer.ok(out);
    }

    private Answer source(Call call) throws Problem, IOException, InterruptedException {
        requireEverybodys(call);
        var name = call.path("name");
        var source = known().get(name);
        if (source == null) {
            throw Problem.of(
                    ProblemKind.NOT_FOUND,
                    "no pool has a source '" + name + "'; GET /api/v1/sources names them");
        }
        var lanes = control.lanes();
        var out = row(source, lanes, control.orders(false), hour(Cut.SOURCE, Map.of()));
        var receivers = hour(Cut.PROVIDER, Map.of(Cut.SOURCE, List.of(name)));
        if (receivers.isKnown()) {
            var list = out.putArray("receivers");
            receivers
                    .counts()
                    .forEach((provider, counts) -> {
                        var one = list.addObject();
                        one.put("provider", provider);
                        one.set("last_hour", ReportJson.counts(counts));
                    });
        } else {
            out.putNull("receivers");
        }
        var now = clock.instant();
        var own = out.putArray("lanes_now");
        lanes.stream()
                .filter(lane -> lane.standing().source().equals(name))
                .forEach(lane -> own.add(LaneWords.object(lane, now)));
        return Answer.ok(out);
    }

    private Answer pools(Call call) throws Problem, InterruptedException {
        requireEverybodys(call);
        var hour = hour(Cut.POOL, Map.of());
        var all = pools.get();
        var out = JSON.createObjectNode();
        var list = out.putArray("pools");
        for (var pool : all.all()) {
            var row = list.addObject();
            row.put("name", pool.name());
            row.put("is_usual", pool.equals(all.usual()));
            row.put("may_hop", pool.mayHop());
            var members = row.putArray("sources");
            pool.members().forEach(member -> member(members.addObject(), pool, member));
            counts(row, hour.of(pool.name()));
        }
        return Answer.ok(out);
    }

    private static void member(ObjectNode out, Pool pool, Pool.Member member) {
        long whole = pool.members().stream().mapToLong(Pool.Member::weight).sum();
        out.put("source", member.source().name());
        out.put("weight", member.weight());
        out.put("share", whole == 0 ? 0 : Math.round(member.weight() * 1e4 / whole) / 1e4);
    }

    /// The sources of all pools, each once.
    private Map<String, Source> known() {
        var all = new LinkedHashMap<String, Source>();
        for (var pool : pools.get().all()) {
            pool.members().forEach(it -> all.putIfAbsent(it.source().name(), it.source()));
        }
        return all;
    }

    private ObjectNode row(Source source, List<Control.Lane> lanes, List<Order> orders, Hour hour) {
        var name = source.name();
        var out = JSON.createObjectNode();
        out.put("name", name);
        out.put("ipv4", source.ipv4() == null ? null : source.ipv4().getHostAddress());
        out.put("ipv6", source.ipv6() == null ? null : source.ipv6().getHostAddress());
        out.put("ehlo", source.ehlo().ascii());
        egress(out.putObject("egress"), source.egress());
        var members = out.putArray("pools");
        for (var pool : pools.get().all()) {
            for (var member : pool.members()) {
                if (member.source().name().equals(name)) {
                    members.addObject().put("pool", pool.name()).put("weight", member.weight());
                }
            }
        }
        lanes(out.putObject("lanes"), name, lanes);
        orders(out, name, orders);
        warmups(out, name);
        counts(out, hour.of(name));
        return out;
    }

    /// The proxy's address; what one logs in with is told to nobody.
    private static void egress(ObjectNode out, Egress egress) {
        switch (egress) {
            case Egress.Direct _ -> out.put("kind", "direct").putNull("proxy");
            case Egress.Socks5(var proxy, var login) ->
                    out.put("kind", "socks5").put("proxy", text(proxy));
            case Egress.HaProxy(var proxy, var version) ->
                    out.put("kind", version == 1 ? "haproxy1" : "haproxy")
                            .put("proxy", text(proxy));
        }
    }

    private static String text(InetSocketAddress proxy) {
        return proxy.getHostString() + ":" + proxy.getPort();
    }

    private static void lanes(ObjectNode out, String name, List<Control.Lane> lanes) {
        int all = 0;
        int paused = 0;
        int closed = 0;
        long waiting = 0;
        int sessions = 0;
        for (var lane : lanes) {
            var at = lane.standing();
            if (at.source().equals(name)) {
                all++;
                paused += at.isPaused() ? 1 : 0;
                closed += at.isClosed() && !at.isPaused() ? 1 : 0;
                waiting += lane.waiting();
                sessions += at.sessions();
            }
        }
        out.put("all", all);
        out.put("open", all - paused - closed);
        out.put("closed", closed);
        out.put("paused", paused);
        out.put("waiting", waiting);
        out.put("sessions", sessions);
    }

    /// Orders that name the source; it is paused as a whole by one that names nothing else.
    private static void orders(ObjectNode out, String name, List<Order> orders) {
        boolean isPaused = false;
        var acts = new ArrayList<String>();
        for (var order : orders) {
            var reach =
                    switch (order.act()) {
                        case Act.Pause(var lanes, var until) -> lanes;
                        case Act.Limit(var lanes, var connections, var rate, var until) -> lanes;
                        case Act.Hold _, Act.Release _, Act.Retry _, Act.Remove _ -> null;
                        case Act.Bounce _, Act.Move _ -> null;
                    };
            if (reach != null && reach.source().filter(name::equals).isPresent()) {
                acts.add(order.id().toString());
                boolean isWhole =
                        reach.site().isEmpty()
                                && reach.domain().isEmpty()
                                && reach.provider().isEmpty();
                isPaused |= isWhole && order.act() instanceof Act.Pause;
            }
        }
        out.put("paused", isPaused);
        var list = out.putArray("acts");
        acts.forEach(list::add);
    }

    private void warmups(ObjectNode out, String name) {
        var list = out.putArray("warmup");
        for (var row : warmups.rows()) {
            if (row.key().source().equals(name)) {
                var at = row.standing();
                list.addObject()
                        .put("receiver", row.key().receiver())
                        .put("state", at.isOver() ? "warm" : "warming")
                        .put("plan", at.plan())
                        .put("day", at.today().day())
                        .put("days", at.days())
                        .put("planned", at.today().planned())
                        .put("used", at.today().used());
            }
        }
    }

    private static void counts(ObjectNode out, Found.@Nullable Counts counts) {
        out.set("last_hour", counts == null ? JSON.nullNode() : ReportJson.counts(counts));
    }

    /// While the store is not up it is not known how the hour went; all else is told nevertheless.
    private Hour hour(Cut by, Map<Cut, List<String>> narrowing) throws InterruptedException {
        if (store.isEmpty()) {
            return new Hour(false, Map.of());
        }
        var to = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var question =
                new Question.Figures(
                        to.minus(Duration.ofHours(1)),
                        to,
                        by,
                        null,
                        null,
                        new Narrowing(narrowing),
                        Question.MOST_ROWS);
        try {
            var found = store.get().figures(question, BOUND);
            var counts = new LinkedHashMap<String, Found.Counts>();
            for (var row : found.rows()) {
                counts.put(row.key() == null ? Narrowing.UNKNOWN : row.key(), row.counts());
            }
            return new Hour(true, counts);
        } catch (StoreTrouble e) {
            return new Hour(false, Map.of());
        }
    }

    private static void requireEverybodys(Call call) throws Problem {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN,
                    "sources are shared by all tenants; this token is one tenant's");
        }
    }
}
