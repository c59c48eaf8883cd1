package org.restante.insight.incident;

/// Wilson's interval for a share, for counts too small to trust the share itself.
public final class Interval {
    /// One-sided 90 %.
    private static final double Z = 1.2816;

    private Interval() {}

    /// What the share is at least; 0 without attempts.
    public static double lower(long part, long whole) {
        return whole <= 0 ? 0 : Math.max(0, centre(part, whole) - reach(part, whole));
    }

    /// What the share is at most; 1 without attempts.
    public static double upper(long part, long whole) {
        return whole <= 0 ? 1 : Math.min(1, centre(part, whole) + reach(part, whole));
    }

    private static double centre(long part, long whole) {
        return (part + Z * Z / 2) / (whole + Z * Z);
    }

    private static double reach(long part, long whole) {
        double share = (double) part / whole;
        return Z * Math.sqrt(share * (1 - share) * whole + Z * Z / 4) / (whole + Z * Z);
    }
}
