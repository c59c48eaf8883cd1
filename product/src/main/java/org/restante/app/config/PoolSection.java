package org.restante.app.config;

import java.util.ArrayList;
import java.util.Map;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Source;

/// `[pool.NAME]`: sources that share mail.
public record PoolSection(
        @Key(
                        value = "each source and its weight; 0 for one that gets nothing for now",
                        example = "{ first = 1 }",
                        min = "0",
                        max = "1000000")
                Map<String, Integer> sources,
        @Key(
                        value =
                                "whether another source takes over where a receiver refuses one for its reputation or rate",
                        usual = "false",
                        why =
                                "going around a refusal by another address is what receivers punish most")
                boolean mayHop)
        implements Checked {
    @Override
    public void check(Objections objections) {
        if (sources.values().stream().mapToInt(Integer::intValue).max().orElse(0) == 0) {
            objections.against(
                    "sources", "has no source with a weight", "{ NAME = 1 } would be right");
        }
    }

    /// @param known all sources; those of this pool are among them
    Pool pool(String name, Map<String, Source> known) {
        var members = new ArrayList<Pool.Member>();
        sources.forEach((word, weight) -> {
            var source = known.get(word);
            if (source != null) {
                members.add(new Pool.Member(source, weight));
            }
        });
        return new Pool(name, members, mayHop);
    }
}
