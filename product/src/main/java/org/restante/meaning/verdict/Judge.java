package org.restante.meaning.verdict;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.ReplyScan;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.provider.Provider;

/// Says what refusals mean, by one [RuleBook]. Pure but for what it remembers: equal refusals get the same [Verdict] object, and
/// a refusal whose normal text was judged before is not judged again. One judge serves one thread.
///
/// The order of judgement: the rules of the provider, then rules that may be believed of any receiver (filters, mail server
/// programs), then the text's own words, then the enhanced status code, then the reply code. Where no provider is given, words
/// that only one provider uses say which it is.
public final class Judge {
    private static final int SETS = 1 << 14;
    private static final int WAYS = 4;
    private static final int MOST_VERDICTS = 20_000;

    /// What is remembered of a normal text.
    private record Entry(Verdict verdict, boolean hinted) {}

    /// What makes two verdicts the same.
    private record Sameness(String rule, int code, int status, String provider, long seconds) {}

    private final RuleBook book;
    private final NormalText normal;
    private final boolean remembers;
    private final long[] found;
    private final long[] keys;
    private final Entry[] entries;
    private final Map<Sameness, Verdict> verdicts = new HashMap<>();
    private final Map<String, String> statuses = new HashMap<>();
    private int victim;

    public Judge(RuleBook book) {
        this(book, true, true);
    }

    /// A judge that judges every reply afresh.
    public static Judge forgetful(RuleBook book) {
        return new Judge(book, false, true);
    }

    /// @param masksDigits whether numbers and ids are masked; off only to prove that masking them changes no verdict
    Judge(RuleBook book, boolean remembers, boolean masksDigits) {
        this.book = book;
        this.remembers = remembers;
        normal = new NormalText(book.kept(), masksDigits);
        found = new long[book.marks() + 63 >> 6];
        keys = new long[remembers ? SETS * WAYS : 0];
        entries = new Entry[keys.length];
    }

