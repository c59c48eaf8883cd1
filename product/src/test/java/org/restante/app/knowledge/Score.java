package org.restante.app.knowledge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Verdict;
import org.restante.testing.Corpora;

/// Counts how often verdicts agree with one scheme's labels, and lists where they do not.
final class Score {
    private final String name;
    private final List<String> misses = new ArrayList<>();
    int causes;
    int causesRight;
    int named;
    int namedRight;
    int unmapped;
    int classes;
    int classesRight;
    int codes;
    int codesRight;
    int falselyNoSuchUser;
    int disputed;

    Score(String name) {
        this.name = name;
    }

    /// @param disputed whether the label is held to be wrong; then a disagreement is counted apart
    void cause(
            Verdict verdict,
            Labels.@Nullable Allowed allowed,
            String label,
            String text,
            boolean disputed) {
        if (disputed && allowed != null && !allowed.causes().contains(verdict.cause())) {
            this.disputed++;
            return;
        }
        if (allowed == null) {
            unmapped++;
            causes++;
            misses.add("unmapped\t" + label + "\t" + text);
            return;
        }
        if (!allowed.scored() || allowed.any()) {
            return;
        }
        boolean right = allowed.causes().contains(verdict.cause());
        causes++;
        causesRight += right ? 1 : 0;
        boolean names =
                verdict.cause() != Cause.OTHER_PERMANENT
                        && verdict.cause() != Cause.OTHER_TEMPORARY;
        named += names ? 1 : 0;
        namedRight += names && right ? 1 : 0;
        if (!right) {
            misses.add(
                    "cause\t"
                            + label
                            + "\t"
                            + verdict.cause().word()
                            + "\t"
                            + verdict.rule()
                            + "\t"
                            + text);
        }
        boolean aboutSource =
                allowed.causes().contains(Cause.BLOCKLIST)
                        || allowed.causes().contains(Cause.REPUTATION)
                        || allowed.causes().contains(Cause.CONTENT)
                        || allowed.causes().contains(Cause.AUTH)
                        || allowed.causes().contains(Cause.RDNS);
        if (verdict.cause() == Cause.NO_SUCH_USER && aboutSource && !right) {
            falselyNoSuchUser++;
            misses.add("user?\t" + label + "\t" + verdict.rule() + "\t" + text);
        }
    }

    /// `expected` begins with 4 or 5; anything else is not scored.
    void hardOrSoft(Verdict verdict, String expected, String text) {
        if (!expected.startsWith("4") && !expected.startsWith("5")) {
            return;
        }
        classes++;
        boolean right = (verdict.effective() == Permanence.PERMANENT) == expected.startsWith("5");
        classesRight += right ? 1 : 0;
        if (!right) {
            misses.add("class\t" + expected + "\t" + verdict.rule() + "\t" + text);
        }
    }

    void code(String found, String expected, String text) {
        if (expected.isEmpty()) {
            return;
        }
        codes++;
        codesRight += found.equals(expected) ? 1 : 0;
        if (!found.equals(expected)) {
            misses.add("code\t" + expected + "\t" + found + "\t" + text);
        }
    }

    static double share(int part, int whole) {
        return whole == 0 ? 1 : (double) part / whole;
    }

    double causeShare() {
        return share(causesRight, causes);
    }

    /// The share with the disputed labels counted as wrong.
    double rawCauseShare() {
        return share(causesRight, causes + disputed);
    }

    double precision() {
        return share(namedRight, named);
    }

    double classShare() {
        return share(classesRight, classes);
    }

    double codeShare() {
        return share(codesRight, codes);
    }

    /// Prints the figures, reports the suite and writes what disagreed beside the build.
    Score tell() {
        var note =
                String.format(
                        "cause %d/%d = %.1f%% (raw %.1f%%), named %d right %.1f%%, hard/soft %d/%d = %.1f%%, codes %d/%d = %.1f%%, unmapped %d, false no-such-user %d, labels disputed %d",
                        causesRight,
                        causes,
                        100 * causeShare(),
                        100 * rawCauseShare(),
                        named,
                        100 * precision(),
                        classesRight,
                        classes,
                        100 * classShare(),
                        codesRight,
                        codes,
                        100 * codeShare(),
                        unmapped,
                        falselyNoSuchUser,
                        disputed);
        Corpora.executed(name, causesRight, causes - causesRight, disputed, note);
        try {
            var folder = Corpora.root().resolve("product/target/accuracy");
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve(name.replace('/', '-') + ".tsv"),
                    String.join("\n", misses) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
