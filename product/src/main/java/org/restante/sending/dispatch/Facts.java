package org.restante.sending.dispatch;

import org.jspecify.annotations.Nullable;

/// The session in which it happened.
///
/// @param sessionId one connection; N recipients refused at its greeting are one refusal
public record Facts(
        String sessionId,
        String site,
        @Nullable String provider,
        @Nullable String mxHost,
        @Nullable String mxIp,
        Source source,
        @Nullable String tls) {}
