package org.restante.app.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Rule;
import org.restante.meaning.verdict.RuleSet;

/// Every rule proves itself on its sample, against all other rules.
final class RulesTest {
    private final Knowledge knowledge = Knowledge.shipped();
    private final Judge judge = new Judge(knowledge.rules());

    /// Whoever a rule of words or software is tried for is nobody that is known.
    private static @Nullable Provider asked(RuleSet set) {
        return switch (set.provider().kind()) {
            case MAILBOX, FILTER -> set.provider();
            case SOFTWARE, WORDS -> null;
        };
    }

    /// A rule that its own sample does not reach is shadowed by the one that answers, or never matches; as every sample is
    /// judged with all rules, no rule can change the verdict on another's sample unseen.
    @Test
    void everyRuleDecidesItsOwnSample() {
        var wrong = new ArrayList<String>();
        for (var set : knowledge.rules().sets()) {
            for (var rule : set.rules()) {
                var decided = judge.judge(rule.sample(), rule.stage(), null, asked(set)).rule();
                if (!decided.equals(rule.id())) {
                    wrong.add(rule.id() + " loses its sample to " + decided + ": " + rule.sample());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyRuleDecidesTheMutationsOfItsSampleToo() {
        var mutations = new Mutations(new Random(20261120));
        var wrong = new ArrayList<String>();
        int tried = 0;
        for (var set : knowledge.rules().sets()) {
            for (var rule : set.rules()) {
                var all = mutations.of(rule.sample());
                assertThat(all).hasSizeGreaterThanOrEqualTo(20);
                for (var mutation : all) {
                    tried++;
                    var decided = judge.judge(mutation, rule.stage(), null, asked(set)).rule();
                    if (!decided.equals(rule.id())) {
                        wrong.add(rule.id() + " loses to " + decided + ": " + mutation);
                    }
                }
            }
        }
        assertThat(tried).isGreaterThan(6000);
        assertThat(wrong).isEmpty();
    }

    @Test
    void namesAreTheirOwnAndTextsAreWritten() {
        var ids = new HashSet<String>();
        for (var rule : knowledge.rules().rules()) {
            assertThat(ids.add(rule.id())).as(rule.id()).isTrue();
            assertThat(rule.explanation()).as(rule.id()).hasSizeBetween(20, 260).endsWith(".");
            assertThat(rule.origin()).as(rule.id()).matches("https?://\\S+|own wording, .*");
            assertThat(rule.name()).as(rule.id()).matches("[a-z0-9-]+");
        }
    }

    @Test
    void thereAreRulesForEveryProviderOfTheField() {
        var words = knowledge.providers().all().stream().map(Provider::word).toList();

        assertThat(knowledge.rules().rules().size()).isGreaterThan(340);
        assertThat(words)
                .contains(
                        "gmail",
                        "microsoft",
                        "microsoft-365",
                        "yahoo",
                        "apple",
                        "comcast",
                        "cox",
                        "spectrum",
                        "att",
                        "godaddy",
                        "orange",
                        "laposte",
                        "free",
                        "sfr",
                        "gmx",
                        "t-online",
                        "mail-ru",
                        "yandex",
                        "rambler",
                        "interia",
                        "wp-pl",
                        "onet",
                        "i-ua",
                        "docomo",
                        "bigpond",
                        "qq",
                        "netease",
                        "sina",
                        "rackspace",
                        "zoho",
                        "proofpoint",
                        "cloudmark",
                        "mimecast",
                        "barracuda",
                        "ironport",
                        "symantec",
                        "trend-micro",
                        "trellix",
                        "zerospam",
                        "improvmx",
                        "yahoo-japan",
                        "netvigator",
                        "kpn");
    }

    @Test
    void onlyNamedProvidersChangeTheClass() {
        for (var set : knowledge.rules().sets()) {
            for (var rule : set.rules()) {
                if (rule.permanence() != null && set.provider().kind() == Provider.Kind.WORDS) {
                    var verdict = judge.judge("450 " + rule.sample(), rule.stage(), null, null);
                    assertThat(verdict.effective()).as(rule.id()).isEqualTo(Permanence.TEMPORARY);
                }
            }
        }
    }

    @Test
    void aTemporaryRefusalNeverSuppresses() {
        for (var set : knowledge.rules().sets()) {
            for (Rule rule : set.rules()) {
                var verdict = judge.judge(rule.sample(), rule.stage(), null, asked(set));
                if (verdict.effective() == Permanence.TEMPORARY) {
                    assertThat(verdict.next())
                            .as(rule.id())
                            .doesNotContain(NextStep.SUPPRESS, NextStep.BOUNCE);
                }
            }
        }
    }
}
