package org.restante.app.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.NextStep;

final class KnowledgeTest {
    @TempDir Path folder;

    @Test
    void theShippedKnowledgeKnowsGmailsLowReputation() {
        var verdict =
                new Judge(Knowledge.shipped().rules())
                        .judge(
                                "421-4.7.0 [203.0.113.10] suspicious due to the very low reputation of the sending IP address. - gsmtp",
                                null,
                                null,
                                null);

        assertThat(verdict.rule()).isEqualTo("gmail/low-reputation");
        assertThat(verdict.provider()).isEqualTo("gmail");
    }

    @Test
    void aUsersRuleIsAskedBeforeOurs() throws IOException {
        write(
                "provider = \"gmail\"\n[[rule]]\nname = \"mine\"\nmatch = 'very low reputation'\ncause = \"rate\"\nnext = [\"hold\"]\n");

        var knowledge = Knowledge.with(folder);
        var gmail = knowledge.providers().byWord("gmail");
        var verdict =
                new Judge(knowledge.rules())
                        .judge(
                                "421 4.7.0 the very low reputation of the sending IP address.",
                                null,
                                null,
                                gmail);

        assertThat(verdict.rule()).isEqualTo("gmail/mine");
        assertThat(verdict.cause()).isEqualTo(Cause.RATE);
        assertThat(verdict.next()).isEqualTo(List.of(NextStep.HOLD));
    }

    @Test
    void aUsersRuleThatLooksAroundIsRefused() throws IOException {
        write(
                "provider = \"x\"\n[[rule]]\nname = \"a\"\nmatch = 'hello'\nunless = ['you']\ncause = \"rate\"\n");

        assertThatThrownBy(() -> Knowledge.with(folder))
                .isInstanceOf(KnowledgeException.class)
                .hasMessageContaining("unless");
    }

    @Test
    void aBadUsersFileIsToldWithFileLineKeyAndWhatWouldBeRight() throws IOException {
        var file =
                write(
                        "provider = \"x\"\n\n[[rule]]\nname = \"a\"\nmatch = 'hello'\ncause = \"reputaton\"\n");

        assertThatThrownBy(() -> Knowledge.with(folder))
                .isInstanceOf(KnowledgeException.class)
                .hasMessageStartingWith(
                        file
                                + ":6: cause: is \"reputaton\"; right would be: one of reputation, rate,");
    }

    @Test
    void anUnknownKeyIsAnError() throws IOException {
        var file = write("provider = \"x\"\nmxx = [\"a.example\"]\n");

        assertThatThrownBy(() -> Knowledge.with(folder))
                .hasMessageStartingWith(file + ":2: mxx: is not a key here");
    }

    @Test
    void aRuleWithoutALiteralIsAnError() throws IOException {
        var file =
                write(
                        "provider = \"x\"\n[[rule]]\nname = \"a\"\nmatch = '^5\\d\\d .*'\ncause = \"rate\"\n");

        assertThatThrownBy(() -> Knowledge.with(folder))
                .hasMessageStartingWith(file + ":4: match: ")
                .hasMessageContaining("no text of at least three letters");
    }

    @Test
    void theCompiledFormSaysWhatTheTomlSays() throws IOException {
        var read = RuleFiles.shipped(org.restante.testing.Corpora.root().resolve("knowledge"));
        var bytes = new java.io.ByteArrayOutputStream();
        CompiledRules.write(read, bytes);

        assertThat(CompiledRules.read(new java.io.ByteArrayInputStream(bytes.toByteArray())))
                .isEqualTo(read);
    }

    private Path write(String toml) throws IOException {
        return Files.writeString(folder.resolve("own.toml"), toml);
    }
}
