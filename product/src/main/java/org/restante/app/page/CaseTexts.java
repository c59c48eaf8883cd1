package org.restante.app.page;

import java.util.List;

/// The texts of one incident's case file, ready to be copied.
///
/// @param configuration lines for each mail server that a remedy can be written for
public record CaseTexts(String evidence, String letter, String ticket, List<Advice> configuration) {
    public CaseTexts {
        configuration = List.copyOf(configuration);
    }

    /// Lines of configuration for one mail server.
    public record Advice(String server, String text) {}
}
