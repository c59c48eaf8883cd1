package org.restante.app.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// The text of a token as programs show it: `rst_ID_SECRET`. The beginning lets scanners for leaked secrets find it.
///
/// @param id eight letters and digits
/// @param text all of it
public record TokenText(String id, String text) {
    private static final Pattern FORM = Pattern.compile("rst_([a-z2-7]{8})_[A-Za-z0-9_-]{43}");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int SECRET = 32;

    /// A new one.
    public static TokenText make(SecureRandom chance) {
        var id = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            id.append(LETTERS.charAt(chance.nextInt(LETTERS.length())));
        }
        var secret = new byte[SECRET];
        chance.nextBytes(secret);
        return new TokenText(
                id.toString(),
                "rst_" + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /// What was shown, where it has a token's form.
    public static Optional<TokenText> read(String shown) {
        var parts = FORM.matcher(shown);
        return parts.matches()
                ? Optional.of(new TokenText(parts.group(1), shown))
                : Optional.empty();
    }

    /// What is kept of it.
    public String digest() {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Whether this is the text the token was made with; takes as long for any.
    boolean isOf(Token token) {
        return MessageDigest.isEqual(
                digest().getBytes(StandardCharsets.US_ASCII),
                token.digest().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "rst_" + id + "_…";
    }
}
