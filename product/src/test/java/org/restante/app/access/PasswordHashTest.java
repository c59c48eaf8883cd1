package org.restante.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordHashTest {
    /// Made by the reference implementation for "password" and "somesalt".
    private static final String REFERENCE =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    private static final PasswordHash.Cost CHEAP = new PasswordHash.Cost(64, 1, 1);

    @Test
    void aHashOfTheReferenceImplementationIsRead() {
        var hash = PasswordHash.read(REFERENCE).orElseThrow();
        assertThat(hash.isOf("password")).isTrue();
        assertThat(hash.isOf("Password")).isFalse();
        assertThat(hash.text()).isEqualTo(REFERENCE);
    }

    @Test
    void aHashIsOfItsPasswordAloneAndSaltedEachTime() {
        var chance = new SecureRandom();
        var one = PasswordHash.of("grüße 中", CHEAP, chance);
        var other = PasswordHash.of("grüße 中", CHEAP, chance);
        assertThat(PasswordHash.read(one.text()).orElseThrow().isOf("grüße 中")).isTrue();
        assertThat(one.isOf("grusse")).isFalse();
        assertThat(one.isOf("")).isFalse();
        assertThat(one.text()).isNotEqualTo(other.text());
        assertThat(one.toString()).doesNotContain("$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=1,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFh",
                "$2y$10$abcdefghijklmnopqrstuu",
            })
    void whatIsNoHashOrTooCostlyIsRefused(String text) {
        assertThat(PasswordHash.read(text)).isEmpty();
    }
}
