package org.restante.app.hooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key that a hook's payloads are signed with (Standard Webhooks, symmetric: HMAC-SHA256). Never shown.
public final class HookSecret {
    private static final String BEGINNING = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final String text;
    private final byte[] key;

    private HookSecret(String text, byte[] key) {
        this.text = text;
        this.key = key;
    }

    /// @param text `whsec_` and 24 to 64 octets in base64; empty for another
    public static Optional<HookSecret> of(String text) {
        if (!text.startsWith(BEGINNING)) {
            return Optional.empty();
        }
        try {
            var key = Base64.getDecoder().decode(text.substring(BEGINNING.length()));
            return key.length < SHORTEST || key.length > LONGEST
                    ? Optional.empty()
                    : Optional.of(new HookSecret(text, key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The header's value: `v1,` and the signature of `id.seconds.body` in base64.
    ///
    /// @param seconds when it is sent, since 1970
    public String sign(String id, long seconds, String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            var sum = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(sum);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HookSecret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return BEGINNING + "…";
    }
}
