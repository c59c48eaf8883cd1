package org.restante.record.report;

import org.jspecify.annotations.Nullable;

/// An address that receivers' texts name: evidence of which source they speak of.
///
/// @param provider null when several providers name it
public record NamedAddress(String address, @Nullable String provider, long refusals) {}
