package org.restante.sending.pacing;

import org.restante.meaning.verdict.Verdict;

/// A temporary refusal as a lane met it.
///
/// @param atGreeting whether it came before any message, in place of a greeting
/// @param standing connections that stood then: this one among them, but at the greeting only those beside it
/// @param opening connections that were being opened then, besides this one
/// @param carried messages this connection had carried before
/// @param isStranger whether the message was never refused, where lately only messages were taken that had been
/// @param startedAt when the message, or else the connection, began
public record Refused(
        Verdict verdict,
        boolean atGreeting,
        int standing,
        int opening,
        int carried,
        boolean isStranger,
        long startedAt) {}
