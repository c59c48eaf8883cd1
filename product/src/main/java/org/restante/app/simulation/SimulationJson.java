package org.restante.app.simulation;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.restante.simulation.policy.Contestant;
import org.restante.simulation.score.Figures;
import org.restante.simulation.score.Goal;
import org.restante.simulation.score.Goals;
import org.restante.simulation.score.Result;
import org.restante.simulation.score.Row;
import org.restante.simulation.score.Run;
import org.restante.simulation.score.Settling;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Results as JSON (docs/schemas/simulate.schema.json), and what there is (simulate-list.schema.json).
public final class SimulationJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SimulationJson() {}

    public static String of(List<Result> results, List<Long> seeds) {
        var root = NODES.objectNode();
        var seedsNode = root.putArray("seeds");
        seeds.forEach(seedsNode::add);
        var scenarios = root.putArray("scenarios");
        results.forEach(result -> scenario(result, scenarios.addObject()));
        var goals = root.putArray("goals");
        Goals.of(results).forEach(goal -> goal(goal, goals.addObject()));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    /// What there is to play, and who plays.
    public static String list() {
        var root = NODES.objectNode();
        var scenarios = root.putArray("scenarios");
        for (var scenario : Scenarios.all()) {
            scenarios.addObject().put("name", scenario.name()).put("about", scenario.about());
        }
        var policies = root.putArray("policies");
        for (var contestant : Contestant.values()) {
            policies.addObject().put("name", contestant.word()).put("about", contestant.about());
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void scenario(Result result, ObjectNode node) {
        node.put("name", result.scenario());
        node.put("about", result.about());
        node.put("kind", word(result.kind()));
        node.put("enters_the_mean", result.entersTheMean());
        var policies = node.putArray("policies");
        for (var row : result.rows()) {
            var policy = policies.addObject();
            policy.put("policy", row.contestant().word());
            figures(row, policy.putObject("mean"));
            settlings(row.settlings(), policy.putArray("settled"));
            var runs = policy.putArray("runs");
            row.runs().forEach(run -> run(run, runs.addObject()));
        }
    }

    private static void run(Run run, ObjectNode node) {
        node.put("seed", run.seed());
        node.put("events", run.events());
        figures(new Row(run.contestant(), List.of(run)), node.putObject("figures"));
        settlings(run.figures().settlings(), node.putArray("settled"));
    }

    private static void figures(Row row, ObjectNode node) {
        node.put("efficiency", rounded(row.mean(Figures::efficiency)));
        node.put("delivered", rounded(row.mean(Figures::delivered)));
        node.put("wasted_per_delivered", rounded(row.mean(Figures::wasted)));
        delay(node, "transactional_p50_s", row.mean(Figures::transactionalP50));
        delay(node, "transactional_p99_s", row.mean(Figures::transactionalP99));
        delay(node, "bulk_p50_s", row.mean(Figures::bulkP50));
        node.put("boxes", rounded(row.mean(Figures::boxes)));
        node.put("least_standing", rounded(row.mean(Figures::leastStanding)));
        node.put("innocents_p99_s", rounded(row.mean(Figures::innocentsP99)));
        node.put("greylist_extra_tries", rounded(row.mean(Figures::greylistExtraTries)));
        node.put("content_refusals", rounded(row.most(Figures::contentRefusals)));
        node.put("score", rounded(row.mean(Figures::score)));
    }

    /// Null where there was no such mail.
    private static void delay(ObjectNode node, String key, double seconds) {
        put(node, key, seconds == 0 ? Double.NaN : seconds);
    }

    private static void settlings(List<Settling> settlings, ArrayNode node) {
        for (var settling : settlings) {
            var one = node.addObject();
            one.put("change", word(settling.change()));
            one.put("factor", rounded(settling.factor()));
            if (settling.isSettled()) {
                one.put("minutes", settling.minutes());
            } else {
                one.putNull("minutes");
            }
        }
    }

    private static void goal(Goal goal, ObjectNode node) {
        node.put("goal", goal.name());
        put(node, "must", goal.must());
        put(node, "aim", goal.aim());
        node.put("is_floor", goal.isFloor());
        put(node, "measured", goal.measured());
        node.put("where", emptyToNull(goal.where()));
        node.put("standing", word(goal.standing()));
    }

    /// JSON has neither NaN nor infinity: both are null.
    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, rounded(value));
        } else {
            node.putNull(key);
        }
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static double rounded(double value) {
        return Math.rint(value * 1e6) / 1e6;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
