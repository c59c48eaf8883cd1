package org.restante.app.cli;

import java.io.PrintStream;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// `restante incidents --shadow`: what acting would have done, for people.
final class ShadowReport {
    private final Surroundings surroundings;

    ShadowReport(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    void tell(JsonNode report) {
        var out = surroundings.out();
        report.get("incidents").forEach(this::incident);
        var totals = report.get("totals");
        if (totals.get("incidents").asLong() == 0) {
            out.println(
                    report.get("caught_up").asBoolean()
                            ? "Nothing would have been done: no incident asked for an act, or the server acts by itself."
                            : "The server still reads what was on record before its start.");
            return;
        }
        out.println(
                "Together, acting would have done "
                        + Columns.count(totals.get("acts").asLong(), "act")
                        + " about "
                        + Columns.count(totals.get("incidents").asLong(), "incident")
                        + " and spared "
                        + Columns.count(totals.get("spared_attempts").asLong())
                        + " of "
                        + Columns.count(totals.get("attempts").asLong(), "attempt")
                        + ", of which "
                        + Columns.count(totals.get("spared_refusals").asLong())
                        + " refused. [response] mode = \"act\" does it.");
    }

    private void incident(JsonNode one) {
        var out = surroundings.out();
        out.println(
                Columns.bold(surroundings, Columns.text(one, "id"))
                        + " "
                        + IncidentsCommand.plain(one, "headline")
                        + " ("
                        + Columns.text(one, "state")
                        + ", mode "
                        + Columns.text(one, "mode")
                        + ")");
        one.get("acts").forEach(this::act);
        var withheld = IncidentsCommand.plain(one, "withheld");
        if (!withheld.isEmpty()) {
            out.println("    nothing more without a person: " + withheld);
        }
    }

    private void act(JsonNode act) {
        var out = surroundings.out();
        var end = IncidentsCommand.plain(act, "end");
        out.println(
                "    "
                        + Columns.time(Columns.text(act, "from"))
                        + " "
                        + IncidentsCommand.plain(act, "words")
                        + ", for "
                        + Columns.span(Duration.ofSeconds(act.get("lasted_s").asLong()))
                        + (end.isEmpty() ? " so far" : ", until " + end));
        out.println("        for: " + IncidentsCommand.plain(act, "why"));
        spared(out, act);
    }

    private static void spared(PrintStream out, JsonNode act) {
        var meanwhile =
                "        meanwhile "
                        + Columns.count(act.get("attempts").asLong(), "attempt")
                        + ", "
                        + Columns.count(act.get("refusals").asLong())
                        + " refused";
        out.println(
                act.get("spared_attempts").isNull()
                        ? meanwhile + "; fewer connections alone, so nobody can say how many less"
                        : meanwhile
                                + "; "
                                + Columns.count(act.get("let_through").asLong())
                                + " would have been let through: "
                                + Columns.count(act.get("spared_attempts").asLong(), "attempt")
                                + " spared");
    }
}
