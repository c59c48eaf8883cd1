package org.restante.sending.routing;

import java.time.Duration;

/// How much of what a stranger's DNS says is used.
///
/// @param hosts so many MX hosts are looked up, the most preferred first, chance among equals
/// @param addressesOfHost so many addresses of one host are kept
/// @param addresses so many addresses in all
/// @param patience how long finding a route may take
/// @param loopback whether MX records and address literals may lead to loopback; an operator's routes always may. Off: somebody's
///     MX record must not talk to what listens only for this machine
public record RoutingBounds(
        int hosts, int addressesOfHost, int addresses, Duration patience, boolean loopback) {
    public RoutingBounds {
        if (hosts < 1 || addressesOfHost < 1 || addresses < 1) {
            throw new IllegalArgumentException("at least one host and one address");
        }
    }

    /// Room for the largest receivers (5 hosts, 16 addresses a host) and two more sizes; nobody who publishes more can be served better.
    public static RoutingBounds usual() {
        return new RoutingBounds(16, 16, 64, Duration.ofSeconds(20), false);
    }
}
