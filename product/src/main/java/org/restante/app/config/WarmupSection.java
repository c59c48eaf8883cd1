package org.restante.app.config;

import java.util.Map;
import java.util.TreeMap;
import org.restante.sending.routing.Pools;
import org.restante.sending.warmup.Plan;

/// `[warmup]`: sources that are new to receivers.
public record WarmupSection(
        @Key(
                        value =
                                "a source that is warmed up at each receiver by itself: `[warmup.source.first]`",
                        example = "first")
                Map<String, WarmupOfSection> source,
        @Key(
                        value =
                                "all sources of a pool that have no table of their own: `[warmup.pool.default]`",
                        example = "default")
                Map<String, WarmupOfSection> pool,
        @Key(value = "a plan of your own: `[warmup.plan.mine]`", example = "mine")
                Map<String, WarmupPlanSection> plan) {
    /// What holds good for each source that is warmed up; its own table before its pool's.
    ///
    /// @param pools those of the settings
    public Map<String, WarmupOfSection> sources(Pools pools) {
        var all = new TreeMap<String, WarmupOfSection>();
        pools.all().stream()
                .filter(one -> pool.containsKey(one.name()))
                .forEach(one ->
                        one.members()
                                .forEach(member ->
                                        all.put(member.source().name(), pool.get(one.name()))));
        all.putAll(source);
        return all;
    }

    /// By name.
    public Map<String, Plan> plans() {
        var plans = new TreeMap<String, Plan>();
        plan.forEach(
                (name, own) -> plans.put(name, new Plan(name, own.days(), false, "the settings")));
        return plans;
    }
}
