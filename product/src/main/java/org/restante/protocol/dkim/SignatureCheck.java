package org.restante.protocol.dkim;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.restante.protocol.dkim.BodyHash.Kind;
import org.restante.protocol.dkim.BodyHashes.Hashed;

/// The check of one signature, step by step as RFC 6376 §6.1 has it.
///
/// @param now for `x=`
record SignatureCheck(PublicKeys keys, KeyPolicy policy, Instant now) {
    /// Key records tried at one name (§6.1.2, step 4).
    private static final int MOST_RECORDS = 4;

    Verification of(HeaderFields fields, Candidate candidate, Map<Kind, Hashed> bodies) {
        return switch (candidate) {
            case Candidate.Unreadable unreadable -> Verification.unread(unreadable.result());
            case Candidate.Readable(var field, var signature) -> {
                var body = bodies.get(signature.bodyKind());
                yield body == null
                        ? Verification.unread(
                                new Result.PermanentError(Flaw.BODY_CHANGED, "no body was seen"))
                        : of(fields, field, signature, body);
            }
        };
    }

    private Verification of(
            HeaderFields fields, HeaderField field, SignatureField signature, Hashed body) {
        long unsigned = Math.max(0, body.octets() - signature.length().orElse(body.octets()));
        try {
            checkTerms(signature, body);
            return withKeys(fields, field, signature, body, unsigned);
        } catch (Unfit e) {
            return told(signature, e.result(), Optional.empty(), OptionalInt.empty(), unsigned);
        }
    }

    private static Verification told(
            SignatureField signature,
            Result result,
            Optional<KeyRecord> key,
            OptionalInt bits,
            long unsigned) {
        return new Verification(
                Optional.of(signature),
                result,
                key.filter(KeyRecord::isTest).isPresent(),
                bits,
                unsigned);
    }

    private void checkTerms(SignatureField signature, Hashed body) throws Unfit {
        if (signature.algorithm() == Algorithm.RSA_SHA1 && !policy.readsOld()) {
            throw Unfit.permanent(Flaw.ALGORITHM, "rsa-sha1 is believed no more (RFC 8301)");
        }
        if (signature.expires().filter(now::isAfter).isPresent()) {
            throw Unfit.permanent(Flaw.EXPIRED, "expired " + signature.expires().get());
        }
        if (signature.length().orElse(0) > body.octets()) {
            throw Unfit.permanent(
                    Flaw.LENGTH,
                    "l=" + signature.length().getAsLong() + ", a body of " + body.octets());
        }
    }

    private Verification withKeys(
            HeaderFields fields,
            HeaderField field,
            SignatureField signature,
            Hashed body,
            long unsigned)
            throws Unfit {
        var signed =
                SignedHeader.octets(
                        fields, signature.signedFields(), field, signature.headerForm());
        Verification last = null;
        for (var text : records(signature)) {
            last = withKey(text, signature, signed, body, unsigned);
            if (last.hasPassed()) {
                return last;
            }
        }
        if (last == null) {
            throw Unfit.permanent(Flaw.NO_KEY, "no key record");
        }
        return last;
    }

    private List<String> records(SignatureField signature) throws Unfit {
        return switch (keys.of(signature.selector(), signature.domain())) {
            case PublicKeys.Found(var texts) ->
                    texts.subList(0, Math.min(texts.size(), MOST_RECORDS));
            case PublicKeys.Absent _ ->
                    throw Unfit.permanent(
                            Flaw.NO_KEY,
                            "no key at " + signature.selector().nameAt(signature.domain()));
            case PublicKeys.Failed(var why) ->
                    throw new Unfit(new Result.TemporaryError(TagList.shown(why)));
        };
    }

    private Verification withKey(
            String text, SignatureField signature, byte[] signed, Hashed body, long unsigned) {
        Optional<KeyRecord> key = Optional.empty();
        var bits = OptionalInt.empty();
        Result result;
        try {
            key = Optional.of(KeyRecord.read(text));
            key.get().check(signature);
            var check = PublicKeyCheck.of(key.get(), policy);
            bits = OptionalInt.of(check.bits());
            result = compare(check, signature, signed, body);
        } catch (Unfit e) {
            result = e.result();
        }
        return told(signature, result, key, bits, unsigned);
    }

    private static Result compare(
            PublicKeyCheck check, SignatureField signature, byte[] signed, Hashed body) {
        if (!MessageDigest.isEqual(body.hash(), signature.bodyHash())) {
            return new Result.Fail(Flaw.BODY_CHANGED, "the body's hash is another");
        }
        return check.isGood(signature, signed)
                ? new Result.Pass()
                : new Result.Fail(
                        Flaw.HEADER_CHANGED, "the signature is not of this header and key");
    }
}
