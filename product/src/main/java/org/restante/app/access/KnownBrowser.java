package org.restante.app.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a browser keeps from which a user has signed in, as `ID.MAC`: whoever shows it has tries of his own, so that nobody who guesses from
/// elsewhere, or from behind the same proxy, shuts the user out. It lets nobody in. The key is the password's hash, so it ends with the
/// password, outlasts a restart, and nothing has to be kept here.
///
/// @param id of the browser
record KnownBrowser(String id, String text) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{22})\\.[A-Za-z0-9_-]{43}");
    private static final String MAC = "HmacSHA256";
    private static final int ID = 16;

    /// A new one.
    static KnownBrowser make(ConsoleUser user, SecureRandom chance) {
        var id = new byte[ID];
        chance.nextBytes(id);
        return of(text(id), user);
    }

    /// What was shown, where it is that user's.
    static Optional<KnownBrowser> read(String shown, ConsoleUser user) {
        var parts = FORM.matcher(shown);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var right = of(parts.group(1), user);
        return MessageDigest.isEqual(octets(right.text()), octets(shown))
                ? Optional.of(right)
                : Optional.empty();
    }

    private static KnownBrowser of(String id, ConsoleUser user) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(octets(user.password()), MAC));
            return new KnownBrowser(
                    id, id + "." + text(mac.doFinal(octets("browser " + id + " " + user.name()))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC with SHA-256", e);
        }
    }

    private static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return id + ".…";
    }
}
