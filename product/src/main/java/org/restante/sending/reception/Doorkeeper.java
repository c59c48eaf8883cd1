package org.restante.sending.reception;

import java.net.InetAddress;
import java.util.Optional;

/// Says who a client is: by the network it comes from, or by what it shows.
public interface Doorkeeper {
    /// The client that an address alone makes known; empty for strangers.
    Optional<Client> ofAddress(InetAddress address);

    /// The client that showed this name and password a short while ago and was right; told at once, without the cost of comparing.
    default Optional<Client> remembered(String name, String password) {
        return Optional.empty();
    }

    /// The client with that name and password; empty when there is none. Takes as long for a wrong name as for a wrong password.
    Optional<Client> ofPassword(String name, String password);
}
