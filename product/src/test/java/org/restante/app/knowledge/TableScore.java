package org.restante.app.knowledge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Verdict;

/// Says how many rows of the halves of labelled tables are judged as they are labelled, and nothing else of them, so that held halves
/// may be measured. Not a test: a program, `java … org.restante.app.knowledge.TableScore seventh eighth tenth`.
final class TableScore {
    private int rows;
    private int right;
    private int named;
    private int namedRight;
    private int classes;
    private int classesRight;
    private int scopes;
    private int scopesRight;

    private TableScore() {}

    public static void main(String[] tables) throws IOException {
        var judge = new Judge(Knowledge.shipped().rules());
        for (var table : tables) {
            score(table, judge).forEach((half, score) -> System.out.println(half + ": " + score));
        }
    }

    private static Map<String, TableScore> score(String table, Judge judge) throws IOException {
        var halves = new TreeMap<String, TableScore>();
        try (var in = TableScore.class.getResourceAsStream("/replies/" + table + ".tsv")) {
            if (in == null) {
                throw new IOException("no table " + table);
            }
            var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
            for (var line : lines.filter(each -> !each.startsWith("#")).toList()) {
                var cells = line.split("\t", -1);
                var stage = Stage.of(cells[1]).orElse(null);
                var verdict = judge.judge(cells[2].replace("\\n", "\n"), stage, null, null);
                halves.computeIfAbsent(cells[0], _ -> new TableScore()).count(cells, verdict);
            }
        }
        return halves;
    }

    private void count(String[] cells, Verdict verdict) {
        var cause = verdict.cause().word();
        boolean isRight = List.of(cells[3].split("\\|")).contains(cause);
        rows++;
        right += isRight ? 1 : 0;
        if (!cause.startsWith("other-")) {
            named++;
            namedRight += isRight ? 1 : 0;
        }
        if (!cells[4].isEmpty()) {
            classes++;
            classesRight += verdict.effective().word().equals(cells[4]) ? 1 : 0;
        }
        if (isRight && cells.length > 6 && !cells[6].isEmpty()) {
            scopes++;
            scopesRight += verdict.scope().word().equals(cells[6]) ? 1 : 0;
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "cause %d of %d (%.1f %%), named %d of %d (%.1f %%), class %d of %d, scope %d of %d",
                right,
                rows,
                100.0 * right / Math.max(1, rows),
                namedRight,
                named,
                100.0 * namedRight / Math.max(1, named),
                classesRight,
                classes,
                scopesRight,
                scopes);
    }
}
