package org.restante.simulation.sink;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// A certificate that nobody vouches for, made for one run (RFC 5280 §4.1; P-256): enough for opportunistic TLS.
public final class OwnCertificate {
    private static final AlgorithmIdentifier ECDSA =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final Duration EARLIER = Duration.ofDays(1);
    private static final Duration LIFETIME = Duration.ofDays(30);

    private OwnCertificate() {}

    /// What a server shows that is called by any of these names.
    public static SSLContext context(List<String> names, Instant now) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var keys = generator.generateKeyPair();
            var subject = new X500Name("CN=restante sink");
            var body = new V3TBSCertificateGenerator();
            body.setSerialNumber(new ASN1Integer(BigInteger.valueOf(now.toEpochMilli())));
            body.setSignature(ECDSA);
            body.setIssuer(subject);
            body.setSubject(subject);
            body.setStartDate(new Time(Date.from(now.minus(EARLIER))));
            body.setEndDate(new Time(Date.from(now.plus(LIFETIME))));
            body.setSubjectPublicKeyInfo(
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
            body.setExtensions(extensions(names));
            var signed = body.generateTBSCertificate();
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getEncoded("DER"));
            var parts = new ASN1EncodableVector();
            parts.add(signed);
            parts.add(ECDSA);
            parts.add(new DERBitString(signature.sign()));
            var certificate =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(
                                            new DERSequence(parts).getEncoded("DER")));
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "sink", keys.getPrivate(), new char[0], new Certificate[] {certificate});
            var managers = KeyManagerFactory.getInstance("PKIX");
            managers.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot make a certificate", e);
        }
    }

    private static org.bouncycastle.asn1.x509.Extensions extensions(List<String> names)
            throws IOException {
        var all = new ExtensionsGenerator();
        all.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(
                        names.stream()
                                .map(name -> new GeneralName(GeneralName.dNSName, name))
                                .toArray(GeneralName[]::new)));
        return all.generate();
    }
}
