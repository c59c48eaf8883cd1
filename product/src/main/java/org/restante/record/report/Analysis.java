package org.restante.record.report;

import java.util.List;

/// All that one run of `analyze` learnt, but the incidents, which are found from it.
///
/// @param replies groups of alike refusals, most frequent first, with what each means
/// @param named addresses that receivers' texts name, most frequent first; evidence, never a source with a rate
/// @param backlog what was still waiting at the end, per provider and per domain, largest first
public record Analysis(
        Input input,
        Totals totals,
        Tables tables,
        List<ReplyGroup> replies,
        Persistence persistence,
        Timeline timeline,
        Heat heat,
        List<NamedAddress> named,
        List<Backlog> backlog) {
    public Analysis {
        replies = List.copyOf(replies);
        named = List.copyOf(named);
        backlog = List.copyOf(backlog);
    }
}
