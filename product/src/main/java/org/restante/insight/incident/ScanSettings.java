package org.restante.insight.incident;

/// How the scan looks. The defaults are measured in `docs/INCIDENTS.md`.
///
/// @param maxParties providers (or sites without one) told apart; later ones fold into "(others)"
/// @param maxHosts MX hosts and sites of providers told apart, together
/// @param maxSources sources told apart
/// @param maxStreams streams told apart
/// @param maxCells crossings told apart
/// @param report nats by which an explanation must beat the baseline, its price paid
/// @param minRefusals an incident rests on at least so many refusals
/// @param minMessages and on at least so many messages
/// @param maxOpen incidents kept open at once
/// @param maxIncidents incidents kept in all; the weakest closed ones go first
public record ScanSettings(
        int maxParties,
        int maxHosts,
        int maxSources,
        int maxStreams,
        int maxCells,
        double report,
        int minRefusals,
        int minMessages,
        int maxOpen,
        int maxIncidents) {
    public ScanSettings {
        if (maxParties < 2 || maxHosts < 2 || maxSources < 2 || maxStreams < 2 || maxCells < 16) {
            throw new IllegalArgumentException("a scan needs room for its cells");
        }
    }

    public static ScanSettings defaults() {
        return new ScanSettings(2048, 4096, 256, 256, 16_384, 8, 5, 4, 24, 200);
    }
}
