package org.restante.app.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.casefile.CaseFile;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;
import org.restante.insight.response.Observation;
import org.restante.insight.response.Recommendation;
import org.restante.insight.response.ResponseTable;
import org.restante.meaning.provider.Provider;
import org.restante.record.report.Analysis;
import org.restante.record.report.Combination;
import org.restante.record.report.LogSummary;
import org.restante.record.report.NamedAddress;
import org.restante.record.report.RefusalGroup;

/// The case file of an incident, from what the log holds; what it does not hold is left out.
public final class Cases {
    private static final int DOMAINS = 8;
    private static final int TRIES = 6;

    /// An address is held to be the one meant when this share of the refusals that name any name it.
    private static final double MEANT = 0.8;

    private final Analysis analysis;
    private final LogSummary summary;
    private final Knowledge knowledge;

    public Cases(LogAnalysis.Result result, Knowledge knowledge) {
        this.analysis = result.analysis();
        this.summary = result.summary();
        this.knowledge = knowledge;
    }

    public CaseFile of(Incident incident, boolean masked) {
        var groups = groups(incident);
        var provider = provider(incident);
        var facts =
                new CaseFacts.Facts()
                        .receiver(receiver(incident, groups), null)
                        .source(source(incident), null, null)
                        .domains(summary.refusedDomains(c -> covers(incident, c), DOMAINS))
                        .reply(groups.isEmpty() ? null : groups.getFirst().example())
                        .minimumPauseHours((int) pause(groups).toHours())
                        .seen(
                                incident.since(),
                                incident.until() == null ? analysis.input().to() : incident.until())
                        .history(history(incident, groups))
                        .messages(List.of(), queueIds(incident, groups));
        return new CaseFile(incident, facts.done(), provider, masked);
    }

    /// What the response protocol would do about it.
    public Recommendation recommendation(Incident incident) {
        var pause = pause(groups(incident));
        var end =
                incident.until() != null
                        ? incident.until()
                        : Objects.requireNonNullElse(analysis.input().to(), incident.since());
        return ResponseTable.defaults()
                .recommend(
                        Observation.of(
                                incident,
                                end,
                                pause.isZero() ? null : pause,
                                pause.isZero() ? 0 : incident.refusals()));
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

    private static @Nullable String receiver(Incident incident, List<RefusalGroup> groups) {
        if (incident.scope().mxHost() != null) {
            return incident.scope().mxHost();
        }
        return samples(incident, groups).stream()
                .map(RefusalGroup.Sample::mxHost)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /// The source that the log names; else the one address that nearly all refusals of these receivers name.
    private @Nullable String source(Incident incident) {
        if (incident.scope().source() != null) {
            return incident.scope().source();
        }
        var named =
                analysis.named().stream()
                        .filter(n ->
                                n.provider() != null
                                        && incident.scope().providers().contains(n.provider()))
                        .toList();
        long all = named.stream().mapToLong(NamedAddress::refusals).sum();
        return named.isEmpty() || named.getFirst().refusals() < MEANT * all
                ? null
                : named.getFirst().address();
    }

    private static boolean covers(Incident incident, Combination combination) {
        var scope = incident.scope();
        var party = combination.provider() == null ? combination.site() : combination.provider();
        return (scope.providers().isEmpty() || scope.providers().contains(party))
                && (scope.mxHost() == null || scope.mxHost().equals(combination.mxHost()))
                && (scope.source() == null || scope.source().equals(combination.source()));
    }

    private static Duration pause(List<RefusalGroup> groups) {
        return groups.stream()
                .map(group -> group.verdict().minimumPause())
                .filter(Objects::nonNull)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /// The samples of its replies that fall into the incident's time.
    private static List<RefusalGroup.Sample> samples(Incident incident, List<RefusalGroup> groups) {
        var until = incident.until();
        return groups.stream()
                .flatMap(group -> group.samples().stream())
                .filter(s ->
                        s.time() >= incident.since().toEpochMilli()
                                && (until == null || s.time() <= until.toEpochMilli()))
                .toList();
    }

    private static List<CaseFacts.Try> history(Incident incident, List<RefusalGroup> groups) {
        return samples(incident, groups).stream()
                .sorted(Comparator.comparingLong(RefusalGroup.Sample::time))
                .limit(TRIES)
                .map(s -> new CaseFacts.Try(Instant.ofEpochMilli(s.time()), s.text()))
                .toList();
    }

    private static List<String> queueIds(Incident incident, List<RefusalGroup> groups) {
        return samples(incident, groups).stream()
                .map(RefusalGroup.Sample::queueId)
                .filter(Objects::nonNull)
                .distinct()
                .limit(TRIES)
                .toList();
    }
}
