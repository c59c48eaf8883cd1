package org.restante.app.page;

import org.restante.record.report.Analysis;

/// What the page shows.
public record ReportView(Analysis analysis) {}
