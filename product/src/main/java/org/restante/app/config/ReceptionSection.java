package org.restante.app.config;

import java.time.Duration;
import java.util.List;
import org.restante.dns.Network;
import org.restante.sending.reception.LongLines;
import org.restante.sending.reception.ReceptionSettings;

/// `[reception]`.
public record ReceptionSection(
        @Key(
                        value = "who may send without a password",
                        usual = "127.0.0.0/8, ::1",
                        why =
                                "this machine alone: a server that takes mail from strangers for strangers is soon on every blocklist")
                List<Network> networks,
        @Key(
                        value = "the largest message, told by SIZE (RFC 1870)",
                        usual = "50MiB",
                        why = "no large receiver takes more",
                        min = "64KiB",
                        max = "1GiB")
                Size messageSize,
        @Key(
                        value = "the largest header of a message",
                        usual = "256KiB",
                        why = "it is held in memory; real ones have 5 to 50 KiB",
                        min = "16KiB",
                        max = "16MiB")
                Size headerSize,
        @Key(
                        value = "recipients of one message",
                        usual = "1000",
                        why =
                                "RFC 5321 §4.5.3.1.8 asks for at least 100; some 3,000 are what the spool keeps in one record",
                        min = "100",
                        max = "3000")
                int recipients,
        @Key(
                        value = "refusals after which an erring client is sent away",
                        usual = "20",
                        why =
                                "a list with a few dead addresses passes, one who guesses addresses does not",
                        min = "1",
                        max = "10000")
                int refusals,
        @Key(
                        value = "the longest command line",
                        usual = "4KiB",
                        why = "RFC 5321 asks for 512 octets, extensions add to it",
                        min = "1KiB",
                        max = "64KiB")
                Size commandSize,
        @Key(
                        value = "Received fields of a message; more are a loop",
                        usual = "100",
                        why = "RFC 5321 §6.3 asks for at least 100; real paths have under 20",
                        min = "10",
                        max = "1000")
                int hops,
        @Key(
                        value = "connections at once",
                        usual = "20000",
                        why = "an idle one costs some 20 KiB",
                        min = "1",
                        max = "1000000")
                int connections,
        @Key(
                        value = "connections at once from one address",
                        usual = "10000",
                        why = "our clients are few and trusted",
                        min = "1",
                        max = "1000000")
                int connectionsPerClient,
        @Key(
                        value = "the same, from an address that is in none of the networks",
                        usual = "100",
                        why =
                                "more than any user's programs need before they have shown a password",
                        min = "1",
                        max = "1000000")
                int connectionsPerStranger,
        @Key(
                        value = "how long a client may say nothing",
                        usual = "5m",
                        why = "RFC 5321 §4.5.3.2.7",
                        min = "1s",
                        max = "1h")
                Duration idle,
        @Key(
                        value = "how long the data of one message, or one chunk of it, may take",
                        usual = "1h",
                        why = "50 MiB at 15 KB a second",
                        min = "1m",
                        max = "24h")
                Duration data,
        @Key(
                        value =
                                "how long what comes before the greeting may take: TLS from the first octet, a PROXY header",
                        usual = "30s",
                        why = "a handshake takes under a second",
                        min = "1s",
                        max = "10m")
                Duration handshake,
        @Key(
                        value =
                                "what becomes of a line of more than 998 octets: `break` breaks it in submitted mail, before it is signed, `refuse` refuses the message, `pass` sends it on as it is",
                        usual = "break",
                        why =
                                "RFC 5321 §4.5.3.1.6: receivers may refuse or break it, and with it the signature; Postfix breaks it too. Relayed mail stays as it is, for another's signature may cover it")
                LongLines longLines) {
    public ReceptionSettings settings() {
        return new ReceptionSettings(
                messageSize.octets(),
                headerSize.asInt(),
                recipients,
                refusals,
                commandSize.asInt(),
                hops,
                connections,
                connectionsPerClient,
                connectionsPerStranger,
                idle,
                data,
                handshake,
                longLines);
    }
}
