package org.restante.sending.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which waiting recipients are meant: those for whom each facet named has one of its values, and whose message is old or young
/// enough. Letters count alike whether great or small, but for tenants: a token that is bound to one sees no other's mail.
///
/// @param values in lower case, tenants as they are written; a facet without values is not asked
public record Filter(
        Map<Facet, Set<String>> values,
        Optional<Duration> olderThan,
        Optional<Duration> youngerThan) {
    /// All of them.
    public static final Filter ALL = new Filter(Map.of(), Optional.empty(), Optional.empty());

    /// Values in one filter: it is kept as one record.
    private static final int MOST = 1000;

    public Filter {
        var kept = new EnumMap<Facet, Set<String>>(Facet.class);
        int count = 0;
        for (var entry : values.entrySet()) {
            Set<String> low = new LinkedHashSet<>();
            boolean isExact = entry.getKey() == Facet.TENANT;
            entry.getValue()
                    .forEach(value -> low.add(isExact ? value : value.toLowerCase(Locale.ROOT)));
            if (!low.isEmpty()) {
                kept.put(entry.getKey(), low);
            }
            count += low.size();
        }
        if (count > MOST) {
            throw new IllegalArgumentException(
                    "a filter of " + count + " values; " + MOST + " at most");
        }
        values = kept;
    }

    public Filter with(Facet facet, String... any) {
        var more = new EnumMap<Facet, Set<String>>(Facet.class);
        more.putAll(values);
        more.put(facet, Set.of(any));
        return new Filter(more, olderThan, youngerThan);
    }

    public boolean isAll() {
        return values.isEmpty() && olderThan.isEmpty() && youngerThan.isEmpty();
    }

    public boolean matches(QueuedRecipient it, Instant now) {
        for (var entry : values.entrySet()) {
            if (!has(entry.getKey(), entry.getValue(), it)) {
                return false;
            }
        }
        var age = Duration.between(it.receivedAt(), now);
        return olderThan.filter(least -> age.compareTo(least) < 0).isEmpty()
                && youngerThan.filter(most -> age.compareTo(most) >= 0).isEmpty();
    }

    private static boolean has(Facet facet, Set<String> any, QueuedRecipient it) {
        return switch (facet) {
            case DOMAIN -> hasDomain(any, it.domain());
            case SENDER_DOMAIN ->
                    hasDomain(any, it.senderDomain()) || hasDomain(any, it.fromDomain());
            case MESSAGE ->
                    any.contains(it.id().toString())
                            || is(any, it.messageId())
                            || is(any, "<" + it.messageId() + ">");
            case TENANT -> it.tenant() != null && any.contains(it.tenant());
            case PROVIDER, SITE, STREAM, CAMPAIGN, POOL, SOURCE, RECIPIENT, STATE, CAUSE, EXPORT ->
                    is(any, it.value(facet));
        };
    }

    private static boolean is(Set<String> any, @Nullable String value) {
        return value != null && any.contains(value.toLowerCase(Locale.ROOT));
    }

    private static boolean hasDomain(Set<String> any, @Nullable String domain) {
        if (domain == null) {
            return false;
        }
        var low = domain.toLowerCase(Locale.ROOT);
        return any.contains(low)
                || any.stream()
                        .anyMatch(one -> one.startsWith("*.") && low.endsWith(one.substring(1)));
    }

    /// In words, as commands take them.
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        values.forEach((facet, any) -> any.forEach(value -> words.add(facet.word() + "=" + value)));
        olderThan.ifPresent(age -> words.add("older_than=" + age));
        youngerThan.ifPresent(age -> words.add("younger_than=" + age));
        return words.isEmpty() ? "all" : String.join(" ", words);
    }
}
