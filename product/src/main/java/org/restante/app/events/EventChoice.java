package org.restante.app.events;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;

/// Which events are asked for. An empty set leaves a field open; letters count without case.
///
/// @param since the first moment, null from the beginning
/// @param until the first moment no more, null without end
/// @param messages queue ids or Message-IDs, whole; a queue id may be cut to its first characters, eight at least
/// @param domains of recipients
public record EventChoice(
        @Nullable Instant since,
        @Nullable Instant until,
        Set<EventType> types,
        Set<String> recipients,
        Set<String> domains,
        Set<String> messages,
        Set<String> providers,
        Set<String> sources,
        Set<String> streams,
        Set<String> tenants,
        Set<String> causes) {
    private static final int SHORTEST_QUEUE_ID = 8;

    public EventChoice {
        types = Set.copyOf(types);
        recipients = lower(recipients);
        domains = lower(domains);
        messages =
                lower(messages).stream()
                        .map(id -> id.replaceAll("^<|>$", ""))
                        .collect(Collectors.toSet());
        providers = lower(providers);
        sources = lower(sources);
        streams = lower(streams);
        tenants = lower(tenants);
        causes = lower(causes);
    }

    private static Set<String> lower(Set<String> words) {
        return words.stream()
                .map(EventChoice::lower)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    public boolean includes(Event event) {
        var tried = event.attempt();
        return (since == null || !event.time().isBefore(since))
                && (until == null || event.time().isBefore(until))
                && (types.isEmpty() || types.contains(event.type()))
                && isIn(recipients, event.recipient())
                && isIn(domains, event.recipientDomain())
                && isMessage(event)
                && isIn(providers, event.provider())
                && isIn(
                        sources,
                        tried == null ? null : tried.source(),
                        tried == null ? null : tried.sourceIp())
                && isIn(streams, event.stream())
                && isIn(tenants, event.tenant())
                && isIn(causes, tried == null ? null : tried.cause());
    }

    private static boolean isIn(Set<String> asked, @Nullable String... values) {
        if (asked.isEmpty()) {
            return true;
        }
        for (var value : values) {
            if (value != null && asked.contains(lower(value))) {
                return true;
            }
        }
        return false;
    }

    private boolean isMessage(Event event) {
        if (messages.isEmpty()) {
            return true;
        }
        var queueId = event.queueId() == null ? null : lower(event.queueId());
        var messageId =
                event.messageId() == null ? null : lower(event.messageId()).replaceAll("^<|>$", "");
        for (var asked : messages) {
            if (asked.equals(messageId)
                    || queueId != null
                            && (asked.equals(queueId)
                                    || asked.length() >= SHORTEST_QUEUE_ID
                                            && queueId.startsWith(asked))) {
                return true;
            }
        }
        return false;
    }
}
