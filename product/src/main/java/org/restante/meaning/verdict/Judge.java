package org.restante.meaning.verdict;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.provider.Provider;

/// Says what refusals mean, by one [RuleBook]. Pure but for what it remembers: equal refusals get the same [Verdict] object, and
/// a refusal whose normal text was judged before is not judged again. One judge serves one thread.
///
/// The order of judgement: the rules of the provider, then rules that may be believed of any receiver (filters, mail server
/// programs), then the text's own words, then the enhanced status code, then the sense of the words, then the reply code. Where no provider is given, words
/// that only one provider uses say which it is.
public final class Judge {
    private static final int SETS = 1 << 14;
    private static final int WAYS = 4;

    /// What is remembered of a normal text.
    private record Entry(Verdict verdict, boolean hinted) {}

    private final RuleBook book;
    private final NormalText normal;
    private final boolean remembers;
    private final long[] keys;
    private final Entry[] entries;
    private final Verdicts verdicts = new Verdicts();
    private final Judgement judgement;
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
        judgement = new Judgement(book, normal);
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
        var verdict = verdicts.of(judgement.of(stage, trouble, provider), normal.scan());
        boolean hinted = RetryHint.seconds(normal.bytes(), 0, normal.length()) != RetryHint.NONE;
        return new Entry(verdict, hinted);
    }

    private Verdict withHint(Verdict verdict, byte[] text) {
        var scan = normal.scan();
        long seconds = RetryHint.seconds(text, scan.textAt(), scan.end());
        if (seconds == RetryHint.NONE) {
            return verdict;
        }
        return verdicts.hinted(verdict, scan.status(), seconds);
    }
}
