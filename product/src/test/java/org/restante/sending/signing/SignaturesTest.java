package org.restante.sending.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.message.Domain;
import org.restante.protocol.dkim.KeyPolicy;
import org.restante.protocol.dkim.KeyText;
import org.restante.protocol.dkim.PublicKeys;
import org.restante.protocol.dkim.Selector;
import org.restante.protocol.dkim.Signatory;
import org.restante.protocol.dkim.SigningKey;
import org.restante.protocol.dkim.Verifier;
import org.restante.sending.signing.SigningSettings.KeyFile;
import org.restante.sending.signing.SigningSettings.SigningDomain;

final class SignaturesTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Domain SHOP = new Domain("shop.test");
    private static final Domain NEWS = new Domain("news.shop.test");
    private static final Domain HOST = new Domain("host.test");
    private static final byte[] BODY = "Hello\r\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] HEADER =
            "From: a@shop.test\r\nSubject: x\r\n\r\n".getBytes(StandardCharsets.UTF_8);

    @TempDir private Path folder;

    private KeyFile key(String selector) throws IOException {
        var file = folder.resolve(selector + ".pem");
        if (!Files.exists(file)) {
            Files.writeString(file, KeyText.write(SigningKey.newEd25519(new SecureRandom())));
        }
        return new KeyFile(new Selector(selector), file);
    }

    private SigningDomain domain(Domain domain, String... selectors) throws IOException {
        var keys = new ArrayList<KeyFile>();
        for (var selector : selectors) {
            keys.add(key(selector));
        }
        return new SigningDomain(domain, keys);
    }

    private static SigningSettings settings(SigningDomain... domains) {
        return new SigningSettings(List.of(domains), List.of(), Optional.empty());
    }

    private static List<String> names(List<Signatory> signatories) {
        return signatories.stream().map(one -> one.selector() + "@" + one.domain()).toList();
    }

    @Test
    void theNearestDomainAboveFromSigns() throws Exception {
        var signatures = Signatures.of(settings(domain(SHOP, "a", "b"), domain(NEWS, "c")));

        assertThat(names(signatures.signatories(SHOP)))
                .containsExactly("a@shop.test", "b@shop.test");
        assertThat(names(signatures.signatories(NEWS))).containsExactly("c@news.shop.test");
        assertThat(names(signatures.signatories(new Domain("x.news.shop.test"))))
                .containsExactly("c@news.shop.test");
        assertThat(names(signatures.signatories(new Domain("x.shop.test")))).hasSize(2);
        assertThat(names(signatures.signatories(new Domain("othershop.test")))).isEmpty();
        assertThat(names(signatures.signatories(new Domain("test")))).isEmpty();
        assertThat(signatures.signs(Optional.of(HOST))).isFalse();
        assertThat(signatures.signs(Optional.empty())).isFalse();
    }

    @Test
    void aProvidersSignatureStandsBesideTheSendersOnce() throws Exception {
        var signatures =
                Signatures.of(
                        new SigningSettings(
                                List.of(domain(SHOP, "a"), domain(HOST, "h")),
                                List.of(domain(HOST, "h")),
                                Optional.empty()));

        assertThat(names(signatures.signatories(SHOP)))
                .containsExactly("a@shop.test", "h@host.test");
        assertThat(names(signatures.signatories(HOST))).containsExactly("h@host.test");
        assertThat(signatures.signs(Optional.empty())).isTrue();
        var lines = signatures.fields(Optional.of(NEWS), HEADER, out -> out.write(BODY), NOON);
        assertThat(lines).contains("d=shop.test; s=a;").contains("d=host.test; s=h;");
        var unknown =
                signatures.fields(
                        Optional.of(new Domain("x.test")), HEADER, out -> out.write(BODY), NOON);
        assertThat(unknown).contains("d=host.test;").doesNotContain("shop.test;");
    }

    @Test
    void whatItSignsVerifies() throws Exception {
        var signatures =
                Signatures.of(
                        new SigningSettings(
                                List.of(domain(SHOP, "a", "b")),
                                List.of(),
                                Optional.of(Duration.ofDays(3))));
        var lines = signatures.fields(Optional.of(SHOP), HEADER, out -> out.write(BODY), NOON);
        var message = lines + new String(HEADER, StandardCharsets.UTF_8) + "Hello\r\n";
        PublicKeys keys =
                (selector, domain) ->
                        new PublicKeys.Found(
                                signatures.signatories(domain).stream()
                                        .filter(one -> one.selector().equals(selector))
                                        .map(one -> one.key().record().text())
                                        .toList());

        var checks =
                new Verifier(keys, KeyPolicy.TODAY)
                        .verify(message.getBytes(StandardCharsets.UTF_8), NOON);

        assertThat(checks).hasSize(2).allMatch(check -> check.hasPassed());
        assertThat(checks.getFirst().signature().orElseThrow().expires())
                .contains(NOON.plus(Duration.ofDays(3)));
    }

    @Test
    void withoutKeysNothingIsSigned() throws Exception {
        var signatures = Signatures.of(SigningSettings.NONE);
        assertThat(signatures.signs(Optional.of(SHOP))).isFalse();
        assertThat(signatures.fields(Optional.of(SHOP), HEADER, out -> out.write(BODY), NOON))
                .isEmpty();
    }

    @Test
    void aKeyThatCannotBeUsedIsToldWithItsFileAndWhatWouldBeRight() throws Exception {
        var missing = folder.resolve("missing.pem");
        var bad =
                Files.writeString(
                        folder.resolve("bad.pem"),
                        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
        var large = Files.writeString(folder.resolve("large.pem"), "x".repeat(100_000));
        assertThatThrownBy(() -> with(missing))
                .isInstanceOf(UnusableKey.class)
                .hasMessage(missing + ": no such file; 'restante dkim generate' makes a key");
        assertThatThrownBy(() -> with(bad))
                .hasMessage(bad + ": is the public half; the private one signs");
        assertThatThrownBy(() -> with(large)).hasMessageContaining("too large");
        assertThatThrownBy(() -> with(folder)).isInstanceOf(UnusableKey.class);
    }

    private static Signatures with(Path file) throws UnusableKey {
        return Signatures.of(
                settings(new SigningDomain(SHOP, List.of(new KeyFile(new Selector("s"), file)))));
    }

    @Test
    void oneSelectorIsOneKeyAndOneDomainOneEntry() throws Exception {
        var twice = settings(new SigningDomain(SHOP, List.of(key("a"), key("a"))));
        assertThatThrownBy(() -> Signatures.of(twice))
                .hasMessageContaining("a selector of its own");
        var two = settings(domain(SHOP, "a"), domain(SHOP, "b"));
        assertThatThrownBy(() -> Signatures.of(two)).hasMessageContaining("two entries");
    }
}
