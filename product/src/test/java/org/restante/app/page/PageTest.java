package org.restante.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.restante.insight.incident.Incident;

final class PageTest {
    private static final Pattern TAG =
            Pattern.compile("<(/?)([a-z][a-z0-9]*)((?:[^<>\"]|\"[^\"]*\")*)>");
    private static final List<String> VOID =
            List.of("meta", "link", "br", "hr", "img", "input", "path", "rect");

    static Stream<ReportView> views() {
        return Stream.of(
                MadeUp.eventful(),
                MadeUp.quiet(),
                MadeUp.empty(),
                MadeUp.hostile(),
                MadeUp.hosts(),
                MadeUp.withAttempts(12));
    }

    @Test
    void theStoryComesFirst() {
        assertThat(html(MadeUp.eventful()))
                .contains(
                        "<h1>Yahoo has been deferring 62\u00a0% of attempts from 203.0.113.10 since 09:20 UTC"
                                + " (usually 1.4\u00a0%).</h1>");
    }

    @Test
    void anEmptyReportIsHonest() {
        assertThat(html(MadeUp.quiet()))
                .contains("<h1>Nothing to report: 0 incidents.</h1>", "2.2\u00a0% were deferred")
                .doesNotContain("id=\"incidents\"");
        assertThat(html(MadeUp.empty()))
                .contains("No delivery attempts were found")
                .doesNotContain("id=\"timeline\"", "id=\"tables\"", "NaN", "Infinity");
    }

    @Test
    void anIncidentBringsItsCaseFile() {
        assertThat(html(MadeUp.eventful()))
                .contains(
                        "<h3 id=\"incident-1-title\">Yahoo from 203.0.113.10, at the greeting</h3>",
                        "data-tab=\"Letter\"",
                        "data-tab=\"KumoMTA\"",
                        "max-smtp-out 2",
                        "What else it might be",
                        "4,662 of 7,520 attempts (62\u00a0%) inside the scope were refused");
    }

    @ParameterizedTest
    @MethodSource("views")
    void theOnlyScriptIsOursAndTheBrowserIsToldSo(ReportView view) throws Exception {
        var html = html(view);
        var script = html.substring(html.indexOf("<script>") + 8, html.indexOf("</script>"));
        var hash =
                Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(script.getBytes(StandardCharsets.UTF_8)));

        assertThat(html.split("<script", -1)).hasSize(2);
        assertThat(html.replace("&#39;", "'")).contains("script-src 'sha256-" + hash + "'");
    }

    @ParameterizedTest
    @MethodSource("views")
    void nothingIsLoadedFromAnywhere(ReportView view) {
        var html = html(view);

        assertThat(
                        tags(html)
                                .filter(tag ->
                                        tag.matches(
                                                "(?s).*\\s(src|href|srcset|action|data)=\"(?!#|data:).*")))
                .isEmpty();
        assertThat(html).doesNotContain("@import", "url(");
        assertThat(
                        tags(html)
                                .map(tag -> tag.replaceAll("\"[^\"]*\"", ""))
                                .filter(tag -> tag.matches("(?s).*\\son[a-z]+=.*")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("views")
    void tagsAreClosedInOrder(ReportView view) {
        var open = new ArrayList<String>();
        var markup = html(view).replaceAll("(?s)<(style|script)>.*?</\\1>", "");
        var tags = TAG.matcher(markup);
        while (tags.find()) {
            var name = tags.group(2);
            if (VOID.contains(name)
                    && tags.group(1).isEmpty()
                    && !isFollowedByTitle(markup, tags.end())) {
                continue;
            }
            if (tags.group(1).isEmpty()) {
                open.add(name);
            } else {
                assertThat(open.removeLast()).as("before %s", tags.start()).isEqualTo(name);
            }
        }

        assertThat(open).isEmpty();
    }

    /// A `path` is empty but for the title of a line.
    private static boolean isFollowedByTitle(String markup, int at) {
        return markup.startsWith("<title>", at) && !markup.startsWith("<title>Deferral report", at);
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyLinkAndLabelHasItsTarget(ReportView view) {
        var html = html(view);
        var ids = found(html, "\\sid=\"([^\"]+)\"");

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids).containsAll(found(html, "href=\"#([^\"]+)\""));
        assertThat(ids).containsAll(found(html, "aria-labelledby=\"([^\"]+)\""));
    }

    @Test
    void whatReceiversWriteStaysText() {
        var html = html(MadeUp.hostile());

        assertThat(html)
                .contains("&lt;script&gt;")
                .doesNotContain("<script>alert", "<img", "</title><script");
        assertThat(html).doesNotContain("\u001b", "\u202e", "\u0007");
    }

    @Test
    void whereNoSourceIsKnownTheHostsAreShownInStrips() {
        assertThat(html(MadeUp.hosts()))
                .contains("Provider × MX host", "mx1.comcast.net")
                .doesNotContain("class=\"matrix\"");
    }

    @Test
    void theHeatTableMarksWhereTheIncidentsAre() {
        var sources = HeatTable.of(MadeUp.eventful());
        var hosts = HeatTable.of(MadeUp.hosts());

        assertThat(sources.rows().get(0).incidents()).containsExactly(3);
        assertThat(sources.rows().get(2).cells().getFirst().incident()).isEqualTo(1);
        assertThat(hosts.rows().get(1).cells().get(1).incident()).isEqualTo(1);
        assertThat(hosts.rows().get(1).cells().getFirst().incident()).isZero();
    }

    @Test
    void aRedactedPageHoldsNoLocalPart() {
        assertThat(html(Redaction.of(MadeUp.withAddressesEverywhere("pat.secret@example.com"))))
                .contains("***@example.com")
                .doesNotContain("secret");
    }

    @Test
    void moreIncidentsThanAPersonReadsAreCounted() {
        var many = new Incident[30];
        Arrays.setAll(many, i -> MadeUp.badHost("i-" + i));

        assertThat(html(MadeUp.with(many)))
                .contains("id=\"incident-20\"", "10 further incidents in the JSON and CSV output")
                .doesNotContain("incident-21");
    }

    @Test
    void aPageIsWrittenToAFile(@TempDir Path folder) throws IOException {
        var file = folder.resolve("report.html");

        Page.write(MadeUp.quiet(), file);

        assertThat(Files.readString(file)).startsWith("<!doctype html>").endsWith("</html>\n");
    }

    private static Stream<String> tags(String html) {
        return Pattern.compile("<[a-z](?:[^<>\"]|\"[^\"]*\")*>")
                .matcher(html)
                .results()
                .map(found -> found.group());
    }

    private static List<String> found(String html, String pattern) {
        return Pattern.compile(pattern)
                .matcher(html)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String html(ReportView view) {
        var out = new StringWriter();
        Page.write(view, out);
        return out.toString();
    }
}
