package org.restante.app.analysis;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.app.analysis.Histories.History;
import org.restante.app.analysis.Histories.Queued;
import org.restante.app.knowledge.Knowledge;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.casefile.CaseFile;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.verdict.Scope;
import org.restante.record.report.Analysis;
import org.restante.record.report.Combination;
import org.restante.record.report.LogSummary;
import org.restante.record.report.NamedAddress;
import org.restante.record.report.RefusalGroup;

/// The case file of an incident, from what the log holds; what it does not hold is left out.
public final class Cases {
    private static final int DOMAINS = 8;
    private static final int TRIES = 10;
    private static final int IDS = 6;

    private static final int NAMED = 3;

    /// Refusals of this scope speak of who sends.
    private static final Set<Scope> OURS = EnumSet.of(Scope.SOURCE, Scope.CONNECTION);

    /// KumoMTA tells the host it could not talk to in its own words alone.
    private static final Pattern IN_WORDS =
            Pattern.compile("\\{ name: \"([^\"]+?)\\.?\", addr: ([0-9A-Fa-f.:]+)");

    private final Analysis analysis;
    private final LogSummary summary;
    private final Knowledge knowledge;
    private final List<Incident> incidents;
    private final Histories histories;
    private @Nullable Map<Queued, History> known;

    public Cases(LogAnalysis.Result result, Knowledge knowledge) {
        this.analysis = result.analysis();
        this.summary = result.summary();
        this.incidents = result.incidents();
        this.histories = result.histories();
        this.knowledge = knowledge;
    }

    /// @param masked whether it is for others, who are told no mailbox, address or customer
    public CaseFile of(Incident incident, boolean masked) {
        var groups = groups(incident);
        var samples = samples(incident, groups);
        var longest = longest(samples);
        var provider = provider(incident);
        var host = receiver(incident, samples);
        var facts =
                new CaseFacts.Facts()
                        .receiver(host.name(), host.address())
                        .source(sourceAddress(incident, samples), null, null)
                        .sourceName(sourceName(incident, samples))
                        .named(named(incident, groups, samples))
                        .envelopeSender(common(samples, this::sender))
                        .senderDomain(common(samples, this::senderDomain))
                        .tenant(masked ? null : common(samples, RefusalGroup.Sample::tenant))
                        .domains(summary.refusedDomains(c -> covers(incident, c), DOMAINS))
                        .reply(groups.isEmpty() ? null : groups.getFirst().example())
                        .minimumPauseHours((int) pause(groups).toHours())
                        .seen(
                                incident.since(),
                                incident.until() == null ? analysis.input().to() : incident.until())
                        .historyOf(longest == null ? null : longest.queueId())
                        .history(longest == null ? tries(samples) : tries(longest))
                        .messages(
                                ids(samples, this::messageId),
                                ids(samples, RefusalGroup.Sample::queueId));
        return new CaseFile(incident, facts.done(), provider, masked);
    }

    /// Texts of its refusals, the most frequent first.
    public List<String> replies(Incident incident) {
        return groups(incident).stream().map(RefusalGroup::example).toList();
    }

    private List<RefusalGroup> groups(Incident incident) {
        var groups = new ArrayList<RefusalGroup>();
        for (var evidence : incident.evidence()) {
            if (evidence instanceof Evidence.Replies replies) {
                replies.frequent().forEach(id -> groups.add(summary.refusal(id)));
            }
        }
        return groups;
    }

    private @Nullable Provider provider(Incident incident) {
        var word = incident.scope().provider();
        return word == null ? null : knowledge.providers().byWord(word);
    }

    /// A receiver's host as the log has it.
    private record Host(@Nullable String name, @Nullable String address) {}

    private static Host receiver(Incident incident, List<RefusalGroup.Sample> samples) {
        if (incident.scope().mxHost() != null) {
            return new Host(incident.scope().mxHost(), null);
        }
        if (incident.scope().receiver() == null) {
            return new Host(null, null);
        }
        for (var sample : samples) {
            if (sample.place().mxHost() != null) {
                return new Host(sample.place().mxHost(), null);
            }
            var told = IN_WORDS.matcher(sample.text());
            if (told.find()) {
                return new Host(told.group(1), told.group(2));
            }
        }
        return new Host(null, null);
    }

