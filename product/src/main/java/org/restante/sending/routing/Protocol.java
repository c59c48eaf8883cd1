package org.restante.sending.routing;

/// What is spoken to a next hop.
public enum Protocol {
    SMTP(25),
    /// RFC 2033: a reply for each recipient after the data. It has no port of its own but must not use 25 (§5); 24 is the custom.
    LMTP(24);

    private final int usualPort;

    Protocol(int usualPort) {
        this.usualPort = usualPort;
    }

    public int usualPort() {
        return usualPort;
    }
}
