package org.restante.insight.incident;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.restante.meaning.verdict.Cause;

/// What refusals of one scope are taken for, most likely first.
record Opinion(List<Candidate> candidates) {
    /// A diagnosis and its share of the whole likelihood.
    record Candidate(Signature signature, double probability) {}

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
        candidates.sort(Comparator.comparingDouble(Candidate::probability).reversed());
        return new Opinion(candidates);
    }

    Candidate first() {
        return candidates.getFirst();
    }

    /// How likely it is that refusals of this cause's family are what is going on, whatever their exact diagnosis.
    double sureOf(Cause cause) {
        var family = Family.of(cause);
        return candidates.stream()
                .filter(c ->
                        c.signature() == first().signature()
                                || Family.of(c.signature().typical()) == family)
                .mapToDouble(Candidate::probability)
                .sum();
    }

    List<Alternative> alternatives() {
        return candidates.stream()
                .skip(1)
                .filter(c -> c.probability() >= SLIGHT)
                .limit(ALTERNATIVES)
                .map(Opinion::alternative)
                .toList();
    }

    private static Alternative alternative(Candidate candidate) {
        var diagnosis = candidate.signature().diagnosis();
        Cause cause = candidate.signature().typical();
        return new Alternative(
                diagnosis, cause, candidate.probability(), Advice.on(diagnosis).check());
    }
}
