package org.restante.app.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.restante.record.report.Rung;
import tools.jackson.databind.JsonNode;

/// Who is deferred still, as a table, and those that last longest.
final class DeferredTable {
    private static final int KEY = 28;
    private static final int RECIPIENT = 34;

    private final Surroundings surroundings;
    private final PrintStream out;

    DeferredTable(Surroundings surroundings) {
        this.surroundings = surroundings;
        out = surroundings.out();
    }

    /// @param by the cut that its rows are of
    void show(String by, JsonNode report) {
        var total = report.get("total");
        if (total.get("waiting").asLong() == 0) {
            out.println("Nobody is deferred still.");
            return;
        }
        out.println(
                Columns.bold(
                        surroundings,
                        Columns.fit(by, KEY)
                                + "    waiting   from 1 h   from 4 h  from 24 h  from 72 h  longest"));
        report.get("rows").forEach(row -> out.println(line(Columns.text(row, "key"), row)));
        out.println(line("all", total));
        long others = report.get("others").asLong();
        if (others > 0) {
            out.println(Columns.count(others) + " more; --limit shows them.");
        }
        report.get("recipients").forEach(this::recipient);
    }

    private static String line(String key, JsonNode row) {
        var line = new StringBuilder(Columns.fit(key, KEY));
        line.append(String.format(Locale.ROOT, " %10s", count(row.get("waiting"))));
        for (var rung : Rung.values()) {
            line.append(
                    String.format(Locale.ROOT, " %10s", count(row.get("rungs").get(rung.word()))));
        }
        return line + "  " + Columns.span(Duration.ofSeconds(row.get("longest_s").asLong()));
    }

    private static String count(JsonNode number) {
        return Columns.count(number.asLong());
    }

    private void recipient(JsonNode row) {
        var who = Columns.text(row, "recipient");
        out.println(
                Columns.fit(
                                who.isEmpty()
                                        ? Columns.text(row, "domain")
                                        : Columns.printable(who),
                                RECIPIENT)
                        + " "
                        + Columns.span(Duration.ofSeconds(row.get("age_s").asLong()))
                        + ", "
                        + Columns.count(row.get("deferrals").asLong(), "deferral")
                        + ", last "
                        + Columns.time(Columns.text(row, "last"))
                        + (Columns.text(row, "cause").isEmpty()
                                ? ""
                                : ", " + Columns.text(row, "cause"))
                        + ": "
                        + Columns.printable(Columns.text(row, "reply")));
    }
}
