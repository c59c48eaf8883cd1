package org.restante.protocol.dkim;

import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// Signs messages for one or several signatories in one pass over the body (RFC 6376 §5). May be shared.
///
/// No `l=`, for what follows the signed octets could be anybody's; no `i=`, for the domain is all we vouch for.
public final class MessageSigner {
    /// No honest message has a field more often; its signature would only grow.
    private static final int MOST_OF_A_NAME = 20;

    private final List<Signatory> signatories;
    private final SigningPolicy policy;
    private final BodyHash.Kind bodyKind;

    /// @param signatories in the order their fields will have
    public MessageSigner(List<Signatory> signatories, SigningPolicy policy) {
        this.signatories = List.copyOf(signatories);
        this.policy = policy;
        this.bodyKind = new BodyHash.Kind(policy.body(), "SHA-256", BodyHash.ALL);
    }

    /// Begins a message; its body is written to what is returned.
    public Signing begin() {
        return new Signing();
    }

    /// A message whose body is passing by.
    public final class Signing extends OutputStream {
        private final BodyHash body = new BodyHash(bodyKind);

        private Signing() {}

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int count) {
            body.write(octets, from, count);
        }

        /// The body is complete: the fields to put before the header, each ended by CRLF. None for a message without From, which
        /// cannot be signed (§5.4), or with a field more often than any honest one.
        ///
        /// @param header with or without the empty line that ends it
        public String finish(byte[] header, Instant now) {
            return MessageSigner.this.finish(this, header, now);
        }
    }

    /// The same for a body that another signer with this one's policy has let pass: who signs may be known only at the end.
    public String finish(Signing passed, byte[] header, Instant now) {
        if (!passed.body.kind().equals(bodyKind)) {
            throw new IllegalArgumentException("the body was hashed in another form");
        }
        var fields = HeaderFields.read(header, 0, header.length);
        var hash = Base64.getEncoder().encodeToString(passed.body.finish());
        if (fields.count("from") == 0 || isAbsurd(fields)) {
            return "";
        }
        var names = signedNames(fields);
        var lines = new StringBuilder();
        for (var signatory : signatories) {
            lines.append(field(signatory, fields, names, hash, now));
        }
        return lines.toString();
    }

    private boolean isAbsurd(HeaderFields fields) {
        return Stream.of(policy.always(), policy.whenPresent(), policy.asTheyAre())
                .flatMap(List::stream)
                .anyMatch(name -> fields.count(name) > MOST_OF_A_NAME);
    }

    private List<String> signedNames(HeaderFields fields) {
        var names = new ArrayList<String>();
        for (var name : policy.always()) {
            add(names, name, fields.count(name) + 1);
        }
        for (var name : policy.whenPresent()) {
            int count = fields.count(name);
            add(names, name, count == 0 ? 0 : count + 1);
        }
        for (var name : policy.asTheyAre()) {
            add(names, name, fields.count(name));
        }
        return names;
    }

    private static void add(List<String> names, String name, int times) {
        for (int i = 0; i < times; i++) {
            names.add(name);
        }
    }

    private String field(
            Signatory signatory,
            HeaderFields fields,
            List<String> names,
            String hash,
            Instant now) {
        var field = new FoldedField("DKIM-Signature");
        field.tag("v=1");
        field.tag("a=" + signatory.key().algorithm().word());
        field.tag("c=" + policy.header().word() + "/" + policy.body().word());
        field.tag("d=" + signatory.domain().ascii());
        field.tag("s=" + signatory.selector().text());
        field.tag("t=" + now.getEpochSecond());
        policy.life().ifPresent(life -> field.tag("x=" + now.plus(life).getEpochSecond()));
        field.names("h=", names);
        field.tag("bh=" + hash);
        field.begin("b=");
        var octets = field.octets();
        var unsigned =
                new HeaderField(
                        octets,
                        0,
                        octets.length,
                        SignatureField.NAME,
                        SignatureField.NAME.length() + 1);
        var signed = SignedHeader.octets(fields, names, unsigned, policy.header());
        field.octetsInBase64(Base64.getEncoder().encodeToString(signatory.key().sign(signed)));
        return field.toString();
    }
}
