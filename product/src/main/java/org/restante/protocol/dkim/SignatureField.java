package org.restante.protocol.dkim;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.restante.mail.message.Domain;

/// What a `DKIM-Signature` field says (RFC 6376 §3.5).
///
/// @param headerForm how the header is brought into canonical form, `bodyForm` how the body is
/// @param identity the tag `i=`, decoded; `@domain` where it is not given
/// @param signedFields the tag `h=`, in lower case, in its order
/// @param length the tag `l=`: octets of the canonical body that were signed
public record SignatureField(
        Algorithm algorithm,
        byte[] signature,
        byte[] bodyHash,
        Canonicalization headerForm,
        Canonicalization bodyForm,
        Domain domain,
        Selector selector,
        String identity,
        List<String> signedFields,
        OptionalLong length,
        Optional<Instant> signedAt,
        Optional<Instant> expires) {
    static final String NAME = "dkim-signature";
    private static final int LONGEST_TIME = 12;
    private static final int LONGEST_LENGTH = 76;
    private static final long LATEST = Instant.MAX.getEpochSecond();

    public SignatureField {
        signedFields = List.copyOf(signedFields);
    }

    /// Reads a field's value.
    static SignatureField read(String value, KeyPolicy policy) throws Unfit {
        var tags = TagList.read(value, Flaw.SYNTAX);
        checkVersion(policy.readsOld() ? tags.get("v").orElse("0.1") : required(tags, "v"), policy);
        var algorithm = algorithm(required(tags, "a"));
        var forms = forms(tags.get("c").orElse("simple"));
        var domain = domain(required(tags, "d"));
        asksTheDns(tags.get("q").orElse("dns/txt"), policy);
        var field =
                new SignatureField(
                        algorithm,
                        octets(tags, "b"),
                        octets(tags, "bh"),
                        forms.get(0),
                        forms.get(1),
                        domain,
                        selector(required(tags, "s")),
                        identity(tags.get("i"), domain),
                        signedFields(required(tags, "h")),
                        number(tags, "l", LONGEST_LENGTH),
                        time(tags, "t"),
                        time(tags, "x"));
        field.checkTimes();
        return field;
    }

    private static String shown(String text) {
        return TagList.shown(text);
    }

    private static String required(TagList tags, String name) throws Unfit {
        return tags.get(name)
                .orElseThrow(() -> Unfit.permanent(Flaw.MISSING_TAG, name + "= is missing"));
    }

    private static byte[] octets(TagList tags, String name) throws Unfit {
        var octets = TagList.base64(required(tags, name), name, Flaw.SYNTAX);
        if (octets.length == 0) {
            throw Unfit.permanent(Flaw.SYNTAX, name + "= is empty");
        }
        return octets;
    }

    /// Drafts had `v=0.5` and the like, or none.
    private static void checkVersion(String version, KeyPolicy policy) throws Unfit {
        if (!version.equals("1") && !(policy.readsOld() && version.matches("0\\.[0-9]"))) {
            throw Unfit.permanent(Flaw.VERSION, "v=" + shown(version) + ", not v=1");
        }
    }

    private static Algorithm algorithm(String word) throws Unfit {
        return Algorithm.of(word)
                .orElseThrow(() -> Unfit.permanent(Flaw.ALGORITHM, "a=" + shown(word)));
    }

    /// One word is for the header, and the body is simple then.
    private static List<Canonicalization> forms(String words) throws Unfit {
        int slash = words.indexOf('/');
        var header = Canonicalization.of(slash < 0 ? words : words.substring(0, slash));
        var body = Canonicalization.of(slash < 0 ? "simple" : words.substring(slash + 1));
        if (header.isEmpty() || body.isEmpty()) {
            throw Unfit.permanent(Flaw.CANONICALIZATION, "c=" + shown(words));
        }
        return List.of(header.get(), body.get());
    }

    private static Domain domain(String text) throws Unfit {
        return Domain.of(utf8(text))
                .orElseThrow(
                        () -> Unfit.permanent(Flaw.SYNTAX, "d=" + shown(text) + " is no domain"));
    }

    private static Selector selector(String text) throws Unfit {
        return Selector.of(utf8(text))
                .orElseThrow(
                        () -> Unfit.permanent(Flaw.SYNTAX, "s=" + shown(text) + " is no selector"));
    }

    /// Fields are read octet by octet; names of today may be UTF-8 (RFC 8616 §4).
    private static String utf8(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static void asksTheDns(String query, KeyPolicy policy) throws Unfit {
        var ways = TagList.parts(query.toLowerCase(Locale.ROOT));
        if (!ways.contains("dns/txt") && !(policy.readsOld() && ways.contains("dns"))) {
            throw Unfit.permanent(Flaw.QUERY, "q=" + shown(query) + ", not dns/txt");
        }
    }

    /// The agent or user (§3.5, `i=`): its domain is the signing domain or lies below it.
    private static String identity(Optional<String> given, Domain domain) throws Unfit {
        if (given.isEmpty()) {
            return "@" + domain;
        }
        var identity = QuotedPrintable.decode(given.get());
        int at = identity.lastIndexOf('@');
        var within = Domain.of(utf8(identity.substring(at + 1))).filter(d -> d.isWithin(domain));
        if (at < 0 || within.isEmpty()) {
            throw Unfit.permanent(
                    Flaw.IDENTITY, "i=" + shown(identity) + " is not within d=" + domain);
        }
        return identity.substring(0, at) + "@" + within.get();
    }

    private static List<String> signedFields(String names) throws Unfit {
        var fields = TagList.parts(names.toLowerCase(Locale.ROOT));
        if (fields.contains("")) {
            throw Unfit.permanent(Flaw.SYNTAX, "h= has an empty name");
        }
        if (!fields.contains("from")) {
            throw Unfit.permanent(Flaw.FROM_NOT_SIGNED, "h= has no From");
        }
        return fields;
    }

    private static OptionalLong number(TagList tags, String name, int digits) throws Unfit {
        var text = tags.get(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.get().matches("[0-9]{1," + digits + "}")) {
            throw Unfit.permanent(Flaw.SYNTAX, name + "=" + shown(text.get()) + " is no number");
        }
        return OptionalLong.of(
                text.get().length() > 18 ? Long.MAX_VALUE : Long.parseLong(text.get()));
    }

    private static Optional<Instant> time(TagList tags, String name) throws Unfit {
        var seconds = number(tags, name, LONGEST_TIME);
        return seconds.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(Math.min(seconds.getAsLong(), LATEST)));
    }

    private void checkTimes() throws Unfit {
        if (signedAt.isPresent() && expires.isPresent() && !expires.get().isAfter(signedAt.get())) {
            throw Unfit.permanent(Flaw.SYNTAX, "x= is not after t=");
        }
    }

    BodyHash.Kind bodyKind() {
        return new BodyHash.Kind(bodyForm, algorithm.digest(), length.orElse(BodyHash.ALL));
    }

    /// The domain of the identity.
    Domain identityDomain() {
        return Domain.of(identity.substring(identity.lastIndexOf('@') + 1)).orElse(domain);
    }
}
