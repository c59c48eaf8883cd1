package org.restante.app.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.restante.app.server.HttpDoor;

/// Where a server listens, as options say it and as its first lines tell.
final class Places {
    private Places() {}

    /// @param option that says so, for messages
    /// @param text `HOST:PORT`
    static InetSocketAddress at(String option, String text) {
        int colon = text.lastIndexOf(':');
        var port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new InputError(option + ": '" + text + "' is no HOST:PORT");
        }
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(text.substring(0, colon)), Integer.parseInt(port));
        } catch (UnknownHostException e) {
            throw new InputError(option + ": '" + text + "' has no address", e);
        }
    }

    /// Where HTTP is spoken. In the clear it is spoken to this machine alone.
    static InetSocketAddress onLoopback(String option, String text) {
        var at = at(option, text);
        if (!at.getAddress().isLoopbackAddress()) {
            throw new InputError(
                    option
                            + ": "
                            + at.getAddress().getHostAddress()
                            + " is reached by other machines, and tokens would go over the network in the clear; 127.0.0.1:8080, or"
                            + " --config with a certificate in [http], would be right");
        }
        return at;
    }

    /// Tells where the console is, or how its first user is made.
    static void tell(HttpDoor door, Surroundings surroundings) {
        var out = surroundings.out();
        var at = door.address();
        out.println("restante: speaks HTTP at " + at.getHostString() + ":" + at.getPort());
        out.println(
                door.setUpLink()
                        .map(link ->
                                "restante: make the console's first user at "
                                        + link
                                        + " (good once, until the server stops)")
                        .orElse("restante: the console is at " + door.consoleLink()));
    }
}
