package org.restante.sending.routing;

/// A name and its password, for a proxy or a smart host.
public record Login(String user, String password) {
    /// Without the password: this stands in logs.
    @Override
    public String toString() {
        return user;
    }
}
