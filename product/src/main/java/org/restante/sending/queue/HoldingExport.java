package org.restante.sending.queue;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// An export whose mail stays here until somebody releases or removes it.
///
/// @param at when it began
/// @param by who made it, and why; empty where a version made it that did not keep it
/// @param mail which mail was meant; empty with `by`
public record HoldingExport(UUID id, Instant at, Optional<By> by, Optional<Filter> mail) {}
