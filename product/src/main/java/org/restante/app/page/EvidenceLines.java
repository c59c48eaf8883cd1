package org.restante.app.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.restante.insight.incident.Dimension;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;

/// What speaks for an incident, in sentences for people.
public final class EvidenceLines {
    private EvidenceLines() {}

    /// The sentence of one piece of evidence; empty for what is shown in another way, such as the replies
    /// themselves and the time it began.
    public static Optional<String> of(ReportView view, Evidence evidence) {
        return switch (evidence) {
            case Evidence.Inside(var refusals, var attempts) ->
                    Optional.of(counts(refusals, attempts) + " inside the scope were refused");
            case Evidence.Outside(var refusals, var attempts) ->
                    Optional.of(
                            counts(refusals, attempts)
                                    + " outside it were refused in the same way over the same time");
            case Evidence.Before _ -> Optional.empty();
            case Evidence.CleanSibling sibling -> Optional.of(clean(view, sibling));
            case Evidence.AtStage(var stage, var share) ->
                    Optional.of(
                            Figures.percent(share) + " of the refusals came at " + Words.at(stage));
            case Evidence.Causes(var counts) ->
                    Optional.of(
                            "the refusals speak of "
                                    + counts.stream()
                                            .map(count ->
                                                    Words.lower(Words.label(count.cause()))
                                                            + " ("
                                                            + Figures.count(count.refusals())
                                                            + ")")
                                            .collect(Collectors.joining(", ")));
            case Evidence.Replies _ -> Optional.empty();
            case Evidence.Onset(_, var fromTheStart) ->
                    fromTheStart
                            ? Optional.of("it was there when the log began")
                            : Optional.empty();
            case Evidence.VolumeBefore(var perMinute, var usual) ->
                    Optional.of(volume(perMinute, usual));
            case Evidence.Slowed slowed -> Optional.of(slowed.sentence());
            case Evidence.Messages(var refused, var tried) ->
                    Optional.of(
                            Figures.count(refused)
                                    + " of "
                                    + Figures.count(tried, "message")
                                    + (refused == 1 ? " was" : " were")
                                    + " refused at least once");
        };
    }

    /// What was seen besides the counts inside the scope and the siblings.
    public static List<String> beside(ReportView view, Incident incident) {
        return incident.evidence().stream()
                .filter(evidence -> !(evidence instanceof Evidence.Inside))
                .filter(evidence -> !(evidence instanceof Evidence.CleanSibling))
                .flatMap(evidence -> of(view, evidence).stream())
                .toList();
    }

    /// The siblings that work, one line for each dimension: `MX hosts a (0 % of 612), b (0.1 % of 451)`.
    public static List<String> clean(ReportView view, Incident incident) {
        var lines = new ArrayList<String>();
        for (var dimension : Dimension.values()) {
            var siblings =
                    incident.evidence().stream()
                            .filter(Evidence.CleanSibling.class::isInstance)
                            .map(Evidence.CleanSibling.class::cast)
                            .filter(sibling -> sibling.dimension() == dimension)
                            .map(sibling -> brief(view, sibling))
                            .toList();
            if (!siblings.isEmpty()) {
                lines.add(
                        Words.label(dimension, siblings.size() > 1)
                                + " "
                                + String.join(", ", siblings));
            }
        }
        return lines;
    }

    private static String brief(ReportView view, Evidence.CleanSibling sibling) {
        return Places.sibling(view, sibling)
                + " ("
                + Figures.percent((double) sibling.refusals() / Math.max(1, sibling.attempts()))
                + " of "
                + Figures.count(sibling.attempts())
                + ")";
    }

    private static String counts(long refusals, long attempts) {
        return Figures.count(refusals)
                + " of "
                + Figures.count(attempts, "attempt")
                + (attempts == 0 ? "" : " (" + Figures.percent((double) refusals / attempts) + ")");
    }

    private static String clean(ReportView view, Evidence.CleanSibling sibling) {
        var kind =
                sibling.dimension() == Dimension.PROVIDER
                        ? ""
                        : Words.label(sibling.dimension(), false) + " ";
        return kind
                + Places.sibling(view, sibling)
                + " is clean: "
                + counts(sibling.refusals(), sibling.attempts());
    }

    private static String volume(double perMinute, double usual) {
        var before =
                Figures.decimal(perMinute) + " attempts a minute in the quarter of an hour before";
        var change =
                perMinute > 1.5 * usual
                        ? ", up from "
                        : perMinute * 1.5 < usual ? ", down from " : ", usually ";
        return before + change + Figures.decimal(usual);
    }
}
