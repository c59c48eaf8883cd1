package org.restante.sending.reception;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// What a session knows of its client.
///
/// @param port of the client; 0 where it is not known
/// @param at our address it came to; null where it is not known
/// @param login the name it has logged in with; empty when it has not
/// @param mechanism by which it has (RFC 4954), or `BEARER` over HTTP; empty when it has not
/// @param tlsVersion empty in the clear
record Seen(
        String hello,
        InetAddress address,
        int port,
        @Nullable InetSocketAddress at,
        boolean extended,
        String login,
        String mechanism,
        String tlsVersion,
        String cipher) {
    boolean authenticated() {
        return !login.isEmpty();
    }
}
