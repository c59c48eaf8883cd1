package org.restante.record.report;

import org.jspecify.annotations.Nullable;

/// One combination of names that attempts share: to whom, by which host, from where.
///
/// @param domain the recipient domain, `(unknown)` when the log names none
/// @param provider the provider's word, null when unknown
/// @param mxHost null when the log names none
/// @param source our side's name or address, null when the log names none
/// @param pool null when the log names none
public record Combination(
        String domain,
        @Nullable String provider,
        String site,
        @Nullable String mxHost,
        @Nullable String source,
        @Nullable String pool) {}
