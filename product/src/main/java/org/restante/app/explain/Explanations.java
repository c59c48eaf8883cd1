package org.restante.app.explain;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.CodePages;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.smtp.EnhancedStatusCode;
import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.ReplyScan;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.provider.Providers;
import org.restante.meaning.reference.CodePage;
import org.restante.meaning.reference.CodeReference;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Verdict;

/// Explains codes and replies. One serves one thread.
public final class Explanations {
    private static final int SUGGESTIONS = 5;
    private static final Pattern CODE_AND_STATUS =
            Pattern.compile("([2-5]\\d\\d)[ -]+([245]\\.\\d{1,3}\\.\\d{1,3})");
    private static final Pattern REPLY_CODE = Pattern.compile("[2-5]\\d\\d");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern AROUND = Pattern.compile("^[\\s\\[(<\"']+|[\\s\\])>\"']+$");

    private final Judge judge;
    private final Providers providers;
    private final CodeReference reference;
    private final ReplyScan scan = new ReplyScan();

    public Explanations(Judge judge, Providers providers, CodeReference reference) {
        this.judge = judge;
        this.providers = providers;
        this.reference = reference;
    }

    /// With what the product ships.
    public static Explanations shipped() {
        var knowledge = Knowledge.shipped();
        return new Explanations(
                new Judge(knowledge.rules()), knowledge.providers(), CodePages.shipped());
    }

    /// Explains a code alone (`4.7.0`, `421`, `TSS04`, `421 4.7.0`) or a whole reply or log line.
    ///
    /// @param mxHost the host that refused; null when unknown
    /// @param stage the stage at which it did; null when unknown
    public Explanation of(String argument, @Nullable String mxHost, @Nullable Stage stage) {
        var asked = argument.replace("\\n", "\n").strip();
        var bare = AROUND.matcher(asked).replaceAll("");
        var provider = mxHost == null ? null : providers.ofMx(mxHost);
        var alone = codeAlone(bare, provider);
        if (alone.isPresent()) {
            return ofPages(asked, bare, alone.get(), mxHost, stage);
        }
        boolean oneWord = bare.matches("\\S+") && LocalTrouble.in(bare).isEmpty();
        return oneWord ? unknown(asked, bare, stage) : ofReply(asked, mxHost, stage);
    }

    /// One word that is no code we know: what it may have meant.
    private Explanation unknown(String asked, String word, @Nullable Stage stage) {
        var like = reference.nearest(word, SUGGESTIONS);
        var speaking =
                reference.search(word).stream().limit(SUGGESTIONS).map(CodePage::heading).toList();
        return new Explanation(
                asked,
                "",
                Judgement.nothing(),
                stage,
                null,
                List.of(),
                false,
                Evidence.none(),
                like.isEmpty() ? speaking : like);
    }

    /// The pages of a code without a reply around it; empty when `bare` is no code.
    private Optional<CodeReference.Found> codeAlone(String bare, @Nullable Provider provider) {
        var pair = CODE_AND_STATUS.matcher(bare);
        if (pair.matches()) {
            var code = OptionalInt.of(Integer.parseInt(pair.group(1)));
            return Optional.of(
                    reference.forReply(
                            code, EnhancedStatusCode.of(pair.group(2)), "", word(provider)));
        }
        var status = EnhancedStatusCode.of(bare);
        if (status.isPresent()) {
            return Optional.of(withOtherMeanings(status.get(), provider));
        }
        var found = reference.lookup(bare);
        boolean named = !found.isEmpty() && (REPLY_CODE.matcher(bare).matches() || isToken(bare));
        return named ? Optional.of(found) : Optional.empty();
    }

    /// A code without a reply or a host may be any provider's: their pages come last.
    private CodeReference.Found withOtherMeanings(
            EnhancedStatusCode status, @Nullable Provider provider) {
        var found = reference.byStatus(status, word(provider));
        if (provider != null) {
            return found;
        }
        var pages = new LinkedHashSet<>(found.pages());
        reference.otherMeanings(status).forEach(h -> reference.page(h.id()).ifPresent(pages::add));
        return new CodeReference.Found(List.copyOf(pages), found.exact());
    }

    /// Whether it is a page's name or a provider's code and nothing else.
    private boolean isToken(String bare) {
        return reference.page(bare).isPresent()
                || bare.matches("\\S+")
                || reference.tokensIn(bare).stream()
                        .anyMatch(token -> token.equalsIgnoreCase(bare));
    }

