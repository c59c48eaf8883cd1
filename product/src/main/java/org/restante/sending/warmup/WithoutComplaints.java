package org.restante.sending.warmup;

/// What a day comes to of which nobody knows whether recipients complained. It is never taken for a day without complaints.
public enum WithoutComplaints {
    /// The plan stays where it is.
    HOLD,
    /// It advances by the other signals alone.
    ADVANCE
}
