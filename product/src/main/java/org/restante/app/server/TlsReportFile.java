package org.restante.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.app.files.WholeFile;
import org.restante.protocol.tlspolicy.TlsCounts.Detail;
import org.restante.protocol.tlspolicy.TlsCounts.Policy;
import org.restante.protocol.tlspolicy.TlsCounts.PolicyKind;
import org.restante.protocol.tlspolicy.TlsCounts.Tally;
import org.restante.protocol.tlspolicy.TlsResult;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A day's counts as a file: the `policies` of an RFC 8460 report (§4.3.1), of all domains together.
final class TlsReportFile {
    private static final JsonMapper JSON = new JsonMapper();

    private TlsReportFile() {}

    /// Puts the file in place whole, or leaves the one there was.
    static void write(Path file, LocalDate day, List<Tally> tallies) throws IOException {
        var root = JSON.createObjectNode();
        root.put("day", day.toString());
        var policies = root.putArray("policies");
        tallies.forEach(tally -> put(policies.addObject(), tally));
        var octets = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        WholeFile.replace(file, octets);
    }

    private static void put(ObjectNode node, Tally tally) {
        node.putObject("policy")
                .put("policy-type", tally.policy().kind().word())
                .put("policy-domain", tally.policy().domain());
        node.putObject("summary")
                .put("total-successful-session-count", tally.successes())
                .put("total-failure-session-count", tally.failures());
        var details = node.putArray("failure-details");
        tally.details().forEach((detail, times) -> put(details.addObject(), detail, times));
    }

    private static void put(ObjectNode node, Detail detail, long times) {
        node.put("result-type", detail.result().word());
        put(node, "sending-mta-ip", detail.sendingAddress());
        put(node, "receiving-mx-hostname", detail.mxHost());
        put(node, "receiving-ip", detail.mxAddress());
        node.put("failed-session-count", times);
        put(node, "failure-reason-code", detail.reason());
    }

    private static void put(ObjectNode node, String key, @Nullable String value) {
        if (value != null) {
            node.put(key, value);
        }
    }

    /// @throws IOException when the file is not what [#write] makes
    static List<Tally> read(Path file) throws IOException {
        try {
            var tallies = new ArrayList<Tally>();
            for (var node : JSON.readTree(Files.readAllBytes(file)).path("policies")) {
                tallies.add(tally(node));
            }
            return tallies;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IOException("no file of TLS counts: " + e.getMessage(), e);
        }
    }

    private static Tally tally(JsonNode node) {
        var summary = node.path("summary");
        Map<Detail, Long> details = new HashMap<>();
        for (var detail : node.path("failure-details")) {
            details.put(detail(detail), detail.path("failed-session-count").asLong());
        }
        return new Tally(
                new Policy(
                        kind(text(node.path("policy"), "policy-type")),
                        String.valueOf(text(node.path("policy"), "policy-domain"))),
                summary.path("total-successful-session-count").asLong(),
                summary.path("total-failure-session-count").asLong(),
                details);
    }

    private static Detail detail(JsonNode node) {
        return new Detail(
                result(text(node, "result-type")),
                text(node, "sending-mta-ip"),
                text(node, "receiving-mx-hostname"),
                text(node, "receiving-ip"),
                text(node, "failure-reason-code"));
    }

    private static @Nullable String text(JsonNode node, String key) {
        var value = node.path(key);
        return value.isString() ? value.asString() : null;
    }

    private static PolicyKind kind(@Nullable String word) {
        for (var kind : PolicyKind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no type of policy: " + word);
    }

    private static TlsResult result(@Nullable String word) {
        for (var result : TlsResult.values()) {
            if (result.word().equals(word)) {
                return result;
            }
        }
        throw new IllegalArgumentException("no result of TLS: " + word);
    }
}
