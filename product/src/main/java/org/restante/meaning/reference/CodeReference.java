package org.restante.meaning.reference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.EnhancedStatusCode;

/// Finds the page for a code, however it is written, and the pages a reply deserves.
///
/// Headings are held, bodies are asked for one at a time; the reference keeps nothing it has read.
public final class CodeReference {
    private static final Set<String> ANYBODYS = Set.of("filter", "blocklist", "server");
    private static final Pattern REPLY_CODE = Pattern.compile("[2-5]\\d\\d");

    private final List<Heading> headings;
    private final IntFunction<CodePage> bodies;
    private final Map<String, Integer> byId = new HashMap<>();
    private final List<Keyed<StatusRange>> statuses = new ArrayList<>();
    private final List<Keyed<TokenPattern>> tokens = new ArrayList<>();

    private record Keyed<K>(K key, int place) {}

    /// @param bodies the page at the place of its heading
    public CodeReference(List<Heading> headings, IntFunction<CodePage> bodies) {
        this.headings = List.copyOf(headings);
        this.bodies = bodies;
        for (int place = 0; place < headings.size(); place++) {
            index(headings.get(place), place);
        }
    }

    public static CodeReference of(List<CodePage> pages) {
        var kept = List.copyOf(pages);
        return new CodeReference(kept.stream().map(CodePage::heading).toList(), kept::get);
    }

    private void index(Heading heading, int place) {
        if (byId.putIfAbsent(heading.id().toLowerCase(Locale.ROOT), place) != null) {
            throw new IllegalArgumentException("two pages have the name " + heading.id());
        }
        for (var status : heading.statuses()) {
            StatusRange.of(status).ifPresent(range -> statuses.add(new Keyed<>(range, place)));
        }
        for (var token : heading.tokens()) {
            tokens.add(new Keyed<>(new TokenPattern(token), place));
        }
    }

    public List<Heading> headings() {
        return headings;
    }

    public Optional<CodePage> page(String id) {
        return Optional.ofNullable(byId.get(id.toLowerCase(Locale.ROOT))).map(bodies::apply);
    }

    /// The page for a code that stands alone: `4.7.0`, `X.1.3`, `421`, `TSS04`, `yahoo/TSS04`. Empty when nothing fits; then
    /// [#nearest] has suggestions.
    public Found lookup(String argument) {
        var code = argument.strip();
        var named = page(code);
        if (named.isPresent()) {
            return new Found(List.of(named.get()), true);
        }
        if (REPLY_CODE.matcher(code).matches()) {
            return byReplyCode(Integer.parseInt(code));
        }
        var status = EnhancedStatusCode.of(code);
        if (status.isPresent()) {
            return byStatus(status.get(), null);
        }
        if (code.startsWith("X.")) {
            var detail = code.substring(1);
            return new Found(
                    Stream.of("4", "5", "2").flatMap(c -> page(c + detail).stream()).toList(),
                    true);
        }
        return new Found(both(inText(code), byBareCode(code)), true);
    }

    private List<CodePage> byBareCode(String code) {
        return IntStream.range(0, headings.size())
                .filter(place -> headings.get(place).code().equalsIgnoreCase(code))
                .mapToObj(bodies)
                .toList();
    }

    /// The page of a reply code, or that of its class when the code is nobody's.
    public Found byReplyCode(int code) {
        var exact = page(Integer.toString(code));
        return exact.isPresent()
                ? new Found(List.of(exact.get()), true)
                : new Found(first(Stream.of(code / 100 + ".0.0", "X.0.0")), false);
    }

    /// The provider's own page first where one is known, then the page of the standard; where the code has none, those of the
    /// providers that made it up, of the same detail in another class, of its subject (`4.7.0`), and at last of its class (`4.0.0`).
    public Found byStatus(EnhancedStatusCode status, @Nullable String provider) {
        var own = ofProvider(status, heading -> heading.belongsTo(provider));
        var standard = first(Stream.of(status.toString(), anyClass(status)));
        if (!own.isEmpty() || !standard.isEmpty()) {
            return new Found(both(own, standard), true);
        }
        var elsewhere = ofProvider(status, _ -> provider == null);
        if (!elsewhere.isEmpty()) {
            return new Found(elsewhere, true);
        }
        var subject = new EnhancedStatusCode(status.category(), status.subject(), 0);
        var general =
                Stream.of(
                        "5" + detail(status),
                        "4" + detail(status),
                        "2" + detail(status),
                        subject.toString(),
                        anyClass(subject),
                        status.category() + ".0.0");
        return new Found(first(general), false);
    }

    private static String detail(EnhancedStatusCode status) {
        return status.toString().substring(1);
    }

    private static String anyClass(EnhancedStatusCode status) {
        return "X" + status.toString().substring(1);
    }

    private List<CodePage> ofProvider(EnhancedStatusCode status, Predicate<Heading> who) {
        return statuses.stream()
                .filter(entry -> entry.key().contains(status))
                .filter(entry -> who.test(headings.get(entry.place())))
                .mapToInt(Keyed::place)
                .distinct()
                .mapToObj(bodies)
                .toList();
    }

