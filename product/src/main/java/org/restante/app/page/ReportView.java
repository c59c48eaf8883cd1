package org.restante.app.page;

import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;
import org.restante.record.report.Analysis;
import org.restante.record.report.NamedAddress;
import org.restante.record.report.ReplyGroup;
import org.restante.record.report.TableRow;

/// What people are shown of one analysis, on the page and on the terminal.
///
/// @param incidents those still open first, each the gravest first, the latest first of equals
/// @param cases the case file of an incident, by its id
/// @param senders the one domain of the senders of an incident's refused mail, by its id, where the log's refusals tell one
/// @param names a provider's word to its display name
public record ReportView(
        Analysis analysis,
        List<Incident> incidents,
        Map<String, CaseTexts> cases,
        Map<String, String> senders,
        UnaryOperator<String> names) {
    /// What is wrong now comes first; beyond that the order given stays.
    private static final Comparator<Incident> ORDER =
            Comparator.comparing((Incident incident) -> incident.until() != null)
                    .thenComparing(Comparator.comparing(Incident::severity).reversed())
                    .thenComparing(
                            Incident::until, Comparator.nullsFirst(Comparator.reverseOrder()));

    /// So many incidents a person may read.
    private static final int SHOWN = 20;

    public ReportView {
        incidents = incidents.stream().sorted(ORDER).toList();
        cases = Map.copyOf(cases);
        senders = Map.copyOf(senders);
    }

    /// The incidents that are shown in full; JSON and CSV have all.
    public List<Incident> shown() {
        return incidents.subList(0, Math.min(SHOWN, incidents.size()));
    }

    /// The display name of a provider's word; [org.restante.record.report.TableRow#UNKNOWN] and the like stay as they are.
    public String name(String provider) {
        return provider.startsWith("(") ? provider : Plain.text(names.apply(provider));
    }

    /// Whether the log touches more than one day (UTC), so that an hour alone would not say when.
    public boolean spansDays() {
        var from = analysis.input().from();
        var to = analysis.input().to();
        return from != null
                && to != null
                && !from.atZone(ZoneOffset.UTC)
                        .toLocalDate()
                        .equals(to.atZone(ZoneOffset.UTC).toLocalDate());
    }

    /// The replies an incident rests on, most frequent first.
    public List<ReplyGroup> replies(Incident incident) {
        return incident.evidence().stream()
                .filter(Evidence.Replies.class::isInstance)
                .map(Evidence.Replies.class::cast)
                .flatMap(replies -> replies.frequent().stream())
                .flatMap(id -> reply(id).stream())
                .toList();
    }

    /// Whether the log names the source of any attempt.
    public boolean sourcesKnown() {
        return analysis.tables().bySource().stream().anyMatch(TableRow::isNamed);
    }

    private Optional<ReplyGroup> reply(int id) {
        return analysis.replies().stream().filter(group -> group.id() == id).findFirst();
    }

    /// The addresses that refusals of the incident's receivers name, most frequent first.
    List<NamedAddress> namedBy(Incident incident) {
        if (!Words.isOfAnAddress(incident.cause())) {
            return List.of();
        }
        var providers = incident.scope().providers();
        return analysis.named().stream()
                .filter(named ->
                        providers.isEmpty()
                                || (named.provider() != null
                                        && providers.contains(named.provider())))
                .toList();
    }
}
