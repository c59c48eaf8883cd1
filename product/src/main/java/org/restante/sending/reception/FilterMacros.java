package org.restante.sending.reception;

import java.net.InetAddress;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.ReversePath;
import org.restante.protocol.milter.Milter;

/// What filters are told beside each step, by the names Sendmail and Postfix have for it; what is not known is left out.
///
/// @param name how the server names itself
record FilterMacros(String name) {
    private static final Pattern KEY_BITS = Pattern.compile("_AES_(\\d+)_");

    Map<String, String> client(Seen seen) {
        var at = seen.at();
        var address = bare(seen.address());
        return Milter.macros(
                "j",
                name,
                "_",
                HeaderReading.literal(seen.address()),
                "v",
                "Restante",
                // Filters that write the name of the server into the message take it from here.
                "{daemon_name}",
                name,
                "{daemon_addr}",
                at == null ? "" : at.getAddress().getHostAddress(),
                "{daemon_port}",
                at == null ? "" : String.valueOf(at.getPort()),
                "{if_addr}",
                at == null || at.getAddress().isLoopbackAddress() ? "" : bare(at.getAddress()),
                "{client_addr}",
                address,
                "{client_port}",
                seen.port() == 0 ? "" : String.valueOf(seen.port()),
                "{client_name}",
                HeaderReading.literal(seen.address()));
    }

    /// As in an address literal: `192.0.2.1`, `IPv6:2001:db8::1`.
    private static String bare(InetAddress address) {
        var literal = HeaderReading.literal(address);
        return literal.substring(1, literal.length() - 1);
    }

    Map<String, String> hello(Seen seen) {
        return Milter.macros(
                "{tls_version}",
                seen.tlsVersion(),
                "{cipher}",
                seen.cipher(),
                "{cipher_bits}",
                keyBits(seen.cipher()));
    }

    /// Bits of the key that a suite encrypts with; empty where its name does not say.
    private static String keyBits(String suite) {
        var aes = KEY_BITS.matcher(suite);
        return aes.find() ? aes.group(1) : suite.contains("_CHACHA20_") ? "256" : "";
    }

    Map<String, String> mail(Seen seen, UUID id, ReversePath path) {
        return Milter.macros(
                "i",
                id.toString(),
                "{auth_type}",
                seen.mechanism(),
                "{auth_authen}",
                seen.login(),
                "{mail_addr}",
                path.address(),
                "{mail_host}",
                path.mailbox().map(FilterMacros::host).orElse(""));
    }

    Map<String, String> recipient(UUID id, Mailbox mailbox) {
        return Milter.macros(
                "i",
                id.toString(),
                "{rcpt_addr}",
                mailbox.toString(),
                "{rcpt_host}",
                host(mailbox));
    }

    private static String host(Mailbox mailbox) {
        return mailbox.host().ascii();
    }

    /// For the data, and for the end of a message.
    Map<String, String> message(UUID id) {
        return Milter.macros("i", id.toString());
    }
}
