package org.restante.insight.incident;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.restante.meaning.verdict.Cause;

/// What refusals of one scope are taken for, most likely first.
record Opinion(List<Candidate> candidates) {
    /// A diagnosis and its share of the whole likelihood.
    record Candidate(Signature signature, double probability) {}

    /// What cannot be told apart where a log does not tell sources, or there is but one.
    private static final Map<Diagnosis, Diagnosis> TWINS =
            Map.of(
                    Diagnosis.SOURCE_BLOCKED_AT_ONE,
                    Diagnosis.SENDER_BLOCKED,
                    Diagnosis.SOURCE_BLOCKED_AT_MANY,
                    Diagnosis.SENDER_BLOCKED_AT_MANY,
                    Diagnosis.SOURCE_DOWN,
                    Diagnosis.OWN_NETWORK);

    private static final double SLIGHT = .02;
    private static final int ALTERNATIVES = 3;

    /// @param mixture share of the refusals that shows each symptom
    static Opinion of(double[] mixture, Shape shape, double rate) {
        var candidates = new ArrayList<Candidate>();
        double whole = 0;
        for (var signature : Signature.KNOWN) {
            double fit = signature.fit(mixture, shape, rate);
            candidates.add(new Candidate(signature, fit));
            whole += fit;
        }
        double all = whole;
        candidates.replaceAll(c -> new Candidate(c.signature(), c.probability() / all));
        if (!shape.tellsSources()) {
            TWINS.forEach((one, other) -> join(candidates, one, other));
        }
        candidates.sort(Comparator.comparingDouble(Candidate::probability).reversed());
        return new Opinion(candidates);
    }

    /// The greater of two takes the lesser's probability too.
    private static void join(List<Candidate> candidates, Diagnosis one, Diagnosis other) {
        var first = find(candidates, one);
        var second = find(candidates, other);
        boolean inOrder = first.probability() >= second.probability();
        var greater = inOrder ? first : second;
        candidates.remove(first);
        candidates.remove(second);
        candidates.add(
                new Candidate(greater.signature(), first.probability() + second.probability()));
    }

    private static Candidate find(List<Candidate> candidates, Diagnosis diagnosis) {
        return candidates.stream()
                .filter(c -> c.signature().diagnosis() == diagnosis)
                .findFirst()
                .orElseThrow();
    }

    Candidate first() {
        return candidates.getFirst();
    }

    /// @param sure how much the scope can be trusted, by which the first is told too
    List<Alternative> alternatives(double sure) {
        return candidates.stream()
                .skip(1)
                .filter(c -> c.probability() >= SLIGHT)
                .limit(ALTERNATIVES)
                .map(candidate -> alternative(candidate, sure))
                .toList();
    }

    private static Alternative alternative(Candidate candidate, double sure) {
        var diagnosis = candidate.signature().diagnosis();
        Cause cause = candidate.signature().typical();
        return new Alternative(
                diagnosis, cause, candidate.probability() * sure, Advice.on(diagnosis).check());
    }
}
