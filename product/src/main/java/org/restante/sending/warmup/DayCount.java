package org.restante.sending.warmup;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Plan and actual of one day (UTC).
///
/// @param day of the plan, from 1
/// @param used recipients of bulk mail that the receiver took, or refused for good
/// @param attempts recipients tried, transactional ones among them
/// @param refused of them for our pace, address, standing or content
/// @param complaints null where nobody told: not known, which is not the same as none
public record DayCount(
        LocalDate date,
        int day,
        int planned,
        int used,
        int attempts,
        int refused,
        @Nullable Complaints complaints) {
    /// The 97.5 % quantile of the normal distribution.
    private static final double Z = 1.96;

    public double refusedRate() {
        return attempts == 0 ? 0 : (double) refused / attempts;
    }

    /// The rate that is surely exceeded (Wilson's interval): of few attempts it says little.
    double surelyRefused() {
        if (attempts == 0) {
            return 0;
        }
        double n = attempts;
        double p = refusedRate();
        double middle = p + Z * Z / (2 * n);
        double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return Math.max(0, (middle - half) / (1 + Z * Z / n));
    }

    /// Nobody was tried.
    boolean isIdle() {
        return used == 0 && attempts == 0;
    }

    DayCount andUsed(int more) {
        return new DayCount(date, day, planned, used + more, attempts, refused, complaints);
    }
}
