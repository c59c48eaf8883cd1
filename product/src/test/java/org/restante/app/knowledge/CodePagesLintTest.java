package org.restante.app.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.restante.mail.smtp.EnhancedStatusCode;
import org.restante.meaning.reference.CodeClass;
import org.restante.meaning.reference.CodePage;
import org.restante.meaning.reference.CodeReference;
import org.restante.meaning.reference.Member;
import org.restante.meaning.reference.Origin;
import org.restante.meaning.reference.Question;
import org.restante.testing.Corpora;

/// What every page must have, and what no two pages may share.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CodePagesLintTest {
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?;])\\s+");
    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern ORIGIN =
            Pattern.compile(
                    "practice|https?://\\S+|RFC \\d{4}( §[\\d.]+)?(; RFC \\d{4}( §[\\d.]+)?)*");
    private static final Pattern STATUS = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}");
    private static final Pattern ADDRESS =
            Pattern.compile("\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\b");
    private static final Pattern DOCUMENTATION =
            Pattern.compile("192\\.0\\.2\\.\\d+|198\\.51\\.100\\.\\d+|203\\.0\\.113\\.\\d+");
    private static final double NEARLY_EQUAL = 0.8;
    private static final double TAKEN = 0.6;
    private static final int SHINGLE = 3;

    private List<CodePage> pages = List.of();
    private CodeReference reference = CodeReference.of(List.of());

    @BeforeAll
    void read() throws IOException {
        pages = CodePagesTest.pages();
        reference = CodeReference.of(pages);
    }

    private List<String> problems(Function<CodePage, Stream<String>> check) {
        return pages.stream()
                .flatMap(page -> check.apply(page).map(problem -> page.id() + ": " + problem))
                .toList();
    }

    @Test
    void everyPageHasAllItsFields() {
        assertThat(problems(page -> missing(page).stream())).isEmpty();
    }

    private static List<String> missing(CodePage page) {
        var missing = new ArrayList<String>();
        fields(page)
                .forEach((name, value) -> {
                    if (value.isBlank()) {
                        missing.add(name);
                    }
                });
        boolean refusal = page.nature().codeClass() != CodeClass.SUCCESS;
        if (refusal && page.nature().cause() == null) {
            missing.add("cause");
        }
        if (refusal && page.nature().scope() == null) {
            missing.add("scope");
        }
        if (refusal && page.nature().next().isEmpty()) {
            missing.add("next");
        }
        return missing;
    }

    private static Map<String, String> fields(CodePage page) {
        return Map.of(
                "title", page.heading().title(),
                "category", page.nature().category(),
                "meaning", page.meaning(),
                "causes", String.join("", page.causes()),
                "now", String.join("", page.now()),
                "lasts", page.lasts(),
                "log", page.log(),
                "questions", page.questions().isEmpty() ? "" : "some");
    }

    @Test
    void everyClaimHasAnOrigin() {
        assertThat(problems(page -> originProblems(page).stream())).isEmpty();
    }

    private static List<String> originProblems(CodePage page) {
        var problems = new ArrayList<String>();
        for (var field : List.of("meaning", "lasts")) {
            if (page.origins().stream().noneMatch(origin -> origin.of().equals(field))) {
                problems.add("no origin of " + field);
            }
        }
        if (page.conflict() != null
                && page.origins().stream().noneMatch(origin -> origin.of().equals("conflict"))) {
            problems.add("no origin of conflict");
        }
        if (page.origins().stream().allMatch(origin -> origin.at().equals(Origin.PRACTICE))) {
            problems.add("no document behind it");
        }
        page.origins().stream()
                .filter(origin -> !ORIGIN.matcher(origin.at()).matches())
                .forEach(origin -> problems.add("neither URL nor RFC: " + origin.at()));
        return problems;
    }

    @Test
    void aClassThatContradictsTheCodeSaysWhy() {
        assertThat(
                        problems(page ->
                                Stream.of("its class needs a why")
                                        .filter(_ ->
                                                contradictsItsCode(page)
                                                        && page.nature().why() == null)))
                .isEmpty();
    }

    private static boolean contradictsItsCode(CodePage page) {
        var codes =
                Stream.concat(Stream.of(page.heading().code()), page.heading().statuses().stream());
        return switch (page.nature().codeClass()) {
            case PERMANENT -> codes.anyMatch(code -> code.matches("4(\\.\\d.*|\\d\\d)"));
            case TEMPORARY -> codes.anyMatch(code -> code.matches("5(\\.\\d.*|\\d\\d)"));
            case SUCCESS -> codes.anyMatch(code -> code.matches("[45](\\.\\d.*|\\d\\d)"));
            case EITHER -> false;
        };
    }

    @Test
    void everyLogLeadsToItsPage() {
        assertThat(problems(page -> Stream.of(page.log()).filter(_ -> !isShownInItsLog(page))))
                .isEmpty();
    }

    private boolean isShownInItsLog(CodePage page) {
        var heading = page.heading();
        if (!heading.tokens().isEmpty()) {
            return reference.inText(page.log()).contains(page);
        }
        if (!heading.statuses().isEmpty()) {
            return statusesIn(page.log())
                    .anyMatch(status ->
                            reference.byStatus(status, heading.provider()).pages().contains(page));
        }
        return Stream.concat(
                        Stream.of(heading.code().replaceFirst("^X", "")), heading.signs().stream())
                .anyMatch(page.log()::contains);
    }

    private static Stream<EnhancedStatusCode> statusesIn(String log) {
        return STATUS.matcher(log)
                .results()
                .flatMap(found -> EnhancedStatusCode.of(found.group()).stream());
    }

    @Test
    void everyAddressIsForDocumentation() {
        assertThat(
                        problems(page ->
                                ADDRESS.matcher(page.log())
                                        .results()
                                        .map(MatchResult::group)
                                        .filter(ip -> !DOCUMENTATION.matcher(ip).matches())))
                .isEmpty();
    }

    @Test
    void relatedPagesExist() {
        var ids = new HashSet<String>();
        pages.forEach(page -> ids.add(page.id()));
        assertThat(problems(page -> page.related().stream().filter(id -> !ids.contains(id))))
                .isEmpty();
    }

    @Test
    void noSentenceStandsOnTwoPagesOrTwice() {
        var seen = new HashMap<String, String>();
        var repeated = new ArrayList<String>();
        for (var page : pages) {
            for (var sentence : sentences(page)) {
                var before = seen.putIfAbsent(normal(sentence), page.id());
                if (before != null) {
                    repeated.add(before + ", " + page.id() + ": " + sentence);
                }
            }
        }
        assertThat(repeated).isEmpty();
    }

    @Test
    void noTwoSentencesAreNearlyEqual() {
        record Known(String page, String sentence, Set<String> shingles) {}
        var byShingle = new HashMap<String, List<Known>>();
        var alike = new ArrayList<String>();
        for (var page : pages) {
            for (var sentence : sentences(page)) {
                var known = new Known(page.id(), sentence, shingles(sentence));
                var candidates = new HashSet<Known>();
                for (var shingle : known.shingles()) {
                    candidates.addAll(byShingle.getOrDefault(shingle, List.of()));
                    byShingle.computeIfAbsent(shingle, _ -> new ArrayList<>()).add(known);
                }
                candidates.stream()
                        .filter(other -> other != known)
                        .filter(other ->
                                overlap(other.shingles(), known.shingles()) >= NEARLY_EQUAL)
                        .forEach(other ->
                                alike.add(
                                        other.page()
                                                + ": "
                                                + other.sentence()
                                                + "\n  "
                                                + page.id()
                                                + ": "
                                                + sentence));
            }
        }
        assertThat(alike).isEmpty();
    }

    @Test
    void noSentenceIsTakenFromOthersPages() throws IOException {
        var foreign = new HashMap<String, List<Set<String>>>();
        for (var sentence : foreignSentences()) {
            var shingles = shingles(sentence);
            shingles.forEach(s -> foreign.computeIfAbsent(s, _ -> new ArrayList<>()).add(shingles));
        }
        var taken = new ArrayList<String>();
        for (var page : pages) {
            for (var sentence : sentences(page)) {
                var ours = shingles(sentence);
                boolean alike =
                        ours.size() > 2
                                && ours.stream()
                                        .flatMap(s -> foreign.getOrDefault(s, List.of()).stream())
                                        .anyMatch(theirs -> overlap(theirs, ours) >= TAKEN);
                if (alike) {
                    taken.add(page.id() + ": " + sentence);
                }
            }
        }
        assertThat(taken).isEmpty();
    }

    private static List<String> foreignSentences() throws IOException {
        var sentences = new ArrayList<String>();
        var files = new ArrayList<Path>();
        try (var seeds = Files.list(Corpora.requireShared("seeds"))) {
            seeds.forEach(files::add);
        }
        files.add(Corpora.requireShared("field/provider-codes.tsv"));
        files.add(Corpora.requireShared("field/peers.md"));
        files.add(Corpora.require("iana").resolve("smtp-enhanced-status-codes-3.csv"));
        for (var file : files) {
            for (var line : Files.readAllLines(file)) {
                SENTENCE_END.splitAsStream(line.replace('\t', ' ')).forEach(sentences::add);
            }
        }
        return sentences;
    }

    @Test
    void theLintSeesWhatItIsFor() {
        var one =
                shingles(
                        "Set one PTR record and let the forward record say the same address again.");
        var other = shingles("Set one PTR record and let the forward record say the same address.");

        assertThat(overlap(one, other)).isGreaterThanOrEqualTo(NEARLY_EQUAL);
        assertThat(normal("Wait;  then RETRY!")).isEqualTo(normal("wait, then retry."));
    }

    @Test
    void everyMeaningIsASentenceAndNotABook() {
        assertThat(
                        problems(page ->
                                Stream.of(page.meaning())
                                        .filter(text ->
                                                text.length() < 60 || text.length() > 1200)))
                .isEmpty();
    }

    @Test
    void everyTokenFindsItsPage() {
        assertThat(
                        problems(page ->
                                page.heading().tokens().stream()
                                        .filter(token -> !finds(token, page))))
                .isEmpty();
    }

    private boolean finds(String token, CodePage page) {
        var example = token.replace("?", "1").replace("*", "");
        return reference.inText("550 5.7.1 said " + example + " here").contains(page);
    }

    @Test
    void everyStatusOfAPageIsOne() {
        assertThat(
                        problems(page ->
                                page.heading().statuses().stream()
                                        .filter(status ->
                                                !Stream.of(status.split("-"))
                                                        .allMatch(CodePagesLintTest::isStatus))))
                .isEmpty();
    }

    private static boolean isStatus(String status) {
        return EnhancedStatusCode.of(status.replaceFirst("^X", "4")).isPresent();
    }

    private static List<String> sentences(CodePage page) {
        var texts = new ArrayList<String>(page.causes());
        texts.add(page.meaning());
        texts.addAll(page.now());
        texts.add(page.lasts());
        Stream.ofNullable(page.conflict()).forEach(texts::add);
        Stream.ofNullable(page.nature().why()).forEach(texts::add);
        page.questions().stream().map(Question::q).forEach(texts::add);
        page.questions().stream().map(Question::a).forEach(texts::add);
        page.members().stream().map(Member::meaning).forEach(texts::add);
        return texts.stream()
                .flatMap(SENTENCE_END::splitAsStream)
                .filter(sentence -> normal(sentence).split(" ").length >= 3)
                .toList();
    }

    private static String normal(String sentence) {
        return NO_LETTER.matcher(sentence.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }

    private static Set<String> shingles(String sentence) {
        var words = normal(sentence).split(" ");
        var shingles = new HashSet<String>();
        for (int i = 0; i + SHINGLE <= words.length; i++) {
            shingles.add(String.join(" ", List.of(words).subList(i, i + SHINGLE)));
        }
        return shingles;
    }

    private static double overlap(Set<String> one, Set<String> other) {
        var common = new HashSet<>(one);
        common.retainAll(other);
        return common.size() / (double) (one.size() + other.size() - common.size());
    }
}
