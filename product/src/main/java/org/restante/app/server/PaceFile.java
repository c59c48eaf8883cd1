package org.restante.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.sending.pacing.LaneState;
import org.restante.sending.pacing.SiteState;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What was learnt of receivers, as JSON: `{"v":1,"saved":"…","sites":{"gmail":{…}},"lanes":{"gmail":{"source":{…}}}}`. Rates are
/// messages a second, times seconds; what is not bounded is absent.
final class PaceFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    /// What is older says little of the receiver of today, and goes.
    static final Duration GOOD_FOR = Duration.ofDays(30);

    private PaceFile() {}

    /// @param used last
    record Of<T>(T state, Instant used) {}

    /// @param lanes by site, then by source
    record Learnt(Map<String, Of<SiteState>> sites, Map<String, Map<String, Of<LaneState>>> lanes) {
        static final Learnt NOTHING = new Learnt(Map.of(), Map.of());

        @Nullable LaneState lane(String site, String source) {
            var of = lanes.getOrDefault(site, Map.of()).get(source);
            return of == null ? null : of.state();
        }

        boolean isEmpty() {
            return sites.isEmpty() && lanes.isEmpty();
        }

        Learnt copy() {
            var copied = new HashMap<String, Map<String, Of<LaneState>>>();
            lanes.forEach((site, each) -> copied.put(site, new HashMap<>(each)));
            return new Learnt(new HashMap<>(sites), copied);
        }

        void put(String site, SiteState state, Instant used) {
            sites.put(site, new Of<>(state, used));
        }

        void put(String site, String source, LaneState state, Instant used) {
            lanes.computeIfAbsent(site, name -> new HashMap<>()).put(source, new Of<>(state, used));
        }
    }

    /// Replaces the file in one step.
    static void write(Path file, Learnt learnt, Instant now) throws IOException {
        var root = JSON.createObjectNode();
        root.put("v", VERSION);
        root.put("saved", now.toString());
        var sites = root.putObject("sites");
        learnt.sites()
                .forEach((name, of) -> {
                    var node = sites.putObject(name);
                    write(node, of.state());
                    node.put("used", of.used().toString());
                });
        var lanes = root.putObject("lanes");
        learnt.lanes()
                .forEach((site, each) -> {
                    var all = lanes.putObject(site);
                    each.forEach((source, of) -> {
                        var node = all.putObject(source);
                        write(node, of.state());
                        node.put("used", of.used().toString());
                    });
                });
        Files.createDirectories(file.toAbsolutePath().getParent());
        var next = file.resolveSibling(file.getFileName() + ".new");
        Files.write(next, JSON.writeValueAsBytes(root));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(ObjectNode to, SiteState state) {
        bounded(to, "connections", state.connections());
        to.put("connections_hold", state.connectionsHold());
        bounded(to, "messages_per_connection", state.messagesPerConnection());
        to.put("pause_sufficed", state.pauseSufficed());
        to.put("pause_did_not", state.pauseDidNot());
        to.put("clearing", state.clearing());
        to.put("greylist_refused", state.greylistRefused());
        finite(to, "greylist_passed", state.greylistPassed());
    }

    private static void write(ObjectNode to, LaneState state) {
        finite(to, "rate", state.rate());
        to.put("certified", state.certified());
        finite(to, "refused", state.refused());
        to.put("refused_age", state.refusedAge());
        to.put("burst", state.burst());
        to.put("refusals", state.refusals());
        to.put("quota_messages", state.quotaMessages());
        to.put("quota_window", state.quotaWindow());
        to.put("pause_left", state.pauseLeft());
        to.put("pause", state.pause());
        finite(to, "connects_per_minute", state.connectsPerMinute());
        to.put("latency", state.latency());
        to.put("doubt", state.doubt());
    }

    private static void bounded(ObjectNode to, String key, int value) {
        if (value != Integer.MAX_VALUE) {
            to.put(key, value);
        }
    }

    private static void finite(ObjectNode to, String key, double value) {
        if (!Double.isInfinite(value)) {
            to.put(key, value);
        }
    }

    /// @param now pauses have gone on meanwhile, and what was learnt has aged
    /// @throws IOException when the file is not what [#write] makes
    static Learnt read(Path file, Instant now) throws IOException {
        try {
            var root = JSON.readTree(Files.readAllBytes(file));
            if (root.path("v").asInt() != VERSION) {
                throw new IOException(
                        "its version is " + root.path("v") + ", and " + VERSION + " is known");
            }
            var saved = Instant.parse(root.path("saved").asString());
            var since = Duration.between(saved, now);
            if (since.compareTo(GOOD_FOR) > 0) {
                return Learnt.NOTHING;
            }
            double passed = Math.max(0, since.toMillis() / 1000.0);
            var learnt = Learnt.NOTHING.copy();
            for (var site : root.path("sites").properties()) {
                learnt.put(site.getKey(), site(site.getValue()), used(site.getValue(), saved));
            }
            for (var site : root.path("lanes").properties()) {
                for (var lane : site.getValue().properties()) {
                    learnt.put(
                            site.getKey(),
                            lane.getKey(),
                            lane(lane.getValue()).aged(passed),
                            used(lane.getValue(), saved));
                }
            }
            return learnt;
        } catch (JacksonException | DateTimeException e) {
            throw new IOException("no file of paces: " + e.getMessage(), e);
        }
    }

    private static Instant used(JsonNode node, Instant saved) {
        var used = node.path("used").asString("");
        return used.isEmpty() ? saved : Instant.parse(used);
    }

    private static SiteState site(JsonNode node) {
        return new SiteState(
                node.path("connections").asInt(Integer.MAX_VALUE),
                node.path("connections_hold").asDouble(),
                node.path("messages_per_connection").asInt(Integer.MAX_VALUE),
                node.path("pause_sufficed").asDouble(),
                node.path("pause_did_not").asDouble(),
                node.path("clearing").asDouble(),
                node.path("greylist_refused").asDouble(),
                node.path("greylist_passed").asDouble(Double.POSITIVE_INFINITY));
    }

    private static LaneState lane(JsonNode node) {
        return new LaneState(
                node.path("rate").asDouble(Double.POSITIVE_INFINITY),
                node.path("certified").asDouble(),
                node.path("refused").asDouble(Double.POSITIVE_INFINITY),
                node.path("refused_age").asDouble(),
                node.path("burst").asDouble(),
                node.path("refusals").asInt(),
                node.path("quota_messages").asInt(),
                node.path("quota_window").asDouble(),
                node.path("pause_left").asDouble(),
                node.path("pause").asDouble(),
                node.path("connects_per_minute").asDouble(Double.POSITIVE_INFINITY),
                node.path("latency").asDouble(),
                node.path("doubt").asDouble());
    }
}
