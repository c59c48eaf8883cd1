package org.restante.app.explain;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.reference.CodeClass;
import org.restante.meaning.reference.CodePage;
import org.restante.meaning.reference.Heading;
import org.restante.meaning.reference.Member;
import org.restante.meaning.reference.Origin;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Word;

/// An explanation in lines for a terminal: first what it comes to, then the page, then where to read on.
final class ExplanationText {
    private static final int LEAST = 40;
    private static final int LABEL = 12;
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";

    private final Explanation explanation;
    private final Appendable out;
    private final int width;
    private final boolean colours;

    ExplanationText(Explanation explanation, Appendable out, int width, boolean colours) {
        this.explanation = explanation;
        this.out = out;
        this.width = Math.max(LEAST, width);
        this.colours = colours;
    }

    void write() throws IOException {
        if (!explanation.isKnown()) {
            unknown();
            return;
        }
        headline();
        facts();
        evidence();
        if (!explanation.pages().isEmpty()) {
            page(explanation.pages().getFirst());
        }
        others();
    }

    private void unknown() throws IOException {
        line(ink(BOLD, "Nothing is known of '" + explanation.asked() + "'."));
        if (explanation.nearest().isEmpty()) {
            text(
                    2,
                    "Give a reply code (421), an enhanced status code (4.7.0), a provider's code (TSS04) or a whole reply.");
            return;
        }
        section("Did you mean");
        for (var heading : explanation.nearest()) {
            hanging(2, heading.id() + "  ", heading.title());
        }
    }

    private void headline() throws IOException {
        var subject = subject();
        var title =
                explanation.pages().isEmpty()
                        ? "No page of the reference fits"
                        : explanation.pages().getFirst().heading().title();
        for (var line : wrap(subject.isEmpty() ? title : subject + ": " + title, width)) {
            line(ink(BOLD, line));
        }
    }

