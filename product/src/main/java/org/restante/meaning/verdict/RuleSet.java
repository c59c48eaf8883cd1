package org.restante.meaning.verdict;

import java.util.List;
import org.restante.meaning.provider.Provider;

/// The rules of one provider, in the order in which they are asked.
///
/// @param keep beginnings of words whose digits matter to the rules (`tss`, `aup#`): such words are never masked
public record RuleSet(Provider provider, List<String> keep, List<Rule> rules) {
    public RuleSet {
        keep = List.copyOf(keep);
        rules = List.copyOf(rules);
    }
}
