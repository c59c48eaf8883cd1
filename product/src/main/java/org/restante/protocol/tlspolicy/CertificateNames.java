package org.restante.protocol.tlspolicy;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/// The host names a certificate is for (RFC 9525 §6, RFC 7672 §3.2.3); pure.
final class CertificateNames {
    private static final int DNS_NAME = 2;

    private CertificateNames() {}

    /// Whether the certificate is for one of these names.
    static boolean anyOf(Collection<String> names, X509Certificate certificate) {
        var presented = of(certificate);
        return names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> presented.stream().anyMatch(pattern -> matches(pattern, name)));
    }

    /// The alternative names; where there are none of hosts, the common name.
    static List<String> of(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (var alternative : alternatives) {
                    if (alternative.getFirst() instanceof Integer kind
                            && kind == DNS_NAME
                            && alternative.get(1) instanceof String name) {
                        names.add(name.toLowerCase(Locale.ROOT));
                    }
                }
            }
            if (names.isEmpty()) {
                commonName(certificate, names);
            }
        } catch (CertificateParsingException | InvalidNameException e) {
            return List.of();
        }
        return names;
    }

    private static void commonName(X509Certificate certificate, List<String> names)
            throws InvalidNameException {
        for (var part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
            if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                names.add(name.toLowerCase(Locale.ROOT));
            }
        }
    }

    /// Equal, or a star in place of the whole first label.
    static boolean matches(String pattern, String name) {
        if (!pattern.startsWith("*.")) {
            return !pattern.isEmpty() && pattern.equals(name);
        }
        int dot = name.indexOf('.');
        return dot > 0
                && pattern.length() > 2
                && name.substring(dot + 1).equals(pattern.substring(2));
    }
}