    /// The codes given, else the provider's code of the page; a page that is about words only has none.
    private String subject() {
        var judgement = explanation.judgement();
        var code = judgement.code() == 0 ? null : Integer.toString(judgement.code());
        var codes =
                Stream.of(code, judgement.status())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" "));
        if (!codes.isEmpty() || !isPageAlone()) {
            return codes;
        }
        var own = explanation.pages().getFirst().heading().code();
        return own.matches("[a-z-]+") ? "" : own;
    }

    private void facts() throws IOException {
        var judgement = explanation.judgement();
        out.append('\n');
        fact("Class", classWords());
        fact("Cause", word(judgement.cause()));
        fact(
                "Scope",
                judgement.scope() == null
                        ? null
                        : judgement.scope().word() + ": " + of(judgement.scope()));
        fact("Next", judgement.next().stream().map(Word::word).collect(Collectors.joining(", ")));
        fact("Severity", severity());
        fact(
                "Provider",
                explanation.provider() == null
                        ? judgement.provider()
                        : explanation.provider().name());
        fact("Stage", explanation.stage() == null ? null : explanation.stage().word());
        fact("Retry after", duration(judgement.retryAfter()));
        fact(
                "Pause",
                judgement.minimumPause() == null
                        ? null
                        : "at least " + duration(judgement.minimumPause()));
        fact(
                "Judged by",
                judgement.rule() == null || judgement.rule().startsWith("page/")
                        ? null
                        : judgement.rule());
        if (judgement.explanation() != null && !isPageAlone()) {
            section("In short");
            text(2, judgement.explanation());
        }
    }

    private boolean isPageAlone() {
        var rule = explanation.judgement().rule();
        return rule != null && rule.startsWith("page/");
    }

    private @Nullable String severity() {
        return explanation.pages().isEmpty()
                ? null
                : explanation.pages().getFirst().nature().severity().word();
    }

    private @Nullable String classWords() {
        var judgement = explanation.judgement();
        var signalled = judgement.signalled();
        var effective = judgement.effective();
        if (effective == null) {
            return explanation.pages().isEmpty()
                    ? null
                    : bare(explanation.pages().getFirst().nature().codeClass());
        }
        var words =
                effective == Permanence.TEMPORARY
                        ? ink(YELLOW, "temporary") + ": the message may pass later"
                        : ink(RED, "permanent") + ": the same attempt will fail again";
        return signalled == null || signalled == effective
                ? words
                : words + " (although the code says " + signalled.word() + ")";
    }

    private String bare(CodeClass codeClass) {
        return switch (codeClass) {
            case SUCCESS -> ink(GREEN, "success");
            case TEMPORARY -> ink(YELLOW, "temporary");
            case PERMANENT -> ink(RED, "permanent");
            case EITHER -> "temporary or permanent, by the first digit of the reply";
        };
    }

    private static String of(Scope scope) {
        return switch (scope) {
            case RECIPIENT -> "this recipient alone";
            case MESSAGE -> "this message, its content or form";
            case STREAM -> "your domain or campaign, whatever the address";
            case SOURCE -> "your sending address";
            case CONNECTION -> "this connection";
            case HOST -> "this one host of the receiver";
            case RECEIVER -> "the whole receiving site";
        };
    }

    private void evidence() throws IOException {
        var evidence = explanation.evidence();
        if (evidence.isEmpty()) {
            return;
        }
        section("In the reply");
        found("address", evidence.addresses());
        found("mark", evidence.marks());
        found("write to", evidence.mailboxes());
        found("link", evidence.urls());
    }

    private void found(String what, List<String> values) throws IOException {
        for (var value : values) {
            hanging(2, pad(what, LABEL), value);
        }
    }

    private void page(CodePage page) throws IOException {
        if (!explanation.exact()) {
            section("Note");
            text(2, "The code has no page of its own; this is the page of " + page.id() + ".");
        }
        var here = page.members().stream().filter(this::isSaid).toList();
        members("The case at hand", here);
        section("What it means");
        text(2, page.meaning());
        if (page.nature().why() != null) {
            text(2, page.nature().why());
        }
        section("What brings it about");
        for (var cause : page.causes()) {
            hanging(2, "- ", cause);
        }
        members("The cases", here.isEmpty() ? page.members() : List.of());
        section("What to do now");
        for (int i = 0; i < page.now().size(); i++) {
            hanging(2, (i + 1) + ". ", page.now().get(i));
        }
        section("How long it lasts");
        text(2, page.lasts());
        section("How it looks in a log");
        text(2, page.log());
        questions(page);
        sources(page);
    }

    private void members(String title, List<Member> members) throws IOException {
        if (members.isEmpty()) {
            return;
        }
        section(title);
        for (var member : members) {
            hanging(2, "- ", member.code());
            text(6, member.meaning() + " " + member.now());
        }
    }

    private boolean isSaid(Member member) {
        return member.isSaidIn(explanation.said());
    }

    private void questions(CodePage page) throws IOException {
        section("Asked about it");
        for (var question : page.questions()) {
            for (var line : wrap(question.q(), width - 2)) {
                line("  " + ink(BOLD, line));
            }
            text(4, question.a());
        }
        if (page.conflict() != null) {
            section("Where documents disagree");
            text(2, page.conflict());
        }
    }

    private void sources(CodePage page) throws IOException {
        section("Read on");
        var provider = explanation.provider();
        var links = new ArrayList<String>();
        Stream.of(
                        page.link(),
                        provider == null ? null : provider.form(),
                        provider == null ? null : provider.postmaster())
                .filter(Objects::nonNull)
                .forEach(links::add);
        for (var link : links.stream().distinct().toList()) {
            hanging(2, pad("provider", LABEL), link);
        }
        var origins =
                page.origins().stream()
                        .map(Origin::at)
                        .filter(at -> !at.equals(Origin.PRACTICE))
                        .distinct()
                        .toList();
        for (var origin : origins) {
            hanging(2, pad("source", LABEL), origin);
        }
        if (!page.related().isEmpty()) {
            hanging(2, pad("related", LABEL), String.join(", ", page.related()));
        }
    }

    private void others() throws IOException {
        var others =
                Stream.concat(
                                explanation.pages().stream().skip(1).map(CodePage::heading),
                                explanation.pages().isEmpty()
                                        ? explanation.nearest().stream()
                                        : Stream.<Heading>empty())
                        .toList();
        if (others.isEmpty()) {
            return;
        }
        section("Pages that fit too");
        for (var heading : others) {
            hanging(2, heading.id() + "  ", heading.title());
        }
    }

    private void section(String title) throws IOException {
        out.append('\n');
        line(ink(DIM, title.toUpperCase(Locale.ROOT)));
    }

    private void fact(String label, @Nullable String value) throws IOException {
        if (value != null && !value.isEmpty()) {
            hanging(2, pad(label, LABEL), value);
        }
    }

    private void text(int indent, String text) throws IOException {
        hanging(indent, "", text);
    }

    /// The text after `first`, its later lines below its beginning.
    private void hanging(int indent, String first, String text) throws IOException {
        var margin = " ".repeat(indent);
        var lead = margin + first;
        for (var line : wrap(text, width - indent - first.length())) {
            line(lead + line);
            lead = margin + " ".repeat(first.length());
        }
    }

    private void line(String line) throws IOException {
        out.append(line).append('\n');
    }

    private String ink(String ink, String text) {
        return colours ? ink + text + PLAIN : text;
    }

    private static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(1, columns - text.length()));
    }

    private static @Nullable String word(@Nullable Word word) {
        return word == null ? null : word.word();
    }

    private static @Nullable String duration(@Nullable Duration duration) {
        if (duration == null) {
            return null;
        }
        long seconds = duration.toSeconds();
        if (seconds % 3600 == 0) {
            return counted(seconds / 3600, "hour");
        }
        return seconds % 60 == 0 ? counted(seconds / 60, "minute") : counted(seconds, "second");
    }

    private static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }

    private static List<String> wrap(String text, int columns) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.strip().split("\\s+")) {
            var rest = word;
            while (visible(rest) > columns) {
                if (!line.isEmpty()) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                lines.add(rest.substring(0, columns));
                rest = rest.substring(columns);
            }
            if (!line.isEmpty() && visible(line) + 1 + visible(rest) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    /// Columns without the colours.
    private static int visible(CharSequence text) {
        int columns = 0;
        boolean escape = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escape) {
                escape = c != 'm';
            } else if (c == '\u001b') {
                escape = true;
            } else if (!Character.isLowSurrogate(c)) {
                columns++;
            }
        }
        return columns;
    }
}