    private Explanation ofPages(
            String asked,
            String bare,
            CodeReference.Found found,
            @Nullable String mxHost,
            @Nullable Stage stage) {
        var pages = found.pages();
        var pair = CODE_AND_STATUS.matcher(bare);
        var judgement =
                pages.isEmpty()
                        ? Judgement.nothing()
                        : Judgement.of(pages.getFirst(), pair.matches() ? pair.group(2) : bare);
        var provider = providerOf(judgement.provider(), mxHost);
        return new Explanation(
                asked,
                "",
                pair.matches() ? judgement.withCode(Integer.parseInt(pair.group(1))) : judgement,
                stage,
                provider,
                pages,
                found.exact(),
                Evidence.none(),
                List.of());
    }

    private Explanation ofReply(String asked, @Nullable String mxHost, @Nullable Stage stage) {
        var bytes = asked.getBytes(StandardCharsets.UTF_8);
        scan.read(bytes, 0, bytes.length);
        int code = scan.code();
        var reply = serverWords(asked, bytes);
        var host = mxHost != null ? mxHost : Evidence.hostIn(asked);
        var trouble = code == 0 ? LocalTrouble.in(asked) : Optional.<Trouble>empty();
        var speaker = host == null ? null : providers.ofMx(host);
        var verdict = judge.judge(asked, stage, trouble.orElse(null), speaker);
        var told = stage != null ? stage : judge.stageTold();
        var spoken = verdict.provider() != null ? verdict.provider() : word(speaker);
        var pages = pages(verdict, reply, spoken, trouble);
        return new Explanation(
                asked,
                reply,
                Judgement.of(verdict),
                told,
                providerOf(verdict.provider(), host),
                pages,
                !pages.isEmpty(),
                Evidence.in(asked, reply, mxHost, reference.tokensIn(reply)),
                pages.isEmpty() ? reference.nearest(asked, SUGGESTIONS) : List.of());
    }

    /// What the server said in the line, as one line: the status once, then the words of all reply lines.
    private String serverWords(String asked, byte[] bytes) {
        if (scan.codeAt() < 0) {
            return BLANKS.matcher(asked).replaceAll(" ");
        }
        var said =
                new String(
                        bytes, scan.codeAt(), bytes.length - scan.codeAt(), StandardCharsets.UTF_8);
        var reply = Reply.read(said);
        var status = reply.status().map(known -> known + " ").orElse("");
        return BLANKS.matcher(status + reply.text()).replaceAll(" ");
    }

    private List<CodePage> pages(
            Verdict verdict, String text, @Nullable String provider, Optional<Trouble> trouble) {
        if (trouble.isPresent()) {
            return reference.page(LocalTrouble.page(trouble.get())).stream().toList();
        }
        int code = verdict.code();
        var status = Optional.ofNullable(verdict.status()).flatMap(EnhancedStatusCode::of);
        var known = code == 0 ? OptionalInt.empty() : OptionalInt.of(code);
        var found = reference.forReply(known, status, text, provider);
        if (!found.isEmpty() || code != 0) {
            return withPageOfCause(found.pages(), verdict);
        }
        var byCause = pageOfCause(verdict);
        return byCause.isPresent()
                ? List.of(byCause.get())
                : reference.search(text).stream().limit(SUGGESTIONS).toList();
    }

    /// Words outrank a code: where only pages of the standard fit and the first is about something else than the verdict, the
    /// page of the verdict's cause goes before them.
    private List<CodePage> withPageOfCause(List<CodePage> pages, Verdict verdict) {
        boolean standard = !pages.isEmpty() && pages.getFirst().heading().provider() == null;
        if (standard && pages.getFirst().nature().cause() == verdict.cause()) {
            return pages;
        }
        var page = pageOfCause(verdict);
        if (page.isEmpty() || !standard) {
            return pages;
        }
        var all = new LinkedHashSet<CodePage>();
        all.add(page.get());
        all.addAll(pages);
        return List.copyOf(all);
    }

    private Optional<CodePage> pageOfCause(Verdict verdict) {
        if (!verdict.isRefusal()) {
            return Optional.empty();
        }
        return CausePage.of(verdict.cause(), verdict.effective()).flatMap(reference::page);
    }

    private @Nullable Provider providerOf(@Nullable String word, @Nullable String host) {
        var named = word == null ? null : providers.byWord(word);
        return named == null && host != null
                ? providers.ofMx(host.toLowerCase(Locale.ROOT))
                : named;
    }

    private static @Nullable String word(@Nullable Provider provider) {
        return provider == null ? null : provider.word();
    }
}
