/// Detects a spike of refusals, finds the smallest scope that explains it, and names the cause with a confidence and the
/// evidence.
///
/// [IncidentScan] is fed counts by minute and [Cell]. Each cell is a crossing of provider, site, MX host, source and stream.
/// A cheap screening after each minute watches the sums along every dimension; only when one of them leaves its baseline does
/// the full search run: over windows, groups of causes and scopes it looks for the one explanation that is worth its own
/// length (a likelihood gain over the baseline, less a price for every dimension that must be named). Nothing here reads a
/// clock, starts a thread or touches a file; memory is bounded by [ScanSettings].
@NullMarked
package org.restante.insight.incident;

import org.jspecify.annotations.NullMarked;
