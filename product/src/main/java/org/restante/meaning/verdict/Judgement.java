package org.restante.meaning.verdict;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.ReplyScan;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.provider.Provider;

/// Finds what one normal text means, in the order of judgement that [Judge] tells.
final class Judgement {
    private final RuleBook book;
    private final NormalText normal;
    private final ClauseIndex.Found found;

    /// Made when a reply first asks for it: most do not.
    private @Nullable SentenceReader sentences;

    private @Nullable Stage stage;
    private @Nullable Trouble trouble;
    private @Nullable Permanence signalled;
    private @Nullable String text;

    Judgement(RuleBook book, NormalText normal) {
        this.book = book;
        this.normal = normal;
        found = book.clauses().nothing();
    }

    /// What the text that was read last means.
    Finding of(
            @Nullable Stage atStage, @Nullable Trouble withTrouble, @Nullable Provider provider) {
        stage = atStage;
        trouble = withTrouble;
        text = null;
        signalled = signalled();
        if (isNoRefusal()) {
            return Finding.of(book.byCode().ofSuccess(), provider, signalled);
        }
        book.clauses().find(normal.bytes(), 0, normal.length(), found);
        var signed = book.signedBy(found);
        var who = provider != null ? provider : signed;
        var rule = first(book.group(who));
        if (rule == null) {
            rule = firstAnywhere();
        }
        if (rule == null && signed != null && signed != who) {
            rule = first(book.group(signed));
        }
        if (rule != null) {
            return byRule(rule, who != null ? who : mailboxOwner(rule), rule.permanence());
        }
        return byWordsOrCode(who);
    }

    /// Whether the receiver took the command, by its code or, where there is none, by its status.
    private boolean isNoRefusal() {
        int code = normal.scan().code();
        return code >= 200 && code < 400
                || code == 0 && trouble == null && normal.scan().status() / 1_000_000 == 2;
    }

    private @Nullable Permanence signalled() {
        int code = normal.scan().code();
        int digit = code >= 400 ? code / 100 : code == 0 ? normal.scan().status() / 1_000_000 : 0;
        if (digit == 5) {
            return Permanence.PERMANENT;
        }
        return digit == 4 || code == 0 && trouble != null ? Permanence.TEMPORARY : null;
    }

    private Finding byWordsOrCode(@Nullable Provider who) {
        int code = normal.scan().code();
        var rule = first(book.words());
        if (rule != null && mayMean(rule.cause())) {
            return byWords(rule, who);
        }
        var fallback = byTellingCode(code, normal.scan().status());
        if (fallback != null) {
            return Finding.of(orSurelyElse(fallback), who, signalled);
        }
        rule = first(book.weak());
        if (rule == null) {
            var sentence = sentence();
            if (sentence != null) {
                return Finding.of(sentence.meaning(), who, signalled);
            }
            rule = first(book.vague());
        }
        fallback = rule == null || isVague(rule.cause()) ? byVagueStatus(rule) : null;
        if (fallback == null && rule != null) {
            return byWords(rule, who);
        }
        return Finding.of(fallback != null ? fallback : byCodeAlone(code), who, signalled);
    }

    /// What the words say together where no phrase is known; null where they say nothing, or nothing that can be meant.
    private Grammar.@Nullable Sentence sentence() {
        if (sentences == null) {
            sentences = new SentenceReader(book.grammar());
        }
        var sentence = sentences.read(wholeText(), signalled);
        return sentence != null && mayMean(sentence.meaning().cause()) ? sentence : null;
    }

    /// A status is sent for what it does not mean often enough that words which are sure of another matter outrank it.
    private Fallback orSurelyElse(Fallback telling) {
        if (trouble != null || normal.isBare()) {
            return telling;
        }
        var sentence = sentence();
        return sentence != null && sentence.sure() && sentence.meaning().cause() != telling.cause()
                ? sentence.meaning()
                : telling;
    }

    private @Nullable Fallback byTellingCode(int code, int status) {
        var fallback = code == 0 ? book.byCode().ofTrouble(trouble) : null;
        if (fallback == null && normal.isBare()) {
            fallback = book.byCode().ofBare(code, status);
        }
        return fallback != null ? fallback : book.byCode().ofTellingStatus(status);
    }

