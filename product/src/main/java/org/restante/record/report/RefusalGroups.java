package org.restante.record.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;

/// The groups of similar refusals met so far; shared by all threads and guarded by itself. Beyond [#CAPACITY] groups, a new
/// text joins the group of the rule that judged it.
final class RefusalGroups {
    static final int CAPACITY = 20_000;

    private final Map<Long, Integer> ids = new HashMap<>();
    private final Map<String, Integer> byRule = new HashMap<>();
    private final List<RefusalGroup> groups = new ArrayList<>();

    synchronized RefusalGroup get(int id) {
        return groups.get(id);
    }

    synchronized int size() {
        return groups.size();
    }

    /// @param people the recipient and the sender that the text is about
    synchronized int id(
            long key,
            long position,
            Meaning meaning,
            byte[] text,
            int from,
            int to,
            @Nullable Stage stage,
            @Nullable Trouble trouble,
            @Nullable String provider,
            Supplier<List<String>> people) {
        var known = ids.get(key);
        if (known != null) {
            groups.get(known).seen(position, text, from, to, people);
            return known;
        }
        var verdict = meaning.judge(text, from, to, stage, trouble, provider);
        if (groups.size() >= CAPACITY) {
            var rule = verdict.rule() + ' ' + verdict.code() + ' ' + provider + ' ' + stage;
            var similar = byRule.get(rule);
            if (similar != null) {
                return similar;
            }
            byRule.put(rule, groups.size());
        }
        int id = groups.size();
        var example = new String(text, from, to - from, StandardCharsets.UTF_8);
        groups.add(
                new RefusalGroup(
                        position, example, people.get(), verdict, provider, stage, trouble));
        ids.put(key, id);
        return id;
    }
}
