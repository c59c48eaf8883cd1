package org.restante.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.Client;

final class TokenFileTest {
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir private Path folder;

    private static Token token(String name, TokenText text) {
        return new Token(
                text.id(),
                text.digest(),
                Set.of(Scope.SUBMIT, Scope.READ),
                new Client(
                        name,
                        Optional.of("acme"),
                        Set.of(new Domain("shop.test")),
                        Set.of("bulk"),
                        Set.of("news"),
                        true,
                        OptionalLong.of(1000),
                        OptionalLong.empty()),
                OptionalLong.of(20),
                NOON,
                Optional.of(NOON.plusSeconds(60)));
    }

    @Test
    void aTokenIsReadBackAsItWasMadeAndItsTextIsNotInTheFile() throws Exception {
        var path = folder.resolve("tokens.toml");
        var file = new TokenFile(path);
        assertThat(file.tokens().all()).isEmpty();
        var text = TokenText.make(CHANCE);
        var token = token("app", text);
        file.add(token);
        file.add(token("other", TokenText.make(CHANCE)));

        assertThat(file.tokens().withId(text.id())).contains(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(path)).doesNotContain(text.text().substring(13));
        file.remove("app");
        assertThat(file.tokens().all()).extracting(Token::name).containsExactly("other");
        assertThatThrownBy(() -> file.remove("app"))
                .hasMessageContaining("there is no token 'app'; one of other would be right");
    }

    @Test
    void aNameStandsOnce() throws Exception {
        var file = new TokenFile(folder.resolve("tokens.toml"));
        file.add(token("app", TokenText.make(CHANCE)));
        assertThatThrownBy(() -> file.add(token("app", TokenText.make(CHANCE))))
                .hasMessageContaining("there is a token 'app'; 'restante token revoke' ends it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scopes = ['write'] | :4: scopes holds 'write'; some of read, submit, operate, admin would be right",
                "scopes = [] | :4: scopes is empty; some of",
                "scope = ['read'] | :4: scope is no key of a token; scopes would be right",
                "expires = 'soon' | :4: expires is 'soon'; a time such as",
                "requests_per_second = -1 | :4: requests_per_second is -1; a whole number"
            })
    void aWrongKeyIsToldWithItsLine(String line, String message) throws Exception {
        var text = TokenText.make(CHANCE);
        var path = folder.resolve("tokens.toml");
        var scopes = line.startsWith("scope") ? "" : "scopes = ['read']\n";
        Files.writeString(
                path,
                "[[token]]\nid = '"
                        + text.id()
                        + "'\ndigest = '"
                        + text.digest()
                        + "'\n"
                        + line.replace('\'', '"')
                        + "\nname = 'a'\n"
                        + scopes);
        assertThatThrownBy(() -> Tokens.read(path)).hasMessageContaining(message);
    }

    @Test
    void theServerSeesAChangeWithinASecondAndKeepsWhatItKnewWhenTheFileIsBroken() throws Exception {
        var path = folder.resolve("tokens.toml");
        var nanos = new AtomicLong();
        var local = TokenText.make(CHANCE);
        var door = new TokenDoor(() -> path, token("local", local), nanos::get);
        var text = TokenText.make(CHANCE);
        assertThat(door.token(local.text(), NOON)).isPresent();
        assertThat(door.token(text.text(), NOON)).isEmpty();

        new TokenFile(path).add(token("app", text));
        nanos.addAndGet(1_100_000_000L);

        assertThat(door.token(text.text(), NOON)).map(Token::name).contains("app");
        assertThat(door.token(text.text(), NOON.plusSeconds(60))).isEmpty();
        assertThat(door.token("rst_" + text.id() + "_" + "A".repeat(43), NOON)).isEmpty();

        Files.writeString(path, "[[token]]\nid = 7\n");
        nanos.addAndGet(1_100_000_000L);
        assertThat(door.token(text.text(), NOON)).isPresent();
    }
}
