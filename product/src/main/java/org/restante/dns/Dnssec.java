package org.restante.dns;

/// Who says that an answer is validated (RFC 4033).
public enum Dnssec {
    /// Nobody: no answer counts as validated.
    OFF,
    /// The server, by its AD bit (RFC 4035 §3.2.3, RFC 6840 §5.8). Only for servers on loopback: anybody on the way can set a bit.
    TRUSTED_SERVER,
    /// This process, from the root's keys down.
    VALIDATE
}
