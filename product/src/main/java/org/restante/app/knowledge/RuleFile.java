package org.restante.app.knowledge;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.provider.Limits;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Custom;
import org.restante.meaning.verdict.Literals;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Rule;
import org.restante.meaning.verdict.RuleSet;
import org.restante.meaning.verdict.Scope;

/// One TOML file of rules: who the provider is, and what its replies mean.
final class RuleFile {
    private static final Set<String> HEAD =
            Set.of(
                    "provider",
                    "name",
                    "kind",
                    "mx",
                    "domains",
                    "signs",
                    "keep",
                    "postmaster",
                    "form",
                    "limits",
                    "rule");
    private static final Set<String> LIMITS =
            Set.of(
                    "connections",
                    "messages_per_connection",
                    "recipients_per_message",
                    "messages_per_hour",
                    "origin");
    private static final Set<String> RULE =
            Set.of(
                    "name",
                    "match",
                    "literal",
                    "unless",
                    "stage",
                    "cause",
                    "scope",
                    "permanence",
                    "next",
                    "minimum_pause",
                    "pause_origin",
                    "anywhere",
                    "explanation",
                    "sample",
                    "origin");

    private final TomlReader file;
    private final Rule.Trust trust;

    private RuleFile(TomlReader file, Rule.Trust trust) {
        this.file = file;
        this.trust = trust;
    }

    static RuleFile read(Path file, Rule.Trust trust) {
        return new RuleFile(TomlReader.of(file), trust);
    }

    RuleSet set() {
        file.allow(HEAD);
        var provider = provider();
        var rules = file.tables("rule").stream().map(table -> rule(table, provider)).toList();
        return new RuleSet(provider, file.texts("keep"), rules);
    }

    private Provider provider() {
        var word = file.text("provider");
        var name = file.optionalText("name");
        return new Provider(
                word,
                name == null ? word : name,
                kind(),
                file.texts("mx"),
                file.texts("domains"),
                file.texts("signs"),
                limits(),
                file.optionalText("postmaster"),
                file.optionalText("form"));
    }

    private Provider.Kind kind() {
        var word = file.optionalText("kind");
        for (var kind : Provider.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return kind;
            }
        }
        if (word == null) {
            return Provider.Kind.MAILBOX;
        }
        throw file.wrong("kind", "is \"" + word + "\"", "mailbox, filter, software or words");
    }

    private Limits limits() {
        var table = file.table("limits");
        if (table == null) {
            return Limits.UNKNOWN;
        }
        table.allow(LIMITS);
        return new Limits(
                table.number("connections"),
                table.number("messages_per_connection"),
                table.number("recipients_per_message"),
                table.number("messages_per_hour"),
                table.optionalText("origin"));
    }

    private Rule rule(TomlReader table, Provider provider) {
        table.allow(RULE);
        var cause = table.word("cause", Cause.class);
        var scope = table.optionalWord("scope", Scope.class);
        boolean ours = trust == Rule.Trust.OURS;
        var explanation = ours ? table.text("explanation") : table.optionalText("explanation");
        var sample = ours ? table.text("sample") : table.optionalText("sample");
        var origin = ours ? table.text("origin") : table.optionalText("origin");
        if (ours && table.span("minimum_pause") != null) {
            table.text("pause_origin");
        }
        return new Rule(
                provider.word(),
                table.text("name"),
                clauses(table),
                stage(table),
                cause,
                scope == null ? Custom.scope(cause) : scope,
                table.optionalWord("permanence", Permanence.class),
                table.words("next", NextStep.class),
                table.span("minimum_pause"),
                table.flag("anywhere"),
                explanation == null ? "A rule of this server's operator says so." : explanation,
                sample == null ? "" : sample,
                origin == null ? "the operator" : origin,
                trust);
    }

    private List<Rule.Clause> clauses(TomlReader table) {
        var matches = table.oneOrMoreTexts("match");
        var given =
                table.texts("literal").stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
        var unless = table.texts("unless");
        if (!unless.isEmpty() && trust == Rule.Trust.USERS) {
            throw table.wrong("unless", "is given", "a rule without it: it needs look-around");
        }
        if (unless.stream().anyMatch(String::isBlank)) {
            throw table.wrong("unless", "holds an empty text", "expressions that match something");
        }
        return matches.stream().map(match -> clause(table, match, unless, given)).toList();
    }

    private Rule.Clause clause(
            TomlReader table, String match, List<String> unless, List<String> given) {
        compile(table, match);
        unless.forEach(expression -> compile(table, expression));
        var literals = given.isEmpty() ? Literals.of(match) : given;
        if (literals.isEmpty()) {
            throw table.wrong(
                    "match",
                    "'" + match + "' holds no text of at least three letters that every match has",
                    "an expression with such a text, or literal = [\"…\"]");
        }
        var besides = given.isEmpty() ? Literals.besides(match) : List.<String>of();
        return new Rule.Clause(match, literals, besides, unless);
    }

    private void compile(TomlReader table, String match) {
        try {
            switch (trust) {
                case OURS -> java.util.regex.Pattern.compile(match);
                case USERS -> com.google.re2j.Pattern.compile(match);
            }
        } catch (PatternSyntaxException | com.google.re2j.PatternSyntaxException e) {
            throw table.wrong(
                    "match",
                    "'" + match + "' is no regular expression (" + e.getMessage() + ")",
                    "a regular expression without look-around");
        }
    }

    private static @Nullable Stage stage(TomlReader table) {
        var word = table.optionalText("stage");
        if (word == null) {
            return null;
        }
        return Stage.of(word)
                .orElseThrow(() ->
                        table.wrong(
                                "stage",
                                "is \"" + word + "\"",
                                "connect, greeting, ehlo, starttls, auth, mail, rcpt, data, content or quit"));
    }
}
