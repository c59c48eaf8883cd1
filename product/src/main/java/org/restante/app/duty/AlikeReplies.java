package org.restante.app.duty;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Attempt;
import org.restante.mail.event.Event;
import org.restante.meaning.provider.Providers;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Verdict;

/// Groups refusals whose texts are alike but for ids, addresses and numbers, from one receiver to one source, and keeps a few of each.
/// Bounded: the group not met for longest goes first. One thread's.
final class AlikeReplies {
    private static final int MOST_GROUPS = 4_096;
    private static final int FIRST = 3;
    private static final int LATEST = 6;

    /// Alike refusals.
    ///
    /// @param minimumPause what the rule behind them demands, null for nothing
    record Group(
            int id,
            String example,
            @Nullable Duration minimumPause,
            Deque<Event> latest,
            List<Event> first) {
        /// The first few and the latest few.
        List<Event> samples() {
            var all = new ArrayList<>(first);
            all.addAll(latest);
            return all;
        }
    }

    private final Judge judge;
    private final Providers providers;
    private final Map<Long, Group> groups =
            new LinkedHashMap<>(64, .75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Group> eldest) {
                    boolean isFull = size() > MOST_GROUPS;
                    if (isFull) {
                        byId.remove(eldest.getValue().id());
                    }
                    return isFull;
                }
            };
    private final Map<Integer, Group> byId = new java.util.HashMap<>();
    private int made;

    AlikeReplies(Judge judge, Providers providers) {
        this.judge = judge;
        this.providers = providers;
    }

    /// Files a refusal; the number of its group.
    ///
    /// @param party its receiver
    int add(Event event, Attempt tried, String party) {
        var text = text(tried);
        var octets = text.getBytes(StandardCharsets.UTF_8);
        long key =
                judge.templateHash(octets, 0, octets.length) * 31
                        + Fingerprint.of(party, tried.source(), tried.stage(), tried.trouble());
        var group = groups.get(key);
        if (group == null) {
            group =
                    new Group(
                            made++,
                            text,
                            pause(event, tried, octets),
                            new ArrayDeque<>(),
                            new ArrayList<>());
            byId.put(group.id(), group);
            groups.put(key, group);
        }
        if (group.first().size() < FIRST) {
            group.first().add(event);
        } else {
            group.latest().add(event);
            if (group.latest().size() > LATEST) {
                group.latest().remove();
            }
        }
        return group.id();
    }

    private @Nullable Duration pause(Event event, Attempt tried, byte[] text) {
        return verdict(event, tried, text).minimumPause();
    }

    /// What it means, where that is not on record.
    Cause cause(Event event, Attempt tried) {
        return verdict(event, tried, text(tried).getBytes(StandardCharsets.UTF_8)).cause();
    }

    private Verdict verdict(Event event, Attempt tried, byte[] text) {
        var provider = event.provider() == null ? null : providers.byWord(event.provider());
        return judge.judge(text, 0, text.length, tried.stage(), tried.trouble(), provider);
    }

    /// What was said, its code first; the words of the trouble where nobody replied.
    static String text(Attempt tried) {
        var text = tried.text();
        if (text == null) {
            return tried.trouble() == null ? "" : tried.trouble().word();
        }
        return tried.code() == null || text.startsWith(tried.code().toString())
                ? text
                : tried.code() + " " + text;
    }

    /// Null when it is long past.
    @Nullable Group group(int id) {
        return byId.get(id);
    }
}
