package org.restante.app.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.restante.mail.message.Domain;

/// `[tls]`.
public record TlsSection(
        @Key(
                        value =
                                "the server's certificate in PEM, and after it those that lead to a root",
                        why =
                                "without it STARTTLS is not offered, and passwords are heard from this machine alone",
                        example = "/etc/restante/fullchain.pem")
                Optional<Path> certificate,
        @Key(
                        value = "its private key in PEM, without a passphrase",
                        example = "/etc/restante/privkey.pem")
                Optional<Path> key,
        @Key(
                        value =
                                "the certificate for clients that ask for this name (SNI), `*.example.org` for one label more; others are shown the one"
                                        + " above",
                        example = "mail.example.org")
                Map<String, Named> name)
        implements Checked {
    /// `[tls.name."mail.example.org"]`.
    public record Named(
            @Key(
                            value = "a certificate in PEM, and after it those that lead to a root",
                            example = "/etc/restante/mail.example.org.pem")
                    Path certificate,
            @Key(
                            value = "its private key in PEM, without a passphrase",
                            example = "/etc/restante/mail.example.org-key.pem")
                    Path key) {}

    @Override
    public void check(Objections objections) {
        if (certificate.isPresent() != key.isPresent()) {
            objections.against(
                    certificate.isPresent() ? "key" : "certificate",
                    "is missing",
                    "a certificate and its key go together");
        }
        for (var one : name.keySet()) {
            var at = placeOf(one);
            if (Domain.of(one.startsWith("*.") ? one.substring(2) : one).isEmpty()) {
                objections.against(at, "is no name of a host", "mail.example.org would be right");
            } else if (certificate.isEmpty()) {
                objections.against(
                        at,
                        "has a certificate, and there is none for clients that ask for no name",
                        "certificate and key in [tls] would be right");
            }
        }
    }

    /// Where a name stands below this section.
    public static String placeOf(String name) {
        return "name." + Reading.bare(name);
    }

    /// All files.
    public Stream<Path> files() {
        return Stream.concat(
                Stream.of(certificate, key).flatMap(Optional::stream),
                name.values().stream().flatMap(one -> Stream.of(one.certificate(), one.key())));
    }
}
