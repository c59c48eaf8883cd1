package org.restante.sending.warmup;

import java.util.Locale;
import org.restante.sending.warmup.Step.Kind;

/// What a day of warming up comes to. A plan advances only on days that used it and were clean; a sign that is missing is no clean
/// sign.
final class Judgement {
    /// So much of the day's plan must be used.
    private static final double USED = 0.9;

    /// So many times what a clean day has at most takes a plan back: 15 per cent refused, 0.1 per cent complaints.
    private static final double BAD_REFUSED = 3;

    private static final double BAD_COMPLAINTS = 2;

    /// Of what a clean day has at most, a spotless one has no more.
    private static final double SPOTLESS = 0.25;

    private Judgement() {}

    static Step after(DayCount count, WarmupPolicy policy) {
        double refused = count.refusedRate();
        if (count.surelyRefused() > BAD_REFUSED * policy.mostDeferred()) {
            return back(count, policy, refusals(count));
        }
        var complaints = count.complaints();
        if (complaints != null && complaints.rate() > BAD_COMPLAINTS * policy.mostComplaints()) {
            return back(count, policy, complained(complaints));
        }
        if (refused > policy.mostDeferred()) {
            return held(
                    count,
                    text(
                            "%s; a clean day has %s at most",
                            refusals(count), percent(policy.mostDeferred())));
        }
        if (complaints != null && complaints.rate() > policy.mostComplaints()) {
            return held(
                    count,
                    text(
                            "%s; a clean day has %s at most",
                            complained(complaints), percent(policy.mostComplaints())));
        }
        if (count.used() < USED * count.planned()) {
            return held(
                    count,
                    text(
                            "%,d of %,d used; %,d are needed",
                            count.used(),
                            count.planned(),
                            (int) Math.ceil(USED * count.planned())));
        }
        if (complaints == null && policy.withoutComplaints() == WithoutComplaints.HOLD) {
            return held(
                    count,
                    text(
                            "%,d of %,d used, but how many complained is missing, and missing is not none",
                            count.used(), count.planned()));
        }
        return onwards(count, policy);
    }

    private static Step onwards(DayCount count, WarmupPolicy policy) {
        var complaints = count.complaints();
        boolean isSpotless =
                complaints != null
                        && complaints.rate() <= SPOTLESS * policy.mostComplaints()
                        && count.refusedRate() <= SPOTLESS * policy.mostDeferred();
        int next = count.day() + (policy.plan().mayStride() && isSpotless ? 2 : 1);
        var why =
                text(
                        "%,d of %,d used, %s, %s",
                        count.used(),
                        count.planned(),
                        refusals(count),
                        complaints == null ? "complaints missing" : complained(complaints));
        return next > policy.plan().days()
                ? new Step(Kind.ENDED, policy.plan().days(), why)
                : new Step(Kind.ADVANCED, next, why);
    }

    private static Step back(DayCount count, WarmupPolicy policy, String why) {
        int next = Math.max(1, count.day() - (policy.plan().mayStride() ? 2 : 1));
        return next < count.day()
                ? new Step(Kind.STEPPED_BACK, next, why)
                : held(count, why + "; it is the first day already");
    }

    private static Step held(DayCount count, String why) {
        return new Step(Kind.HELD, count.day(), why);
    }

    private static String refusals(DayCount count) {
        return text(
                "%s of %,d attempts refused for reasons of ours",
                percent(count.refusedRate()), count.attempts());
    }

    private static String complained(Complaints complaints) {
        return percent(complaints.rate()) + " complained";
    }

    private static String percent(double share) {
        return text(share < 0.001 ? "%.2f %%" : "%.1f %%", 100 * share);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