    /// Providers that use this status in a way of their own, by the name of the page.
    public List<Heading> otherMeanings(EnhancedStatusCode status) {
        return statuses.stream()
                .filter(entry -> entry.key().contains(status) && entry.key().isOneClass())
                .map(entry -> headings.get(entry.place()))
                .distinct()
                .toList();
    }

    /// The pages whose provider code stands in `text`, in the order in which they stand there.
    public List<CodePage> inText(String text) {
        record Hit(int at, int place) {}
        return tokens.stream()
                .map(token -> new Hit(token.key().startIn(text), token.place()))
                .filter(hit -> hit.at() >= 0)
                .sorted(Comparator.comparingInt(Hit::at))
                .map(Hit::place)
                .distinct()
                .map(bodies::apply)
                .toList();
    }

    /// The provider codes themselves as they stand in `text`.
    public List<String> tokensIn(String text) {
        return tokens.stream().flatMap(token -> token.key().in(text).stream()).distinct().toList();
    }

    /// All pages that help with one reply, the most exact first: the provider's code in the text, the provider's use of the
    /// status, the status, the reply code.
    public Found forReply(
            OptionalInt code,
            Optional<EnhancedStatusCode> status,
            String text,
            @Nullable String provider) {
        var pages = new ArrayList<>(inText(text));
        if (provider != null) {
            pages.removeIf(page -> contradicts(page, provider));
        }
        boolean exact = !pages.isEmpty();
        var here = new Here(text, provider);
        status.ifPresent(known -> pages.addAll(ofProvider(known, here::isSpoken)));
        pages.addAll(worded(here));
        pages.addAll(general(here));
        if (status.isPresent()) {
            var standard = byStatus(status.get(), null);
            pages.addAll(standard.pages());
            exact |= standard.exact();
        }
        if (code.isPresent()) {
            var basic = byReplyCode(code.getAsInt());
            pages.addAll(basic.pages());
            exact |= basic.exact();
        }
        return new Found(List.copyOf(new LinkedHashSet<>(pages)), exact);
    }

    /// Another mailbox provider's token under a known provider is a coincidence; that of a filter, a list or a mail server
    /// program may come from anybody.
    private static boolean contradicts(CodePage page, String provider) {
        return page.heading().provider() != null
                && !page.heading().belongsTo(provider)
                && !ANYBODYS.contains(page.nature().category());
    }

    /// The provider's pages one of whose cases is told by the words.
    private List<CodePage> worded(Here here) {
        return IntStream.range(0, headings.size())
                .filter(place -> headings.get(place).belongsTo(here.provider()))
                .mapToObj(bodies)
                .filter(page -> page.members().stream().anyMatch(m -> m.isPhraseOf(here.text())))
                .toList();
    }

    /// The pages on everything a provider says, for those that use codes loosely.
    private List<CodePage> general(Here here) {
        return IntStream.range(0, headings.size())
                .filter(place -> headings.get(place).isGeneral())
                .filter(place -> here.isSpoken(headings.get(place)))
                .mapToObj(bodies)
                .toList();
    }

    /// Who speaks: the provider where it is known, otherwise whoever the text gives away.
    private record Here(String text, @Nullable String provider) {
        boolean isSpoken(Heading heading) {
            return provider == null ? heading.isShownBy(text) : heading.belongsTo(provider);
        }
    }

    private List<CodePage> first(Stream<String> ids) {
        return ids.flatMap(id -> page(id).stream()).limit(1).toList();
    }

    private static List<CodePage> both(List<CodePage> first, List<CodePage> second) {
        var all = new LinkedHashSet<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /// The codes most like `argument`, nearest first; for a mistyped one.
    public List<Heading> nearest(String argument, int most) {
        record Near(int distance, Heading heading) {}
        var wanted = argument.strip().toUpperCase(Locale.ROOT);
        int limit = wanted.length() < 4 ? 1 : Math.max(2, wanted.length() / 3);
        return headings.stream()
                .map(heading -> new Near(distance(heading, wanted), heading))
                .filter(near -> near.distance() <= limit)
                .sorted(Comparator.comparingInt(Near::distance))
                .limit(most)
                .map(Near::heading)
                .toList();
    }

    private static int distance(Heading heading, String wanted) {
        return Stream.concat(Stream.of(heading.code()), heading.tokens().stream())
                .mapToInt(name -> Spelling.distance(name.toUpperCase(Locale.ROOT), wanted))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /// The pages that speak of all these words, the most to the point first.
    public List<CodePage> search(String words) {
        record Scored(int score, CodePage page) {}
        var wanted = Spelling.words(words);
        return IntStream.range(0, headings.size())
                .mapToObj(bodies)
                .map(page -> new Scored(Relevance.of(page, wanted), page))
                .filter(scored -> scored.score() > 0)
                .sorted(Comparator.comparingInt((Scored scored) -> -scored.score()))
                .map(Scored::page)
                .toList();
    }

    /// @param exact false where only the page of a wider code was found
    public record Found(List<CodePage> pages, boolean exact) {
        public Found {
            pages = List.copyOf(pages);
        }

        public boolean isEmpty() {
            return pages.isEmpty();
        }
    }
}
