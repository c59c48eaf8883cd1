package org.restante.app.duty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentScope;
import org.restante.mail.event.Attempt;
import org.restante.mail.event.Event;
import org.restante.record.report.NamedAddress;

/// Gathers what a case file needs beside its incident: of the refusals that are kept as samples, and of what was changed lately. One
/// thread's.
final class FactGathering {
    /// Recipient domains, and addresses that a text names, in a case file.
    private static final int DOMAINS = 8;

    /// Attempts, and ids of messages, in a case file.
    private static final int TRIES = 6;

    private final AlikeReplies replies;
    private final LatestChanges changes;

    FactGathering(AlikeReplies replies, LatestChanges changes) {
        this.replies = replies;
        this.changes = changes;
    }

    /// What a case file needs beside the incident.
    CaseFacts facts(Incident incident) {
        var groups = groups(incident);
        var samples = samples(incident, groups);
        var pause = pause(groups);
        var newestFirst = samples.reversed();
        return new CaseFacts.Facts()
                .receiver(
                        incident.scope().mxHost() == null
                                ? tried(newestFirst, Attempt::mxHost)
                                : incident.scope().mxHost(),
                        tried(newestFirst, Attempt::mxIp))
                .source(
                        tried(newestFirst, Attempt::sourceIp) == null
                                ? incident.scope().source()
                                : tried(newestFirst, Attempt::sourceIp),
                        null,
                        tried(newestFirst, Attempt::ehlo))
                .named(named(samples))
                .envelopeSender(first(newestFirst.stream().map(Event::reversePath)))
                .senderDomain(one(samples.stream().map(FactGathering::senderDomain)))
                .domains(frequent(samples.stream().map(Event::recipientDomain)))
                .reply(groups.isEmpty() ? null : groups.getFirst().example())
                .minimumPauseHours(pause == null ? 0 : (int) pause.toHours())
                .seen(incident.since(), samples.isEmpty() ? null : samples.getLast().time())
                .history(
                        samples.stream()
                                .limit(TRIES)
                                .map(event -> new CaseFacts.Try(event.time(), said(event)))
                                .toList())
                .messages(
                        ids(samples.stream().map(Event::messageId)),
                        ids(samples.stream().map(Event::queueId)))
                .changes(changes.ofOurs(incident))
                .receiverChanges(changes.ofReceivers(incident))
                .done();
    }

    /// The texts of its refusals, the most frequent first.
    List<String> replies(Incident incident) {
        return groups(incident).stream().map(AlikeReplies.Group::example).distinct().toList();
    }

    private static @Nullable Duration pause(List<AlikeReplies.Group> groups) {
        return groups.stream()
                .map(AlikeReplies.Group::minimumPause)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private List<AlikeReplies.Group> groups(Incident incident) {
        var found = new ArrayList<AlikeReplies.Group>();
        for (var evidence : incident.evidence()) {
            if (evidence instanceof Evidence.Replies known) {
                for (int id : known.frequent()) {
                    var group = replies.group(id);
                    if (group != null) {
                        found.add(group);
                    }
                }
            }
        }
        return found;
    }

    /// Refusals of the incident, the oldest first.
    private static List<Event> samples(Incident incident, List<AlikeReplies.Group> groups) {
        var until = incident.until();
        return groups.stream()
                .flatMap(group -> group.samples().stream())
                .filter(event -> !event.time().isBefore(incident.since()))
                .filter(event -> until == null || event.time().isBefore(until))
                .filter(event -> isOfItsMail(incident.scope(), event))
                .sorted(Comparator.comparing(Event::time))
                .toList();
    }

    /// Others' mail may be refused in the same words, for causes of its own.
    private static boolean isOfItsMail(IncidentScope scope, Event event) {
        return isOrUnknown(scope.stream(), event.stream())
                && isOrUnknown(scope.sender(), Senders.domain(event));
    }

    private static boolean isOrUnknown(@Nullable String wanted, @Nullable String told) {
        return wanted == null || told == null || wanted.equals(told);
    }

    private static String said(Event event) {
        return event.attempt() == null ? "" : AlikeReplies.text(event.attempt());
    }

    /// The addresses that the receiver's texts name beside the one that was used, most often first. Counts are known of the samples alone and not told.
    private static List<CaseFacts.Named> named(List<Event> samples) {
        return frequent(samples.stream().map(FactGathering::named)).stream()
                .map(address -> new CaseFacts.Named(address, 0))
                .toList();
    }

    private static @Nullable String named(Event event) {
        var tried = event.attempt();
        return tried == null
                ? null
                : NamedAddress.firstIn(AlikeReplies.text(tried), tried.mxIp())
                        .filter(address -> !address.equals(tried.sourceIp()))
                        .orElse(null);
    }

    private static @Nullable String tried(
            List<Event> samples, Function<Attempt, @Nullable String> field) {
        for (var event : samples) {
            var value = event.attempt() == null ? null : field.apply(event.attempt());
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable String first(Stream<@Nullable String> values) {
        return values.filter(Objects::nonNull).findFirst().orElse(null);
    }

    /// What all share; null where they do not, or where one has none.
    private static @Nullable String one(Stream<@Nullable String> values) {
        var all = values.distinct().limit(2).toList();
        return all.size() == 1 ? all.getFirst() : null;
    }

    private static @Nullable String senderDomain(Event event) {
        var sender = event.reversePath();
        return sender == null || sender.indexOf('@') < 0
                ? null
                : sender.substring(sender.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    private static List<String> ids(Stream<@Nullable String> values) {
        return values.filter(Objects::nonNull).distinct().limit(TRIES).toList();
    }

    private static List<String> frequent(Stream<@Nullable String> values) {
        var counts = new LinkedHashMap<String, Integer>();
        values.filter(Objects::nonNull).forEach(value -> counts.merge(value, 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(DOMAINS)
                .map(Map.Entry::getKey)
                .toList();
    }
}
