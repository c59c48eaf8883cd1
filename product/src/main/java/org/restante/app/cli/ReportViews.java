package org.restante.app.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.restante.app.analysis.Cases;
import org.restante.app.analysis.LogAnalysis;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.page.CaseTexts;
import org.restante.app.page.Redaction;
import org.restante.app.page.ReportView;
import org.restante.insight.casefile.Server;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;
import org.restante.record.report.Analysis;

/// What people are shown of an analysis.
final class ReportViews {
    private ReportViews() {}

    /// @param analysis the result's own, or one with more beside it
    /// @param withCases whether the case files are asked for too
    static ReportView of(
            LogAnalysis.Result result,
            Analysis analysis,
            Knowledge knowledge,
            boolean masked,
            boolean withCases) {
        var cases = new Cases(result, knowledge);
        var texts = new HashMap<String, CaseTexts>();
        var senders = new HashMap<String, String>();
        for (var incident : result.incidents()) {
            cases.senderDomain(incident).ifPresent(domain -> senders.put(incident.id(), domain));
            if (withCases) {
                var told = texts(cases, incident, masked);
                texts.put(
                        incident.id(),
                        masked ? Redaction.of(told, people(result, incident)) : told);
            }
        }
        return new ReportView(
                analysis,
                result.incidents(),
                texts,
                senders,
                word -> {
                    var provider = knowledge.providers().byWord(word);
                    return provider == null ? word : provider.name();
                });
    }

    /// Whom the refusals of an incident are about: their texts may name them.
    private static List<String> people(LogAnalysis.Result result, Incident incident) {
        return incident.evidence().stream()
                .filter(Evidence.Replies.class::isInstance)
                .map(Evidence.Replies.class::cast)
                .flatMap(replies -> replies.frequent().stream())
                .flatMap(id -> result.summary().refusal(id).people().stream())
                .distinct()
                .toList();
    }

    private static CaseTexts texts(Cases cases, Incident incident, boolean masked) {
        var file = cases.of(incident, masked);
        var advice = new ArrayList<CaseTexts.Advice>();
        for (var server : Server.values()) {
            advice.add(new CaseTexts.Advice(server.title(), file.configuration(server)));
        }
        return new CaseTexts(file.evidence(), file.letter(), file.ticket(), advice);
    }
}
