package org.restante.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.Client;

final class UserFileTest {
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final String HASH =
            PasswordHash.of("secret-of-shop", new PasswordHash.Cost(64, 1, 1), CHANCE).text();

    @TempDir private Path folder;

    private static User user(String name) {
        var client =
                new Client(
                        name,
                        Optional.of("acme"),
                        Set.of(new Domain("shop.test")),
                        Set.of("bulk"),
                        Set.of(),
                        true,
                        OptionalLong.of(1000),
                        OptionalLong.empty());
        return new User(client, "");
    }

    private static boolean isOf(User user, String password) {
        return PasswordHash.read(user.password()).orElseThrow().isOf(password);
    }

    @Test
    void aUserIsReadBackAsItWasAdded() throws Exception {
        var path = folder.resolve("users.toml");
        var file = new UserFile(path);
        assertThat(file.users().all()).isEmpty();
        file.add(user("shop"), "secret-of-shop", CHANCE);
        file.add(user("a@b.test"), "secret-of-a", CHANCE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(file.users().byName().keySet()).containsExactly("shop", "a@b.test");
        var read = file.users().named("shop").orElseThrow();
        assertThat(isOf(read, "secret-of-shop")).isTrue();
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("password")
                .isEqualTo(user("shop"));
        assertThat(read.client().senders()).containsExactly(new Domain("shop.test"));
        assertThat(Files.readString(path)).doesNotContain("secret-of");
    }

    @Test
    void onlyTheLinesOfOneUserChangeAndCommentsStay() throws Exception {
        var path = folder.resolve("users.toml");
        var text =
                "# ours\n[[user]]\nname = \"a\" # first\npassword = \"%s\"\n\n[[user]]\n# second\nname = \"b\"\nsteers=true\npassword=\"%s\" # x\n\n[[user]]\nname = \"c\"\npassword = \"%s\""
                        .formatted(HASH, HASH, HASH);
        Files.writeString(path, text);
        var file = new UserFile(path);

        file.changePassword("b", "another-one", CHANCE);
        assertThat(isOf(file.users().named("b").orElseThrow(), "another-one")).isTrue();
        assertThat(isOf(file.users().named("a").orElseThrow(), "secret-of-shop")).isTrue();
        assertThat(Files.readString(path)).contains("# ours", "# first", "# second", "steers=true");

        file.remove("b");
        assertThat(file.users().byName().keySet()).containsExactly("a", "c");
        assertThat(Files.readString(path))
                .startsWith("# ours\n[[user]]\nname = \"a\" # first\n")
                .doesNotContain("second");
        file.remove("a");
        file.remove("c");
        assertThat(Files.readString(path)).isEqualTo("# ours\n");
        assertThat(folder.resolve(".users.toml.new")).doesNotExist();
    }

    @Test
    void theFileStaysItsOwners() throws Exception {
        var path = folder.resolve("users.toml");
        new UserFile(path).add(user("shop"), "secret-of-shop", CHANCE);
        var nobody = somebodyElse(path);
        new UserFile(path).remove("shop");
        assertThat(Files.getOwner(path)).isEqualTo(nobody);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    /// Only an administrator can give files away.
    private static UserPrincipal somebodyElse(Path path) throws IOException {
        try {
            var nobody =
                    path.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("nobody");
            Files.setOwner(path, nobody);
            return nobody;
        } catch (FileSystemException | UserPrincipalNotFoundException e) {
            return Files.getOwner(path);
        }
    }

    @Test
    void whatCannotBeIsRefusedAndTheFileStays() throws Exception {
        var path = folder.resolve("users.toml");
        var file = new UserFile(path);
        file.add(user("shop"), "secret-of-shop", CHANCE);
        var before = Files.readString(path);

        assertThatThrownBy(() -> file.add(user("shop"), "x", CHANCE))
                .hasMessageContaining("there is a user 'shop'");
        assertThatThrownBy(() -> file.remove("shup"))
                .hasMessageContaining("no user 'shup'; one of shop");
        assertThatThrownBy(() -> file.changePassword("x", "y", CHANCE))
                .hasMessageContaining("no user 'x'");
        assertThatThrownBy(() -> file.add(user("a\"\nsteers = true"), "x", CHANCE))
                .hasMessageContaining("is no name");
        assertThat(Files.readString(path)).isEqualTo(before);
    }

    @Test
    void aFileWrittenAnotherWayIsNotTouched() throws IOException {
        var path = folder.resolve("users.toml");
        var text = "user = [{name = \"a\", password = \"%s\"}]\n".formatted(HASH);
        Files.writeString(path, text);
        assertThatThrownBy(() -> new UserFile(path).remove("a"))
                .hasMessageContaining("edit it by hand");
        assertThat(path).hasContent(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nmae = \"x\"|3|nmae is no key of a user; name would be right",
                "sender = [\"a.test\"]|3|sender is no key of a user; senders would be right",
                "foo = 1|3|foo is no key of a user; one of name, password",
                "tenant = 5|3|tenant is 5; a text in quotes would be right",
                "tenant = \"a b\"|3|tenant is 'a b'; a word",
                "senders = \"a.test\"|3|senders is no list of texts",
                "senders = [\"a..b\"]|3|senders holds 'a..b'; domains such as",
                "pools = [1]|3|pools is no list of texts",
                "streams = [\"a b\"]|3|streams holds 'a b'",
                "steers = \"yes\"|3|steers is yes; true or false",
                "recipients_per_hour = -1|3|recipients_per_hour is -1; a whole number",
                "recipients_per_day = 1.5|3|recipients_per_day is 1.5; a whole number",
                "password = \"plain\"|3|password is no Argon2id hash",
                "x = |3|",
            })
    void aBadFileIsToldWithLineKeyAndWhatWouldBeRight(String line, int at, String told)
            throws IOException {
        var path = folder.resolve("users.toml");
        var password = line.startsWith("password") ? "" : "password = \"%s\"\n".formatted(HASH);
        Files.writeString(path, "[[user]]\nname = \"a\"\n" + line + "\n" + password);
        assertThatThrownBy(() -> Users.read(path))
                .isInstanceOf(BadUsers.class)
                .hasMessageStartingWith(path + ":" + at + ": " + (told == null ? "" : told));
    }

    @Test
    void namesStandOnceAndNothingButUsersStandsInTheFile() throws IOException {
        var path = folder.resolve("users.toml");
        var one = "[[user]]\nname = \"a\"\npassword = \"%s\"\n".formatted(HASH);
        Files.writeString(path, one + one);
        assertThatThrownBy(() -> Users.read(path))
                .hasMessageContaining(":4: name 'a' stands twice");
        Files.writeString(path, "[[users]]\nname = \"a\"\n");
        assertThatThrownBy(() -> Users.read(path))
                .hasMessageContaining("users is no key here; [[user]]");
        Files.writeString(path, "[user]\nname = \"a\"\n");
        assertThatThrownBy(() -> Users.read(path)).hasMessageContaining("user is one table");
        Files.writeString(path, "[[user]]\nname = \"a\"\n");
        assertThatThrownBy(() -> Users.read(path)).hasMessageContaining(":1: password is missing");
        Files.writeString(path, "user = [1]\n");
        assertThatThrownBy(() -> Users.read(path)).hasMessageContaining("user is no table");
    }
}
