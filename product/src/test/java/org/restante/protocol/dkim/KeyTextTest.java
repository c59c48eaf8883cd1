package org.restante.protocol.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyTextTest {
    private static String pem(String label, byte[] octets) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder().encodeToString(octets)
                + "\n-----END "
                + label
                + "-----\n";
    }

    @Test
    void aKeyIsReadAsItWasWritten() throws KeyText.Unusable {
        for (var key : new SigningKey[] {Letters.EDWARDS, Letters.RSA}) {
            var read = KeyText.read("a note\n" + KeyText.write(key));
            assertThat(read.algorithm()).isEqualTo(key.algorithm());
            assertThat(read.record().text()).isEqualTo(key.record().text());
            var words = "words".getBytes(StandardCharsets.UTF_8);
            assertThat(read.sign(words)).isEqualTo(key.sign(words));
        }
    }

    @Test
    void anRsaKeyMayBePkcs1() throws Exception {
        var numbers = PrivateKeyInfo.getInstance(Letters.RSA.encoded()).parsePrivateKey();
        var read = KeyText.read(pem("RSA PRIVATE KEY", numbers.toASN1Primitive().getEncoded()));
        assertThat(read.record().text()).isEqualTo(Letters.RSA.record().text());
        assertThat(read.bits()).isEqualTo(2048);
    }

    @Test
    void aKeyDoesNotShowItselfAsText() {
        assertThat(Letters.BOTH.toString()).doesNotContain("seed").doesNotContain("rivate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|holds no line '-----BEGIN PRIVATE KEY-----'",
                "MC4CAQAwBQYDK2VwBCIEIA==|holds no line",
                "-----BEGIN PRIVATE KEY-----~AAAA|cut off",
                "-----BEGIN PRIVATE KEY-----~AAAA~-----END PRIVATE KEY-----|damaged",
                "-----BEGIN RSA PRIVATE KEY-----~AAAA~-----END RSA PRIVATE KEY-----|damaged",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----~AAAA~-----END ENCRYPTED PRIVATE KEY-----|openssl pkey",
                "-----BEGIN PUBLIC KEY-----~AAAA~-----END PUBLIC KEY-----|public half",
                "-----BEGIN CERTIFICATE-----~AAAA~-----END CERTIFICATE-----|certificate",
                "-----BEGIN EC PRIVATE KEY-----~AAAA~-----END EC PRIVATE KEY-----|'EC PRIVATE KEY'",
            })
    void whatIsNoKeyForMailIsToldWhatItIs(String text, String told) {
        var file = text == null ? "" : text.replace("~", "\n");
        assertThatThrownBy(() -> KeyText.read(file))
                .isInstanceOf(KeyText.Unusable.class)
                .hasMessageContaining(told);
    }

    @Test
    void keysOfOtherKindsAndShortOnesAreRefused() throws Exception {
        var curve = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate().getEncoded();
        assertThatThrownBy(() -> KeyText.read(pem("PRIVATE KEY", curve)))
                .hasMessageContaining("another kind");
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(512);
        var small = generator.generateKeyPair().getPrivate().getEncoded();
        assertThatThrownBy(() -> KeyText.read(pem("PRIVATE KEY", small)))
                .hasMessageContaining("512 bits")
                .hasMessageContaining("2048");
    }

    @Test
    void aDamagedRsaKeyIsFoundWhenItIsReadAndNotWithTheFirstMail() {
        var octets = Letters.RSA.encoded();
        octets = octets.clone();
        octets[octets.length - 20] ^= 1;
        var text = pem("PRIVATE KEY", octets);
        assertThatThrownBy(() -> KeyText.read(text)).hasMessageContaining("do not belong together");
    }
}
