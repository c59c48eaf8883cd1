package org.restante.protocol.tlspolicy;

/// What is known of a domain's MTA-STS policy.
public sealed interface StsFinding {
    /// A policy that is to be followed, of mode `enforce` or `testing`.
    ///
    /// @param id of the record it came with
    record Found(StsPolicy policy, String id) implements StsFinding {}

    /// There is none.
    record None(String why) implements StsFinding {}

    /// The record promises one that could not be had; mail goes as if there were none (RFC 8461 §3.3), and it is counted.
    record Broken(TlsResult result, String why) implements StsFinding {}
}
