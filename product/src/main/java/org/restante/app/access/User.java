package org.restante.app.access;

import org.restante.sending.reception.Client;

/// One who may send with a password.
///
/// @param client the name, and what reception lets it do
/// @param password its hash as text
public record User(Client client, String password) {
    public String name() {
        return client.name();
    }

    @Override
    public String toString() {
        return "user " + name();
    }
}
