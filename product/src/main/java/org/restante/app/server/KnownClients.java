package org.restante.app.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.restante.app.access.PasswordDoor;
import org.restante.app.access.User;
import org.restante.dns.Network;
import org.restante.sending.reception.Client;
import org.restante.sending.reception.Doorkeeper;

/// Listed networks, and users with a password; nobody else.
final class KnownClients implements Doorkeeper {
    private static final int IPV6_PREFIX = 64;

    private final Supplier<List<Network>> networks;
    private final PasswordDoor door;

    KnownClients(Supplier<List<Network>> networks, PasswordDoor door) {
        this.networks = networks;
        this.door = door;
    }

    @Override
    public Optional<Client> ofAddress(InetAddress address) {
        return networks.get().stream().anyMatch(network -> network.contains(address))
                ? Optional.of(Client.trusted(name(address)))
                : Optional.empty();
    }

    /// Each machine of a network answers for itself; of IPv6 it has the 64 bits behind its network's to choose from.
    private static String name(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return "loopback";
        }
        return "network "
                + (address instanceof Inet6Address
                        ? Network.around(address, IPV6_PREFIX).address().getHostAddress()
                        : address.getHostAddress());
    }

    @Override
    public Optional<Client> remembered(String name, String password) {
        return door.remembered(name, password).map(User::client);
    }

    @Override
    public Optional<Client> ofPassword(String name, String password) {
        return door.user(name, password).map(User::client);
    }
}
