package org.restante.app.config;

import org.restante.sending.dispatch.NextHopLogins;
import org.restante.sending.routing.Login;

/// `[next_hop."relay.example:587"]`: who we are to a next hop of `[routes]`.
public record NextHopSection(
        @Key(value = "the name we log in by (AUTH PLAIN or LOGIN)", example = "us@example.org")
                String user,
        @Key(value = "its password", example = "{ env = \"RELAY_PASSWORD\" }") Secret password,
        @Key(
                        value =
                                "whether the host must show a trusted certificate for its name before it hears the password",
                        usual = "true",
                        why =
                                "TLS alone hides the password from who listens, not from who answers in the host's place")
                boolean verified) {
    NextHopLogins.Entry entry() {
        return new NextHopLogins.Entry(new Login(user, password.text()), verified);
    }
}