    public Verdict judge(
            String text,
            @Nullable Stage stage,
            @Nullable Trouble trouble,
            @Nullable Provider provider) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return judge(bytes, 0, bytes.length, stage, trouble, provider);
    }

    /// What the refusal in the bytes `[from, to)` means.
    ///
    /// @param stage at which it came; null when unknown, or when the text itself tells it
    /// @param trouble when no server replied; the text then is the local description, and may be empty
    /// @param provider who runs the MX host; null when unknown
    public Verdict judge(
            byte[] text,
            int from,
            int to,
            @Nullable Stage stage,
            @Nullable Trouble trouble,
            @Nullable Provider provider) {
        normal.read(text, from, to);
        var at = stage != null ? stage : normal.scan().stage();
        var who = provider != null ? provider : told(text);
        var entry = remembers ? remembered(at, trouble, who) : decided(at, trouble, who);
        return entry.hinted() ? withHint(entry.verdict(), text) : entry.verdict();
    }

    /// The stage that the text last judged tells by itself (`… (in reply to RCPT TO command)`); null when it tells none.
    public @Nullable Stage stageTold() {
        return normal.scan().stage();
    }

    /// The text with everything masked that differs between equal replies, as groups of similar replies are named.
    public String template(byte[] text, int from, int to) {
        normal.read(text, from, to);
        return normal.text();
    }

    /// A 64-bit hash of [#template].
    public long templateHash(byte[] text, int from, int to) {
        normal.read(text, from, to);
        return normal.hash();
    }

    /// Who runs the host that the words around the reply name.
    private @Nullable Provider told(byte[] text) {
        var scan = normal.scan();
        int length = scan.hostTo() - scan.hostFrom();
        if (length <= 0 || length > 255) {
            return null;
        }
        return book.providers()
                .ofMx(new String(text, scan.hostFrom(), length, StandardCharsets.UTF_8));
    }

    private Entry remembered(
            @Nullable Stage stage, @Nullable Trouble trouble, @Nullable Provider provider) {
        long key = key(stage, trouble, provider);
        int set = (int) (key >>> 40) & SETS - 1;
        for (int i = set * WAYS; i < set * WAYS + WAYS; i++) {
            if (keys[i] == key && entries[i] != null) {
                return entries[i];
            }
        }
        var entry = decided(stage, trouble, provider);
        int slot = set * WAYS + (victim++ & WAYS - 1);
        keys[slot] = key;
        entries[slot] = entry;
        return entry;
    }

    private long key(
            @Nullable Stage stage, @Nullable Trouble trouble, @Nullable Provider provider) {
        int place =
                (stage == null ? 0 : stage.ordinal() + 1) * 16
                        + (trouble == null ? 0 : trouble.ordinal() + 1);
        long who = provider == null ? 0 : provider.word().hashCode();
        long key = normal.hash() ^ (who << 20 ^ place) * 0xD6E8_FEB8_6659_FD93L;
        return key ^ key >>> 31;
    }

    private Entry decided(
            @Nullable Stage stage, @Nullable Trouble trouble, @Nullable Provider provider) {
        var verdict = decide(stage, trouble, provider);
        boolean hinted = RetryHint.seconds(normal.bytes(), 0, normal.length()) != RetryHint.NONE;
        return new Entry(verdict, hinted);
    }

    private Verdict withHint(Verdict verdict, byte[] text) {
        var scan = normal.scan();
        long seconds = RetryHint.seconds(text, scan.textAt(), scan.end());
        if (seconds == RetryHint.NONE) {
            return verdict;
        }
        var same = sameness(verdict, seconds);
        var known = verdicts.get(same);
        if (known == null) {
            known = kept(same, hinted(verdict, Duration.ofSeconds(seconds)));
        }
        return known;
    }

    private static Verdict hinted(Verdict plain, Duration after) {
        return new Verdict(
                plain.code(),
                plain.status(),
                plain.provider(),
                plain.cause(),
                plain.scope(),
                plain.signalled(),
                plain.effective(),
                after,
                plain.minimumPause(),
                plain.next(),
                plain.rule(),
                plain.explanation());
    }

    private Sameness sameness(Verdict verdict, long seconds) {
        var provider = verdict.provider();
        return new Sameness(
                verdict.rule(),
                verdict.code(),
                normal.scan().status(),
                provider == null ? "" : provider,
                seconds * 4 + (verdict.signalled() == null ? 2 : verdict.signalled().ordinal()));
    }

    private Verdict kept(Sameness same, Verdict verdict) {
        if (verdicts.size() >= MOST_VERDICTS) {
            verdicts.clear();
        }
        verdicts.put(same, verdict);
        return verdict;
    }

    private Verdict decide(
            @Nullable Stage stage, @Nullable Trouble trouble, @Nullable Provider provider) {
        Arrays.fill(found, 0);
        book.search().search(normal.bytes(), 0, normal.length(), found);
        var signed = book.signedBy(found);
        var who = provider != null ? provider : signed;
        var signalled = signalled(trouble);
        var line = new Line(stage);
        var rule = first(book.group(who), line);
        if (rule == null) {
            rule = firstAnywhere(line);
        }
        if (rule == null && signed != null && signed != who) {
            rule = first(book.group(signed), line);
        }
        if (rule != null) {
            return byRule(
                    rule, who != null ? who : mailboxOwner(rule), signalled, rule.permanence());
        }
        return byWordsOrCode(stage, trouble, who, signalled, line);
    }

    private Verdict byWordsOrCode(
            @Nullable Stage stage,
            @Nullable Trouble trouble,
            @Nullable Provider who,
            @Nullable Permanence signalled,
            Line line) {
        if (normal.scan().code() >= 200 && normal.scan().code() < 400) {
            return byCode(book.byCode().ofSuccess(), who, signalled);
        }
        var rule = first(book.words(), line);
        boolean told = trouble == null || normal.scan().code() != 0;
        if (rule != null && (told || isTrouble(rule.cause()))) {
            return byRule(rule, who, signalled, signalled == null ? rule.permanence() : null);
        }
        int status = normal.scan().status();
        int code = normal.scan().code();
        var fallback = code == 0 ? book.byCode().ofTrouble(trouble) : null;
        if (fallback == null && normal.isBare()) {
            fallback = book.byCode().ofBare(code, status);
        }
        if (fallback == null) {
            fallback = book.byCode().ofTellingStatus(status);
        }
        if (fallback == null) {
            rule = first(book.weak(), line);
            fallback =
                    rule != null && isVague(rule.cause()) ? book.byCode().ofSystem(status) : null;
            if (rule != null && fallback == null) {
                return byRule(rule, who, signalled, signalled == null ? rule.permanence() : null);
            }
            fallback = fallback != null ? fallback : book.byCode().ofStatus(status);
        }
        if (fallback == null) {
            fallback = book.byCode().ofCode(code, stage);
        }
        if (fallback == null) {
            fallback = book.byCode().ofClass(signalled == Permanence.PERMANENT);
        }
        return byCode(fallback, who, signalled);
    }

    /// Whether a refusal of this cause can be meant where no server replied.
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

    /// The text as a string, made only when an expression is tried on it.
    private final class Line {
        private final @Nullable Stage stage;
        private @Nullable String text;

        Line(@Nullable Stage stage) {
            this.stage = stage;
        }

        boolean fits(int index) {
            var expression = book.expression(index);
            var rule = expression.rule();
            if (rule.stage() != null && rule.stage() != stage) {
                return false;
            }
            if (text == null) {
                text = normal.text();
            }
            return expression.findsIn(text);
        }
    }

    private @Nullable Rule first(RuleBook.Group group, Line line) {
        for (int word = group.from() >> 6; word << 6 < group.to(); word++) {
            for (long bits = found[word]; bits != 0; bits &= bits - 1) {
                int index = (word << 6) + Long.numberOfTrailingZeros(bits);
                if (index >= group.from() && index < group.to() && line.fits(index)) {
                    return book.expression(index).rule();
                }
            }
        }
        return null;
    }

    private @Nullable Rule firstAnywhere(Line line) {
        long[] anywhere = book.anywhere();
        for (int word = 0; word < found.length; word++) {
            for (long bits = found[word] & anywhere[word]; bits != 0; bits &= bits - 1) {
                int index = (word << 6) + Long.numberOfTrailingZeros(bits);
                if (line.fits(index)) {
                    return book.expression(index).rule();
                }
            }
        }
        return null;
    }

    private @Nullable Permanence signalled(@Nullable Trouble trouble) {
        int code = normal.scan().code();
        int digit = code >= 400 ? code / 100 : code == 0 ? normal.scan().status() / 1_000_000 : 0;
        if (digit == 5) {
            return Permanence.PERMANENT;
        }
        return digit == 4 || code == 0 && trouble != null ? Permanence.TEMPORARY : null;
    }

    private Verdict byRule(
            Rule rule,
            @Nullable Provider who,
            @Nullable Permanence signalled,
            @Nullable Permanence known) {
        var effective = known != null ? known : signalled != null ? signalled : usual(rule);
        return verdict(
                who,
                rule.cause(),
                rule.scope(),
                signalled,
                effective,
                rule.minimumPause(),
                Custom.fitting(rule.next(), rule.cause(), effective),
                rule.id(),
                rule.explanation());
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

    private Verdict byCode(
            Fallback fallback, @Nullable Provider who, @Nullable Permanence signalled) {
        var effective = signalled != null ? signalled : Custom.permanence(fallback.cause());
        return verdict(
                who,
                fallback.cause(),
                fallback.scope(),
                signalled,
                effective,
                null,
                Custom.fitting(fallback.next(), fallback.cause(), effective),
                fallback.key(),
                fallback.explanation());
    }

    private Verdict verdict(
            @Nullable Provider who,
            Cause cause,
            Scope scope,
            @Nullable Permanence signalled,
            Permanence effective,
            @Nullable Duration pause,
            java.util.List<NextStep> next,
            String rule,
            String explanation) {
        var word = who == null ? null : who.word();
        var named = other(cause, effective);
        int code = normal.scan().code();
        var made =
                new Verdict(
                        code,
                        status(),
                        word,
                        named,
                        scope,
                        signalled,
                        effective,
                        null,
                        pause,
                        next,
                        rule,
                        explanation);
        var same = sameness(made, RetryHint.NONE);
        var known = verdicts.get(same);
        return known != null ? known : kept(same, made);
    }

    /// A refusal without a known cause is called by what it comes to.
    private static Cause other(Cause cause, Permanence effective) {
        if (cause == Cause.OTHER_TEMPORARY && effective == Permanence.PERMANENT) {
            return Cause.OTHER_PERMANENT;
        }
        return cause == Cause.OTHER_PERMANENT && effective == Permanence.TEMPORARY
                ? Cause.OTHER_TEMPORARY
                : cause;
    }

    private @Nullable String status() {
        int status = normal.scan().status();
        if (status == 0) {
            return null;
        }
        var text = status / 1_000_000 + "." + status / 1_000 % 1_000 + "." + status % 1_000;
        return statuses.size() > 4_000 ? text : statuses.computeIfAbsent(text, word -> word);
    }
}
