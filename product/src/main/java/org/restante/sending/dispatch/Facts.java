package org.restante.sending.dispatch;

import org.jspecify.annotations.Nullable;
import org.restante.sending.routing.Source;

/// The session in which it happened.
///
/// @param sessionId one connection; N recipients refused at its greeting are one refusal
/// @param tookMillis from the attempt's begin to now; null where nobody was tried
/// @param sourceIp our address of the connection; null where none stood and the source leaves its address to the system
public record Facts(
        String sessionId,
        String site,
        @Nullable String provider,
        @Nullable String mxHost,
        @Nullable String mxIp,
        Source source,
        @Nullable String sourceIp,
        @Nullable String tls,
        @Nullable Long tookMillis) {}
