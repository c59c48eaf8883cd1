package org.restante.simulation.receiver;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// What a receiver keeps of one source.
final class Tracked {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final ReceiverModel model;
    private final Gauge gauge;

    private int connections;
    private int greylistPasses;

    private long minute = -1;
    private int inMinute;

    private double standing;
    private double leastStanding;
    private long standingAt;

    private double violations;
    private long violationsAt;

    private long boxedUntil = -1;
    private int level;
    private int boxes;

    Tracked(ReceiverModel model, long now) {
        this.model = model;
        gauge = Gauge.of(model.limit(), now);
        standing = model.standing().first();
        leastStanding = standing;
        standingAt = now;
        violationsAt = now;
    }

    private void fade(long now) {
        standing = 1 - (1 - standing) * faded(now - standingAt, model.standing().recovery());
        standingAt = now;
        violations *= faded(now - violationsAt, model.box().decay());
        violationsAt = now;
        if (boxes > 0 && now > boxedUntil + model.box().forgotten().toNanos()) {
            level = 0;
        }
    }

    private static double faded(long elapsed, Duration scale) {
        return StrictMath.exp(-(double) elapsed / scale.toNanos());
    }

    /// What the base limit is multiplied by.
    private double factor(long now) {
        fade(now);
        return model.weather().factor(windowStart(now))
                * Math.max(model.standing().least(), standing);
    }

    /// A window's quota is that of its beginning.
    private long windowStart(long now) {
        return model.limit() instanceof Limit.FixedWindow window
                ? now / window.length().toNanos() * window.length().toNanos()
                : now;
    }

    boolean isBoxed(long now) {
        return now < boxedUntil;
    }

    long boxedUntil() {
        return boxedUntil;
    }

    /// A try while it is boxed.
    void knocked(long now) {
        fade(now);
        lose(model.standing().perRefusal());
        var box = model.box();
        if (box.rearmed()) {
            boxedUntil = Math.max(boxedUntil, now + length(box, Math.max(0, level - 1)));
        }
    }

    private static long length(ReceiverModel.Box box, int level) {
        return (long)
                Math.min(
                        box.longest().toNanos(),
                        box.length().toNanos() * StrictMath.pow(box.growth(), level));
    }

    private void violate(double weight, long now) {
        fade(now);
        violations += weight;
        lose(model.standing().perRefusal() * weight);
        if (violations >= model.box().violations()) {
            boxedUntil = now + length(model.box(), level);
            level++;
            boxes++;
            violations = 0;
        }
    }

    private void lose(double part) {
        standing = Math.max(0, standing - part);
        leastStanding = Math.min(leastStanding, standing);
    }

    /// Which check refuses a new connection, [Check#TAKEN] when it is let in.
    Check opens(long now) {
        if (isBoxed(now)) {
            knocked(now);
            return Check.BOX;
        }
        var door = model.door();
        if (connections >= door.connections()) {
            violate(model.box().connectionWeight(), now);
            return Check.CONNECTIONS;
        }
        if (door.perMinute() > 0) {
            if (now / MINUTE != minute) {
                minute = now / MINUTE;
                inMinute = 0;
            }
            if (++inMinute > door.perMinute()) {
                violate(model.box().connectionWeight(), now);
                return Check.CONNECTION_RATE;
            }
        }
        connections++;
        return Check.TAKEN;
    }

    /// When it would be let in but for the number of its connections; now when at once.
    long mayOpenAt(long now) {
        if (isBoxed(now)) {
            return boxedUntil;
        }
        int most = model.door().perMinute();
        boolean isUsedUp = most > 0 && now / MINUTE == minute && inMinute >= most;
        return isUsedUp ? (minute + 1) * MINUTE : now;
    }

    void closed() {
        connections--;
    }

    boolean take(long now, RandomGenerator chance) {
        boolean taken = gauge.take(now, factor(now), model.chargesRefused(), chance);
        if (!taken) {
            violate(1, now);
        }
        return taken;
    }

    void giveBack() {
        gauge.giveBack();
    }

    long next(long now, double kept) {
        return gauge.next(now, factor(now), kept);
    }

    void metUnknownUser(long now) {
        fade(now);
        lose(model.standing().perUnknownUser());
    }

    /// Whether it has come back often enough to be greylisted no more.
    boolean isTrusted(ReceiverModel.Greylist greylist) {
        return greylistPasses >= greylist.passes();
    }

    void passedGreylist() {
        greylistPasses++;
    }

    /// The lowest standing it ever had.
    double leastStanding() {
        return leastStanding;
    }

    int boxes() {
        return boxes;
    }
}
