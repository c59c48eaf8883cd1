package org.restante.app.config;

import java.util.List;
import java.util.stream.Collectors;

/// A configuration that is not used, for all these reasons.
public final class BadConfig extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public BadConfig(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// In the order of the file.
    public List<Problem> problems() {
        return problems;
    }
}
