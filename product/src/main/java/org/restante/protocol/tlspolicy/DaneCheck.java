package org.restante.protocol.tlspolicy;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.dns.Tlsa;

/// Whether a host's certificates match its TLSA records (RFC 7672 §3, RFC 7671 §5); pure.
///
/// Usage 3 (DANE-EE): the host's own certificate matches; its names and dates do not matter (RFC 7672 §3.1.1). Usage 2 (DANE-TA): a
/// certificate above it matches, or the record holds it or its key; then the path, the dates and the names must be right too.
public final class DaneCheck {
    /// What the check comes to.
    public sealed interface Result {
        /// @param depth how far above the host's own certificate the matching one is; for a key that stands in the record alone,
        ///     the certificate it has signed
        record Matches(Tlsa record, int depth) implements Result {}

        record Mismatch(TlsResult result, String why) implements Result {}
    }

    private static final int LONGEST_CHAIN = 10;
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_USE = "2.5.29.37.0";
    private static final Result NO_MATCH =
            new Result.Mismatch(
                    TlsResult.VALIDATION_FAILURE,
                    "no certificate of the host matches its TLSA records");

    private final List<Tlsa> records;
    private final List<String> names;

    /// @param names whom a certificate of usage 2 may be for: the TLSA base domain and the recipient domain (RFC 7672 §3.2.2)
    public DaneCheck(List<Tlsa> records, List<String> names) {
        this.records = List.copyOf(records);
        this.names = List.copyOf(names);
    }

    /// @param chain as the host sent it, its own certificate first
    public Result check(List<X509Certificate> chain, Instant now) {
        if (chain.isEmpty()) {
            return new Result.Mismatch(
                    TlsResult.VALIDATION_FAILURE, "the host shows no certificate");
        }
        for (var record : records) {
            if (record.usage() == 3 && matches(record, chain.getFirst())) {
                return new Result.Matches(record, 0);
            }
        }
        return byAnchor(path(chain), now);
    }

    private Result byAnchor(List<X509Certificate> path, Instant now) {
        Result result = NO_MATCH;
        for (var record : records) {
            if (record.usage() == 2) {
                var outcome = byAnchor(record, path, now);
                if (outcome instanceof Result.Matches) {
                    return outcome;
                }
                result = result == NO_MATCH ? outcome : result;
            }
        }
        return result;
    }

    private Result byAnchor(Tlsa record, List<X509Certificate> path, Instant now) {
        for (int depth = 1; depth < path.size(); depth++) {
            if (matches(record, path.get(depth))) {
                return valid(
                        record,
                        path.subList(0, depth),
                        new TrustAnchor(path.get(depth), null),
                        depth,
                        now);
            }
        }
        var anchor = held(record, path.getLast());
        return anchor == null
                ? NO_MATCH
                : valid(record, path, anchor, path.size() - record.selector(), now);
    }

    /// The anchor that is not in the chain but in the record itself.
    private static @Nullable TrustAnchor held(Tlsa record, X509Certificate last) {
        if (record.matching() != 0) {
            return null;
        }
        var octets = HexFormat.of().parseHex(record.data());
        try {
            var anchor =
                    record.selector() == 0
                            ? new TrustAnchor(certificate(octets), null)
                            : new TrustAnchor(
                                    last.getIssuerX500Principal(), key(octets, last), null);
            last.verify(
                    anchor.getTrustedCert() == null
                            ? anchor.getCAPublicKey()
                            : anchor.getTrustedCert().getPublicKey());
            return anchor;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private static X509Certificate certificate(byte[] octets) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(octets));
    }

    /// The key, of whichever kind fits the signature it is to have made.
    private static PublicKey key(byte[] octets, X509Certificate signed)
            throws GeneralSecurityException {
        for (var kind : List.of("RSA", "EC", "EdDSA")) {
            try {
                var key =
                        KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(octets));
                signed.verify(key);
                return key;
            } catch (InvalidKeySpecException | java.security.InvalidKeyException e) {
                // The next kind.
            }
        }
        throw new InvalidKeySpecException("no key of a known kind");
    }

    private Result valid(
            Tlsa record, List<X509Certificate> path, TrustAnchor anchor, int depth, Instant now) {
        var leaf = path.getFirst();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var parameters = new PKIXParameters(Set.of(anchor));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(factory.generateCertPath(path), parameters);
            if (!mayServe(leaf)) {
                return new Result.Mismatch(
                        TlsResult.CERTIFICATE_NOT_TRUSTED,
                        "the certificate is not meant for servers");
            }
        } catch (GeneralSecurityException e) {
            return new Result.Mismatch(
                    Chains.result(e),
                    "the certificate's path to the one in the TLSA record is not valid: "
                            + e.getMessage());
        }
        return CertificateNames.anyOf(names, leaf)
                ? new Result.Matches(record, depth)
                : new Result.Mismatch(
                        TlsResult.CERTIFICATE_HOST_MISMATCH,
                        "the certificate is for "
                                + CertificateNames.of(leaf)
                                + ", not for "
                                + names);
    }

    private static boolean mayServe(X509Certificate leaf) throws CertificateException {
        var uses = leaf.getExtendedKeyUsage();
        return uses == null || uses.contains(SERVER_AUTHENTICATION) || uses.contains(ANY_USE);
    }

    /// From the host's own certificate upwards, by issuer and signature, whatever the order in which they came.
    private static List<X509Certificate> path(List<X509Certificate> chain) {
        var path = new ArrayList<X509Certificate>();
        path.add(chain.getFirst());
        for (var next = issuer(chain, path);
                next != null && path.size() < LONGEST_CHAIN;
                next = issuer(chain, path)) {
            path.add(next);
        }
        return path;
    }

    private static @Nullable X509Certificate issuer(
            List<X509Certificate> chain, List<X509Certificate> path) {
        var last = path.getLast();
        for (var candidate : chain.subList(0, Math.min(chain.size(), 2 * LONGEST_CHAIN))) {
            if (!path.contains(candidate)
                    && candidate.getSubjectX500Principal().equals(last.getIssuerX500Principal())
                    && isSignedBy(last, candidate.getPublicKey())) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean isSignedBy(X509Certificate certificate, PublicKey key) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean matches(Tlsa record, X509Certificate certificate) {
        try {
            var selected =
                    record.selector() == 0
                            ? certificate.getEncoded()
                            : certificate.getPublicKey().getEncoded();
            var octets =
                    switch (record.matching()) {
                        case 0 -> selected;
                        case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
                        case 2 -> MessageDigest.getInstance("SHA-512").digest(selected);
                        default -> new byte[0];
                    };
            return record.selector() <= 1
                    && record.matching() <= 2
                    && HexFormat.of().formatHex(octets).equalsIgnoreCase(record.data());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
