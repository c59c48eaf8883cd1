package org.restante.sending.queue;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Mail that could not be read back and is tried no more.
///
/// @param file in the spool's folder, which has its octets; empty where it stays in the spool, for a version that can read it
/// @param message empty where it is not known whose octets they are
/// @param at when it was found; unknown for what an earlier version found
public record Damaged(
        Optional<String> file,
        long octets,
        Optional<UUID> message,
        Optional<Instant> at,
        String why) {}
