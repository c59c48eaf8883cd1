package org.restante.sending.routing;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Sources that share mail by weight. A source that a site has closed keeps its share: going around a refusal by another address is
/// what receivers punish most.
///
/// @param mayHop whether the operator allows another source to take over a closed one's mail nevertheless
public record Pool(String name, List<Member> members, boolean mayHop) {
    /// @param weight 0 for a source that gets no mail from this pool for now
    public record Member(Source source, int weight) {
        public Member {
            if (weight < 0 || weight > 1_000_000) {
                throw new IllegalArgumentException("a weight is from 0 to 1,000,000: " + weight);
            }
        }
    }

    public Pool {
        members = List.copyOf(members);
        long names = members.stream().map(member -> member.source().name()).distinct().count();
        if (members.isEmpty() || names < members.size()) {
            throw new IllegalArgumentException("a pool has sources, each once: " + name);
        }
    }

    public static Pool of(Source only) {
        return new Pool(only.name(), List.of(new Member(only, 1)), false);
    }

    /// The member of this name.
    public Optional<Source> source(String name) {
        return members.stream()
                .map(Member::source)
                .filter(source -> source.name().equals(name))
                .findFirst();
    }

    /// Who sends the mail with this key when every source may: the same one each time.
    public Source drawnFor(long key) {
        return chooseFor(key, _ -> Standing.OPEN) instanceof Choice.Sends(var source)
                ? source
                : members.getFirst().source();
    }

    /// Draws by weight.
    public Choice choose(RandomGenerator random, Function<Source, Standing> standing) {
        return choose(member -> score(member, random.nextDouble()), standing);
    }

    /// Draws by weight, the same source for the same key each time, as greylisting wants it; when a source comes or goes, only its own
    /// share moves.
    public Choice chooseFor(long key, Function<Source, Standing> standing) {
        return choose(member -> score(member, fraction(key, member.source().name())), standing);
    }

    private Choice choose(ToDoubleFunction<Member> score, Function<Source, Standing> standing) {
        var drawn = draw(score, source -> standing.apply(source) != Standing.ABSENT);
        if (drawn == null) {
            return new Choice.NoSource();
        }
        if (standing.apply(drawn) == Standing.OPEN) {
            return new Choice.Sends(drawn);
        }
        var other = mayHop ? draw(score, source -> standing.apply(source) == Standing.OPEN) : null;
        return other == null ? new Choice.Waits(drawn) : new Choice.StepsIn(other, drawn);
    }

    /// The highest score among those that take part. With the score below, each wins as often as its weight says.
    private @Nullable Source draw(ToDoubleFunction<Member> score, Predicate<Source> takesPart) {
        Source best = null;
        double highest = Double.NEGATIVE_INFINITY;
        for (var member : members) {
            double own = score.applyAsDouble(member);
            if (member.weight() > 0 && own > highest && takesPart.test(member.source())) {
                best = member.source();
                highest = own;
            }
        }
        return best;
    }

    /// Weighted rendezvous hashing: the first of exponential clocks with the weights as rates.
    private static double score(Member member, double fraction) {
        return Math.log(Math.max(fraction, Double.MIN_NORMAL)) / member.weight();
    }

    private static double fraction(long key, String name) {
        long mixed = mix(key ^ mix(name.hashCode() * 0x9E3779B97F4A7C15L + name.length()));
        return (mixed >>> 11) * 0x1.0p-53;
    }

    /// A bijection of 64 bits in which each bit depends on each (the finaliser of SplitMix64).
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