    /// What the status' subject says: of any subject where no word says anything, of the receiver's system and the network also
    /// where words only put off.
    private @Nullable Fallback byVagueStatus(@Nullable Rule words) {
        int status = normal.scan().status();
        return words == null
                ? book.byCode().ofStatus(status, stage, normal.isBare())
                : book.byCode().ofSystem(status);
    }

    private Fallback byCodeAlone(int code) {
        var fallback = book.byCode().ofCode(code, stage, normal.isBare());
        return fallback != null
                ? fallback
                : book.byCode().ofClass(signalled == Permanence.PERMANENT);
    }

    /// Whether a refusal of this cause can be meant: where no server replied, only a trouble.
    private boolean mayMean(Cause cause) {
        return trouble == null || normal.scan().code() != 0 || isTrouble(cause);
    }

    private static boolean isTrouble(Cause cause) {
        return cause == Cause.DNS
                || cause == Cause.NETWORK
                || cause == Cause.TLS
                || cause == Cause.LOOP
                || cause == Cause.SERVER_ERROR;
    }

    /// Whether a cause names nothing.
    private static boolean isVague(Cause cause) {
        return cause == Cause.OTHER_TEMPORARY || cause == Cause.OTHER_PERMANENT;
    }

    private @Nullable Rule first(RuleBook.Group group) {
        for (int word = group.from() >> 6; word << 6 < group.to(); word++) {
            for (long bits = found.marks[word]; bits != 0; bits &= bits - 1) {
                int index = (word << 6) + Long.numberOfTrailingZeros(bits);
                if (index >= group.from() && index < group.to() && fits(index)) {
                    return book.expression(index).rule();
                }
            }
        }
        return null;
    }

    private @Nullable Rule firstAnywhere() {
        long[] anywhere = book.anywhere();
        for (int word = 0; word < anywhere.length; word++) {
            for (long bits = found.marks[word] & anywhere[word]; bits != 0; bits &= bits - 1) {
                int index = (word << 6) + Long.numberOfTrailingZeros(bits);
                if (fits(index)) {
                    return book.expression(index).rule();
                }
            }
        }
        return null;
    }

    /// Whether a clause fits. The text becomes a string only when an expression is tried on it.
    private boolean fits(int index) {
        var expression = book.expression(index);
        var rule = expression.rule();
        if (rule.stage() != null && rule.stage() != stage
                || !book.clauses().holdsBesides(index, found)) {
            return false;
        }
        var whole = wholeText();
        return expression.findsIn(whole) && !book.isRuledOut(index, found, whole);
    }

    private String wholeText() {
        var whole = text;
        if (whole == null) {
            whole = normal.text();
            text = whole;
        }
        return whole;
    }

    /// Common words never change the class that the code signals.
    private Finding byWords(Rule rule, @Nullable Provider who) {
        return byRule(rule, who, signalled == null ? rule.permanence() : null);
    }

    private Finding byRule(Rule rule, @Nullable Provider who, @Nullable Permanence known) {
        var effective = known != null ? known : signalled != null ? signalled : usual(rule);
        return Finding.of(rule, who, signalled, effective);
    }

    /// The provider whose own code a reply of an unknown host holds; null for a filter's, which any host may cite.
    private @Nullable Provider mailboxOwner(Rule rule) {
        var owner = book.ownerOf(rule);
        return owner != null && owner.kind() == Provider.Kind.MAILBOX ? owner : null;
    }

    /// The class of a rule's refusals where the text at hand signals none: that of its sample, or for common words what their
    /// cause usually comes to.
    private Permanence usual(Rule rule) {
        var owner = book.ownerOf(rule);
        if (owner != null && owner.kind() != Provider.Kind.WORDS) {
            byte[] sample = rule.sample().getBytes(StandardCharsets.UTF_8);
            var scan = new ReplyScan();
            scan.read(sample, 0, sample.length);
            if (scan.code() >= 400) {
                return scan.code() >= 500 ? Permanence.PERMANENT : Permanence.TEMPORARY;
            }
        }
        return Custom.permanence(rule.cause());
    }
}
