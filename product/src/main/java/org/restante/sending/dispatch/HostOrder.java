package org.restante.sending.dispatch;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.restante.sending.pacing.HostCircuits;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Target;

/// In which order a session tries the hosts of a way, and which it leaves alone.
///
/// @param circuits of all hosts; shared
record HostOrder(
        HostCircuits<InetSocketAddress> circuits, LongSupplier ticker, RandomGenerator chance) {
    /// By preference; of one preference those that have failed come last. But one that was set aside for long enough comes first, for
    /// whoever is served by its sibling would never find out that it is well again.
    List<Target> of(Route.Reachable route) {
        var targets = new ArrayList<Target>();
        boolean tries = false;
        for (var group : route.targetsByPreference(chance)) {
            for (var one : group) {
                if (!tries && isDue(one)) {
                    targets.add(one);
                    tries = true;
                }
            }
            group.stream().filter(one -> !isDoubtful(one)).forEach(targets::add);
            group.stream()
                    .filter(one -> isDoubtful(one) && !targets.contains(one))
                    .forEach(targets::add);
        }
        return targets;
    }

    private boolean isDue(Target target) {
        return circuits.isDue(target.socket(), now());
    }

    private boolean isDoubtful(Target target) {
        return circuits.isDoubtful(target.socket());
    }

    /// Whether this session is to try it now; others leave a doubtful one to it.
    boolean tries(Target target) {
        return circuits.tries(target.socket(), now());
    }

    /// @return whether it had been set aside
    boolean answered(Target target) {
        return circuits.answered(target.socket(), now());
    }

    /// @return for how long it is set aside for that; zero where it is not
    Duration failed(Target target, boolean silently) {
        return circuits.failed(target.socket(), silently, now());
    }

    /// Of hosts that are all set aside the one that may be tried first.
    Target soonest(List<Target> targets) {
        var sockets = targets.stream().map(Target::socket).toList();
        var socket = circuits.choose(sockets, chance, now());
        circuits.started(socket, now());
        return targets.get(sockets.indexOf(socket));
    }

    /// Whether none can be spoken with now: no other is worth a try, or none has answered lately.
    boolean areAllOut(List<Target> targets) {
        var sockets = targets.stream().map(Target::socket).toList();
        long now = now();
        return sockets.stream().noneMatch(one -> circuits.isWorthTrying(one, now))
                || circuits.allOut(sockets, now);
    }

    private long now() {
        return ticker.getAsLong();
    }
}
