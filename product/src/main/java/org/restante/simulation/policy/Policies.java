package org.restante.simulation.policy;

import org.restante.meaning.provider.Providers;
import org.restante.meaning.verdict.RuleBook;
import org.restante.simulation.world.Policy;

/// Makes the policies.
public final class Policies {
    private final RuleBook rules;
    private final Providers providers;

    /// @param rules by which the law judges replies
    /// @param providers whom it knows by their MX hosts
    public Policies(RuleBook rules, Providers providers) {
        this.rules = rules;
        this.providers = providers;
    }

    /// A policy that begins without having seen the receiver; of the law, the cold one.
    public Policy.Maker cold(Contestant contestant) {
        return switch (contestant) {
            case ORACLE -> Oracle::new;
            case LAW, LAW_WARM -> world -> new LawPolicy(world, rules, providers);
            case HAND_TUNED -> HandTuned::new;
            case POSTFIX -> PostfixDefault::new;
            case STATIC_TABLE -> StaticTable::new;
            case POWERMTA_DELIVERY -> world -> new PowerMta(world, true);
            case POWERMTA_HOUR -> world -> new PowerMta(world, false);
            case KUMOMTA -> KumoMta::new;
            case AIMD -> Aimd::new;
            case CUBIC -> Cubic::new;
        };
    }

    /// The law with what `before` had learnt by the end of its run.
    public Policy.Maker warm(Policy before) {
        if (!(before instanceof LawPolicy law)) {
            throw new IllegalArgumentException("only the law keeps what it learns");
        }
        var learnt = law.learnt();
        return world -> new LawPolicy(world, rules, providers, learnt);
    }
}