    /// The address of the scope's source, which may be known there by its name.
    private static @Nullable String sourceAddress(
            Incident incident, List<RefusalGroup.Sample> samples) {
        var source = incident.scope().source();
        if (source == null) {
            return null;
        }
        var addresses =
                samples.stream()
                        .map(RefusalGroup.Sample::sourceAddress)
                        .filter(Objects::nonNull)
                        .distinct()
                        .limit(2)
                        .toList();
        return addresses.size() == 1 ? addresses.getFirst() : source;
    }

    /// What the server calls the scope's source, which is known there by its address.
    private static @Nullable String sourceName(
            Incident incident, List<RefusalGroup.Sample> samples) {
        return incident.scope().source() == null
                ? null
                : common(samples, RefusalGroup.Sample::source);
    }

    /// What all samples share.
    private static @Nullable String common(
            List<RefusalGroup.Sample> samples,
            Function<RefusalGroup.Sample, @Nullable String> what) {
        var all = samples.stream().map(what).distinct().limit(2).toList();
        return all.size() == 1 ? all.getFirst() : null;
    }

    /// The addresses that the incident's replies name where they speak of the sender's side.
    private List<CaseFacts.Named> named(
            Incident incident, List<RefusalGroup> groups, List<RefusalGroup.Sample> samples) {
        var texts =
                groups.stream()
                        .filter(group -> OURS.contains(group.verdict().scope()))
                        .flatMap(group ->
                                Stream.concat(
                                        Stream.of(group.example()),
                                        group.samples().stream().map(RefusalGroup.Sample::text)))
                        .toList();
        var known = sourceAddress(incident, samples);
        return analysis.named().stream()
                .filter(n -> isOf(n, incident) && texts.stream().anyMatch(names(n.address())))
                .filter(n -> !n.address().equals(known))
                .limit(NAMED)
                .map(n -> new CaseFacts.Named(n.address(), counted(n, incident)))
                .toList();
    }

    private static boolean isOf(NamedAddress named, Incident incident) {
        return named.provider() == null
                || incident.scope().everywhere()
                || incident.scope().providers().contains(named.provider());
    }

    private static Predicate<String> names(String address) {
        return Pattern.compile("(?<![\\d.])" + Pattern.quote(address) + "(?!\\d|\\.\\d)")
                .asPredicate();
    }

    /// The log counts whom its texts name as a whole; where that is more than the incident had, it is not its count.
    private static long counted(NamedAddress named, Incident incident) {
        boolean mayBe = named.provider() != null && named.refusals() <= incident.refusals();
        return mayBe ? named.refusals() : 0;
    }

    private static boolean covers(Incident incident, Combination combination) {
        var source = incident.scope().source();
        return isAt(incident, combination)
                && (source == null || source.equals(combination.source()));
    }

    private static boolean isAt(Incident incident, Combination combination) {
        var scope = incident.scope();
        var party = combination.provider() == null ? combination.site() : combination.provider();
        return (scope.providers().isEmpty() || scope.providers().contains(party))
                && (scope.mxHost() == null || scope.mxHost().equals(combination.mxHost()));
    }

    /// A group of replies may be met in other scopes too; what the line of a refusal does not tell itself may be so.
    private boolean isInside(Incident incident, RefusalGroup.Sample sample) {
        var scope = incident.scope();
        return isAt(incident, sample.place())
                && (isOrUnknown(scope.source(), sample.place().source())
                        || isOrUnknown(scope.source(), summary.source(sample.place().source())))
                && isOrUnknown(scope.stream(), sample.stream());
    }

    private static boolean isOrUnknown(@Nullable String wanted, @Nullable String told) {
        return wanted == null || told == null || wanted.equals(told);
    }

