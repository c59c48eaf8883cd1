package org.restante.protocol.dkim;

import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Checks the signatures of messages (RFC 6376 §6). May be shared.
public final class Verifier {
    /// A message with more signatures is made to cost us time.
    private static final int MOST_SIGNATURES = 10;

    private final PublicKeys keys;
    private final KeyPolicy policy;

    public Verifier(PublicKeys keys, KeyPolicy policy) {
        this.keys = keys;
        this.policy = policy;
    }

    /// Checks a whole message, lines ended by CRLF.
    public List<Verification> verify(byte[] message, Instant now) {
        int bodyStart = HeaderFields.bodyStart(message);
        var check = begin(Arrays.copyOf(message, bodyStart));
        check.write(message, bodyStart, message.length - bodyStart);
        return check.finish(now);
    }

    /// Begins with the header; the body is written to what is returned.
    public Check begin(byte[] header) {
        var fields = HeaderFields.read(header, 0, header.length);
        var candidates = new ArrayList<Candidate>();
        for (var field : fields.named(SignatureField.NAME)) {
            candidates.add(Candidate.of(field, candidates.size() >= MOST_SIGNATURES, policy));
        }
        return new Check(fields, candidates);
    }

    /// A message whose body is passing by.
    public final class Check extends OutputStream {
        private final HeaderFields fields;
        private final List<Candidate> candidates;
        private final BodyHashes hashes;

        private Check(HeaderFields fields, List<Candidate> candidates) {
            this.fields = fields;
            this.candidates = candidates;
            this.hashes =
                    new BodyHashes(
                            candidates.stream()
                                    .flatMap(candidate -> candidate.read().stream())
                                    .map(SignatureField::bodyKind)
                                    .toList());
        }

        @Override
        public void write(int octet) {
            hashes.write(octet);
        }

        @Override
        public void write(byte[] octets, int from, int count) {
            hashes.write(octets, from, count);
        }

        /// The body is complete: asks for the keys and gives one answer for each signature, from the top of the header down.
        public List<Verification> finish(Instant now) {
            var bodies = hashes.finish();
            return candidates.stream()
                    .map(candidate ->
                            new SignatureCheck(keys, policy, now).of(fields, candidate, bodies))
                    .toList();
        }
    }
}
