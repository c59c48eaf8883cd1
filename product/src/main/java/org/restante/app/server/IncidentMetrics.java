package org.restante.app.server;

import java.util.EnumMap;
import java.util.Map;
import org.restante.app.duty.Casebook;
import org.restante.app.metrics.Exposition;
import org.restante.insight.incident.Severity;

/// How many incidents are open, and whether somebody looks for them.
public record IncidentMetrics(Casebook casebook) {
    public void write(Exposition page) {
        var open = new EnumMap<Severity, Integer>(Severity.class);
        for (var one : casebook.list(true)) {
            open.merge(one.incident().severity(), 1, Integer::sum);
        }
        page.gauge("restante_incidents", "Incidents that are open");
        for (var severity : Severity.values()) {
            page.is(Map.of("severity", severity.word()), open.getOrDefault(severity, 0));
        }
        page.gauge(
                        "restante_incidents_watched",
                        "1 while incidents are looked for and all on record is read")
                .is(casebook.isCaughtUp() ? 1 : 0);
    }
}