    private static Duration pause(List<RefusalGroup> groups) {
        return groups.stream()
                .map(group -> group.verdict().minimumPause())
                .filter(Objects::nonNull)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /// The samples of its replies that fall into the incident's time and scope, in order.
    private List<RefusalGroup.Sample> samples(Incident incident, List<RefusalGroup> groups) {
        var until = incident.until();
        return groups.stream()
                .flatMap(group -> group.samples().stream())
                .filter(s ->
                        s.time() >= incident.since().toEpochMilli()
                                && (until == null || s.time() <= until.toEpochMilli())
                                && isInside(incident, s))
                .sorted(Comparator.comparingLong(RefusalGroup.Sample::time))
                .toList();
    }

    /// What the logs tell of a sample's message beside the refusal. They are read again for all incidents at once; where that fails, as with a
    /// stream, what is known stays as it is.
    private History history(RefusalGroup.Sample sample) {
        var queueId = sample.queueId();
        if (queueId == null) {
            return History.NOTHING;
        }
        if (known == null) {
            var wanted = new HashSet<Queued>();
            for (var incident : incidents) {
                for (var one : samples(incident, groups(incident))) {
                    if (one.queueId() != null) {
                        wanted.add(new Queued(one.logHost(), one.queueId()));
                    }
                }
            }
            try {
                known = histories.of(wanted);
            } catch (IOException e) {
                known = Map.of();
            }
        }
        return known.getOrDefault(new Queued(sample.logHost(), queueId), History.NOTHING);
    }

    private @Nullable String sender(RefusalGroup.Sample sample) {
        return sample.sender() == null ? history(sample).sender() : sample.sender();
    }

    /// The one domain of the senders of what it refused, as far as the log's refusals themselves tell their senders.
    public Optional<String> senderDomain(Incident incident) {
        var samples = samples(incident, groups(incident));
        return Optional.ofNullable(common(samples, sample -> domain(sample.sender())));
    }

    private @Nullable String senderDomain(RefusalGroup.Sample sample) {
        return domain(sender(sample));
    }

    private static @Nullable String domain(@Nullable String sender) {
        return sender == null || sender.indexOf('@') < 0
                ? null
                : sender.substring(sender.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    private @Nullable String messageId(RefusalGroup.Sample sample) {
        return sample.messageId() == null ? history(sample).messageId() : sample.messageId();
    }

    /// The sample whose recipient was tried most often; null where none was tried twice.
    private RefusalGroup.@Nullable Sample longest(List<RefusalGroup.Sample> samples) {
        RefusalGroup.Sample longest = null;
        int most = 1;
        for (var sample : samples) {
            int tried = attempts(sample).size();
            if (tried > most) {
                longest = sample;
                most = tried;
            }
        }
        return longest;
    }

    private List<CaseFacts.Try> attempts(RefusalGroup.Sample sample) {
        return history(sample).attempts().stream()
                .filter(it -> Objects.equals(it.recipient(), sample.recipient()))
                .map(it -> new CaseFacts.Try(it.at(), it.outcome()))
                .toList();
    }

    /// Of a long history the middle is left out.
    private List<CaseFacts.Try> tries(RefusalGroup.Sample sample) {
        var all = attempts(sample);
        if (all.size() <= TRIES) {
            return all;
        }
        var ends = new ArrayList<>(all.subList(0, TRIES / 2));
        ends.addAll(all.subList(all.size() - TRIES / 2, all.size()));
        return ends;
    }

    /// The lane's: some of its refusals.
    private static List<CaseFacts.Try> tries(List<RefusalGroup.Sample> samples) {
        return spread(samples, TRIES).stream()
                .map(s -> new CaseFacts.Try(Instant.ofEpochMilli(s.time()), s.text()))
                .toList();
    }

    private static <T> List<T> spread(List<T> all, int most) {
        return all.size() <= most
                ? all
                : IntStream.range(0, most)
                        .mapToObj(i -> all.get(i * (all.size() - 1) / (most - 1)))
                        .toList();
    }

    private static List<String> ids(
            List<RefusalGroup.Sample> samples,
            Function<RefusalGroup.Sample, @Nullable String> what) {
        return samples.stream().map(what).filter(Objects::nonNull).distinct().limit(IDS).toList();
    }
}
