package org.restante.app.server;

import java.net.InetAddress;
import java.util.Optional;
import org.restante.app.access.PasswordDoor;
import org.restante.app.access.User;
import org.restante.sending.reception.Client;
import org.restante.sending.reception.Doorkeeper;

/// This machine itself, and users with a password; nobody else.
final class KnownClients implements Doorkeeper {
    private final PasswordDoor door;

    KnownClients(PasswordDoor door) {
        this.door = door;
    }

    @Override
    public Optional<Client> ofAddress(InetAddress address) {
        return address.isLoopbackAddress()
                ? Optional.of(Client.trusted("loopback"))
                : Optional.empty();
    }

    @Override
    public Optional<Client> ofPassword(String name, String password) {
        return door.user(name, password).map(User::client);
    }
}
