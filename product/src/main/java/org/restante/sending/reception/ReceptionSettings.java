package org.restante.sending.reception;

import java.time.Duration;

/// What a session may cost.
///
/// @param messageOctets the largest message, told by SIZE (RFC 1870)
/// @param headerOctets the largest header
/// @param recipients of one message; RFC 5321 §4.5.3.1.8 asks for at least 100
/// @param refusals an erring client is sent away after so many
/// @param commandOctets the longest command line but AUTH's; RFC 5321 asks for 512 and extensions for more
/// @param hops `Received` fields of a message, more are a loop; RFC 5321 §6.3 asks for at least 100
/// @param connections at once
/// @param connectionsPerClient at once from one address of a listed network
/// @param connectionsPerStranger at once from any other address
/// @param idle how long a client may say nothing; RFC 5321 §4.5.3.2.7 asks for five minutes
/// @param data how long the data of one message, or one chunk of it, may take
/// @param handshake how long a PROXY header and a TLS handshake may take
/// @param longLines what becomes of a line of more than 998 octets
public record ReceptionSettings(
        long messageOctets,
        int headerOctets,
        int recipients,
        int refusals,
        int commandOctets,
        int hops,
        int connections,
        int connectionsPerClient,
        int connectionsPerStranger,
        Duration idle,
        Duration data,
        Duration handshake,
        LongLines longLines) {
    public static ReceptionSettings defaults() {
        return new ReceptionSettings(
                50L << 20,
                256 << 10,
                1000,
                20,
                4096,
                100,
                20_000,
                10_000,
                100,
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                LongLines.BREAK);
    }

    /// The same with another number of connections at once; those of one client are no more.
    public ReceptionSettings withConnections(int most) {
        return new ReceptionSettings(
                messageOctets,
                headerOctets,
                recipients,
                refusals,
                commandOctets,
                hops,
                most,
                Math.min(connectionsPerClient, most),
                Math.min(connectionsPerStranger, most),
                idle,
                data,
                handshake,
                longLines);
    }
}
