package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.PasswordDoor;
import org.restante.app.access.Users;
import org.restante.testing.Corpora;

final class UserCommandTest {
    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("users.toml");
    }

    private CommandRun user(String in, String... arguments) {
        var all = new ArrayList<>(List.of("user"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--file", file().toString()));
        return CommandRun.of(in, all.toArray(String[]::new));
    }

    private boolean mayComeIn(String name, String password) throws Exception {
        var door = new PasswordDoor(Users.read(file()), () -> 0, new SecureRandom(), 1);
        return door.user(name, password).isPresent();
    }

    @Test
    void aUserIsAddedGetsANewPasswordAndIsRemoved() throws Exception {
        var added =
                user(
                        "correct horse\n",
                        "add",
                        "shop",
                        "--tenant",
                        "acme",
                        "--sender",
                        "shop.test",
                        "--sender",
                        "Bücher.test",
                        "--pool",
                        "bulk",
                        "--steers",
                        "--recipients-per-hour",
                        "5000");
        assertThat(added).isEqualTo(new CommandRun(0, "User shop is in " + file() + ".\n", ""));
        assertThat(mayComeIn("shop", "correct horse")).isTrue();
        assertThat(user("", "list").out())
                .isEqualTo(
                        "shop: tenant acme, from shop.test xn--bcher-kva.test, pools bulk, streams any, steers,"
                                + " recipients an hour 5000, a day without limit\n");

        assertThat(user("battery staple\n", "passwd", "shop").exit()).isZero();
        assertThat(mayComeIn("shop", "correct horse")).isFalse();
        assertThat(mayComeIn("shop", "battery staple")).isTrue();

        assertThat(user("", "remove", "shop").exit()).isZero();
        assertThat(user("", "list").out()).startsWith("No users in ");
    }

    @Test
    void ofSeveralPoolsItIsSaidByWhichMailLeavesThatAsksForNone() {
        var added = user("correct horse\n", "add", "b", "--pool", "tx", "--pool", "news");

        assertThat(added.out())
                .contains(
                        "Mail of it that asks for no pool leaves by the usual one ([queue] pool) where that is one of news, tx, and else is refused; without --steers it cannot ask.");
    }

    @Test
    void theListInJsonIsThatOfItsSchema() throws IOException {
        user("correct horse\n", "add", "shop");
        user("correct horse\n", "add", "b", "--tenant", "t", "--recipients-per-day", "7");
        var run = user("", "list", "--json");
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Files.readString(
                                        Corpora.root()
                                                .resolve("docs/schemas/user-list.schema.json")),
                                InputFormat.JSON);
        assertThat(schema.validate(run.out(), InputFormat.JSON)).isEmpty();
        assertThat(run.out()).doesNotContain("argon2").contains("\"recipients_per_day\":7");
    }

    @Test
    void aBadPasswordOrNameChangesNothing() {
        assertThat(user("", "add", "shop").err()).contains("no password on standard input");
        assertThat(user("short\n", "add", "shop").err())
                .contains("a password of 5 characters; 8 to 1024 would be right");
        assertThat(user("correct horse\n", "add", "shop", "--sender", "a..b").err())
                .contains("'a..b' is no domain");
        assertThat(user("correct horse\n", "add", "a b").err()).contains("is no name");
        assertThat(user("correct horse\n", "add", "a", "--tenant", "a\"b").err())
                .contains("is no word");
        assertThat(file()).doesNotExist();
        assertThat(user("correct horse\n", "passwd", "shop"))
                .isEqualTo(
                        new CommandRun(
                                2,
                                "",
                                "restante: "
                                        + file()
                                        + ": there is no user 'shop'; there is none yet\n"));
        assertThat(CommandRun.of("", "user").exit()).isEqualTo(2);
    }

    @Test
    void aFileThatIsNoneOfUsersIsLeftAlone() throws IOException {
        Files.writeString(file(), "[[usr]]\n");
        assertThat(user("correct horse\n", "add", "shop").err())
                .isEqualTo(
                        "restante: "
                                + file()
                                + ":1: usr is no key here; [[user]] would be right\n");
        assertThat(file()).hasContent("[[usr]]\n");
    }

    @Test
    void noPasswordIsEverAnArgument() {
        for (var command : List.of("add", "passwd")) {
            assertThat(CommandRun.of("", "user", command, "--help").out())
                    .contains("standard input")
                    .doesNotContain("--password");
        }
    }
}
