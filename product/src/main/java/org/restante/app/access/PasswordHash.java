package org.restante.app.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// A password's Argon2id hash (RFC 9106), as text in the form that other programs write too: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
///
/// @param salt 8 to 64 octets
/// @param hash 16 to 64 octets
record PasswordHash(Cost cost, byte[] salt, byte[] hash) {
    private static final Pattern TEXT =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,88})\\$([A-Za-z0-9+/]{22,88})");
    private static final int SALT = 16;
    private static final int HASH = 32;

    /// What one try costs.
    ///
    /// @param memory KiB
    record Cost(int memory, int passes, int lanes) {
        private static final int MOST_MEMORY = 256 << 10;
        private static final int MOST_PASSES = 20;

        /// One of the settings OWASP names as equally strong; 12 MiB a try leaves room for several at once.
        static final Cost USUAL = new Cost(12 << 10, 3, 1);

        /// More would let a line in a file stop the server.
        boolean isSane() {
            return lanes >= 1
                    && lanes <= 16
                    && passes >= 1
                    && passes <= MOST_PASSES
                    && memory >= 8 * lanes
                    && memory <= MOST_MEMORY;
        }
    }

    static PasswordHash of(String password, Cost cost, SecureRandom chance) {
        var salt = new byte[SALT];
        chance.nextBytes(salt);
        return new PasswordHash(cost, salt, argon2id(password, cost, salt, HASH));
    }

    /// The hash that a text holds; empty when it is none, or one that would cost too much.
    static Optional<PasswordHash> read(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var cost =
                new Cost(
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)));
        try {
            var salt = Base64.getDecoder().decode(parts.group(4));
            var hash = Base64.getDecoder().decode(parts.group(5));
            return cost.isSane()
                    ? Optional.of(new PasswordHash(cost, salt, hash))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Whether this is the password's; takes as long for any.
    boolean isOf(String password) {
        return MessageDigest.isEqual(hash, argon2id(password, cost, salt, hash.length));
    }

    private static byte[] argon2id(String password, Cost cost, byte[] salt, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(cost.memory())
                        .withIterations(cost.passes())
                        .withParallelism(cost.lanes())
                        .withSalt(salt)
                        .build());
        var hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    /// As it stands in the file.
    String text() {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m="
                + cost.memory()
                + ",t="
                + cost.passes()
                + ",p="
                + cost.lanes()
                + "$"
                + base64.encodeToString(salt)
                + "$"
                + base64.encodeToString(hash);
    }

    @Override
    public String toString() {
        return "a password's hash";
    }
}
