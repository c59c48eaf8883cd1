package org.restante.app.page;

import java.util.List;
import java.util.function.UnaryOperator;
import org.restante.insight.incident.Dimension;
import org.restante.insight.incident.Evidence.CleanSibling;
import org.restante.insight.incident.IncidentScope;

/// Where an incident is, in words.
public final class Places {
    private Places() {}

    /// The receivers covered: `Yahoo`, `mx1.example.net (Yahoo)`, `Gmail, Yahoo and 2 more`, `every receiver`.
    static String receivers(ReportView view, IncidentScope scope) {
        return receivers(view::name, scope);
    }

    private static String receivers(UnaryOperator<String> name, IncidentScope scope) {
        var names = scope.providers().stream().map(name).toList();
        var mxHost = scope.mxHost();
        if (mxHost != null) {
            return Plain.text(mxHost) + (names.size() == 1 ? " (" + names.getFirst() + ")" : "");
        }
        if (names.isEmpty()) {
            return "every receiver";
        }
        return names.size() <= 3
                ? list(names)
                : String.join(", ", names.subList(0, 2)) + " and " + (names.size() - 2) + " more";
    }

    /// The whole scope as a title: `Yahoo from 203.0.113.10, stream news`.
    public static String title(ReportView view, IncidentScope scope) {
        return title(view::name, scope);
    }

    /// The same.
    ///
    /// @param name a provider's word to its display name
    public static String title(UnaryOperator<String> name, IncidentScope scope) {
        var receivers = receivers(name, scope);
        var title =
                new StringBuilder(
                        receivers.equals("every receiver") ? "Every receiver" : receivers);
        if (scope.source() != null) {
            title.append(" from ").append(Plain.text(scope.source()));
        }
        if (scope.stream() != null) {
            title.append(", stream ").append(Plain.text(scope.stream()));
        }
        if (scope.sender() != null) {
            title.append(", sender ").append(Plain.text(scope.sender()));
        }
        if (scope.stage() != null) {
            title.append(", at ").append(Words.at(scope.stage()));
        }
        return title.toString();
    }

    /// A sibling's name as people know it.
    public static String sibling(ReportView view, CleanSibling sibling) {
        return sibling.dimension() == Dimension.PROVIDER
                ? view.name(sibling.name())
                : Plain.text(sibling.name());
    }

    /// `a`, `a and b`, `a, b and c`.
    static String list(List<String> names) {
        if (names.size() == 1) {
            return names.getFirst();
        }
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }
}
