package org.restante.app.duty;

import java.time.Instant;
import org.restante.app.identity.Finding;
import org.restante.insight.casefile.Mend;

/// What was found when somebody wanted to know whether something is mended.
public record MendCheck(Mend mend, Finding finding, Instant at, String by) {}
