package org.restante.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.restante.app.api.QueueCourseRoutes.Point;
import org.restante.record.report.Rung;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How old what waited was, as JSON: `{"v":1,"points":[{"time":"…","seconds":60,"waiting":3,"oldest_s":12,"rungs":{"1h":0,…},"unknown":0},…]}`.
final class QueueCourseFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    private QueueCourseFile() {}

    /// Replaces the file in one step.
    static void write(Path file, List<Point> points) throws IOException {
        var root = JSON.createObjectNode();
        root.put("v", VERSION);
        var all = root.putArray("points");
        for (var point : points) {
            var one = all.addObject();
            one.put("time", point.time().toString());
            one.put("seconds", point.seconds());
            one.put("waiting", point.waiting());
            one.put("oldest_s", point.oldestS());
            var rungs = one.putObject("rungs");
            point.rungs().forEach(rungs::put);
            one.put("unknown", point.unknown());
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        var next = file.resolveSibling(file.getFileName() + ".new");
        Files.write(next, JSON.writeValueAsBytes(root));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// @throws IOException when the file is not what [#write] makes
    static List<Point> read(Path file) throws IOException {
        try {
            var root = JSON.readTree(Files.readAllBytes(file));
            if (root.path("v").asInt() != VERSION) {
                throw new IOException(
                        "its version is " + root.path("v") + ", and " + VERSION + " is known");
            }
            var points = new ArrayList<Point>();
            for (var one : root.path("points")) {
                var oldest = one.path("oldest_s");
                points.add(
                        new Point(
                                Instant.parse(one.path("time").asString()),
                                one.path("seconds").asLong(),
                                one.path("waiting").asLong(),
                                oldest.isNumber() ? Long.valueOf(oldest.asLong()) : null,
                                rungs(one.path("rungs")),
                                one.path("unknown").asLong()));
            }
            return points;
        } catch (JacksonException | DateTimeException e) {
            throw new IOException("no course of a queue: " + e.getMessage(), e);
        }
    }

    private static Map<String, Long> rungs(JsonNode node) {
        var rungs = new LinkedHashMap<String, Long>();
        for (var rung : Rung.values()) {
            rungs.put(rung.word(), node.path(rung.word()).asLong());
        }
        return rungs;
    }
}
