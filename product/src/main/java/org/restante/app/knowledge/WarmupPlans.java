package org.restante.app.knowledge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.restante.sending.warmup.Plan;

/// The plans for warming up a source that the product ships: `knowledge/warmup.toml`, flat in `warmup.tsv` where the build has made it.
public final class WarmupPlans {
    private static final String COMPILED = "/knowledge/warmup.tsv";

    private WarmupPlans() {}

    /// By name, the automatic one among them.
    public static Map<String, Plan> shipped() {
        try (var in = WarmupPlans.class.getResourceAsStream(COMPILED)) {
            if (in == null) {
                throw new KnowledgeException(
                        "knowledge/warmup.tsv is not on the class path; build the product anew");
            }
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            var plans = new TreeMap<String, Plan>();
            plans.put(Plan.AUTOMATIC, Plan.automatic());
            lines.lines().map(WarmupPlans::flat).forEach(plan -> plans.put(plan.name(), plan));
            return plans;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Plan flat(String line) {
        var parts = line.split("\t", 3);
        var volumes = Arrays.stream(parts[1].split(",")).map(Integer::valueOf).toList();
        return new Plan(parts[0], volumes, false, parts[2]);
    }

    static void write(List<Plan> plans, Writer out) throws IOException {
        for (var plan : plans) {
            var volumes = plan.volumes().stream().map(String::valueOf).toList();
            out.write(plan.name() + "\t" + String.join(",", volumes) + "\t" + plan.origin() + "\n");
        }
    }

    static List<Plan> read(Path toml) {
        var reader = TomlReader.of(toml);
        reader.allow(Set.of("plan"));
        return reader.tables("plan").stream().map(WarmupPlans::plan).toList();
    }

    private static Plan plan(TomlReader table) {
        table.allow(Set.of("name", "volumes", "origin"));
        var name = table.text("name");
        var origin = table.text("origin");
        if (!name.matches("[a-z0-9-]+") || name.equals(Plan.AUTOMATIC)) {
            throw table.wrong("name", "is \"" + name + "\"", "a word of its own in a-z, 0-9, -");
        }
        if (origin.isBlank() || origin.contains("\n") || origin.contains("\t")) {
            throw table.wrong("origin", "is no line of text", "where the table was found");
        }
        try {
            return new Plan(name, table.numbers("volumes"), false, origin);
        } catch (IllegalArgumentException e) {
            throw table.wrong("volumes", "is wrong: " + e.getMessage(), "recipients a day");
        }
    }
}
