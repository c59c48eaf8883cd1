package org.restante.insight.incident;

import static org.restante.insight.incident.Diagnosis.*;
import static org.restante.insight.incident.Signature.Named.*;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.restante.insight.incident.Shape.Span;
import org.restante.meaning.verdict.Cause;

/// How a diagnosis shows itself: with which symptoms, and in a scope of which form.
///
/// @param typical the cause to name when the replies themselves give none away
/// @param likely share of its refusals that show each symptom
record Signature(
        Diagnosis diagnosis,
        Cause typical,
        Map<Symptom, Double> likely,
        Set<Span> spans,
        Named source,
        Named stream,
        Named host) {
    /// Whether the scope names a value in a dimension.
    enum Named {
        YES,
        NO,
        EITHER
    }

    private static final double UNLIKELY = .004;
    private static final double FITS = .93;
    private static final double FITS_NOT = .06;
    private static final double EITHER_WAY = .6;
    private static final double UNTOLD = .5;
    private static final double SPAN_FITS = .9;
    private static final double SPAN_FITS_NOT = .07;

    private static final Set<Span> ONE = EnumSet.of(Span.ONE);
    private static final Set<Span> MANY = EnumSet.of(Span.MANY, Span.ALL);
    private static final Set<Span> ALL = EnumSet.of(Span.ALL);
    private static final Set<Span> ANY = EnumSet.allOf(Span.class);

    static final List<Signature> KNOWN =
            List.of(
                    new Signature(
                            RATE_CUT,
                            Cause.RATE,
                            symptoms(
                                    "RATE .65, UNKNOWN .3, UNKNOWN_AT_GREETING .12, UNKNOWN_AT_ENVELOPE .22, UNKNOWN_AFTER_DATA .1, REPUTATION .04"),
                            ONE,
                            NO,
                            NO,
                            NO),
                    new Signature(
                            CONNECTION_LIMIT,
                            Cause.CONNECTIONS,
                            symptoms("CONNECTIONS .9, UNKNOWN .02, UNKNOWN_AT_GREETING .05"),
                            ONE,
                            EITHER,
                            NO,
                            EITHER),
                    new Signature(
                            SOURCE_BLOCKED_AT_ONE,
                            Cause.REPUTATION,
                            symptoms(
                                    "REPUTATION .5, LISTED .5, POLICY_EARLY .25, UNKNOWN .25, UNKNOWN_AT_GREETING .35, UNKNOWN_AT_ENVELOPE .1, UNKNOWN_AFTER_DATA .04, RATE .12, GREYLISTING .08"),
                            ONE,
                            YES,
                            NO,
                            NO),
                    new Signature(
                            SOURCE_BLOCKED_AT_MANY,
                            Cause.BLOCKLIST,
                            symptoms(
                                    "LISTED .5, REPUTATION .4, POLICY_EARLY .2, UNKNOWN .25, UNKNOWN_AT_GREETING .35, UNKNOWN_AT_ENVELOPE .1, UNKNOWN_AFTER_DATA .04, RATE .02, GREYLISTING .08"),
                            MANY,
                            YES,
                            NO,
                            NO),
                    new Signature(
                            SENDER_BLOCKED,
                            Cause.REPUTATION,
                            symptoms(
                                    "REPUTATION .5, LISTED .4, POLICY_EARLY .1, UNKNOWN .06, UNKNOWN_AT_GREETING .06, UNKNOWN_AT_ENVELOPE .03, UNKNOWN_AFTER_DATA .06"),
                            ONE,
                            NO,
                            EITHER,
                            NO),
                    new Signature(
                            SENDER_BLOCKED_AT_MANY,
                            Cause.REPUTATION,
                            symptoms(
                                    "REPUTATION .4, LISTED .5, POLICY_EARLY .1, UNKNOWN .03, UNKNOWN_AT_GREETING .03, UNKNOWN_AT_ENVELOPE .02, UNKNOWN_AFTER_DATA .03"),
                            MANY,
                            NO,
                            EITHER,
                            NO),
                    new Signature(
                            POLICY_REFUSAL,
                            Cause.POLICY,
                            symptoms("POLICY_EARLY .5, POLICY_LATE .1, SENDING .2"),
                            ONE,
                            NO,
                            EITHER,
                            EITHER),
                    new Signature(
                            IDENTITY,
                            Cause.RDNS,
                            symptoms("NAMES .9, POLICY_EARLY .02"),
                            ANY,
                            EITHER,
                            NO,
                            NO),
                    new Signature(
                            HOST_BAD,
                            Cause.NETWORK,
                            symptoms(
                                    "NETWORK .5, SERVER .5, TLS .1, RATE .15, UNKNOWN .2, UNKNOWN_AT_GREETING .2, UNKNOWN_AT_ENVELOPE .2, UNKNOWN_AFTER_DATA .1, POLICY_EARLY .1"),
                            ONE,
                            NO,
                            NO,
                            YES),
                    new Signature(
                            PROVIDER_OUTAGE,
                            Cause.NETWORK,
                            symptoms("NETWORK .8, SERVER .6, NAME_SERVICE .5"),
                            ONE,
                            NO,
                            NO,
                            NO),
                    new Signature(
                            OWN_NETWORK,
                            Cause.NETWORK,
                            symptoms("NETWORK .9, NAME_SERVICE .9"),
                            ALL,
                            NO,
                            NO,
                            NO),
                    new Signature(
                            SOURCE_DOWN,
                            Cause.NETWORK,
                            symptoms("NETWORK .9, NAME_SERVICE .5"),
                            MANY,
                            YES,
                            NO,
                            NO),
                    new Signature(
                            CONTENT_AT_ONE,
                            Cause.CONTENT,
                            symptoms(
                                    "CONTENT .8, POLICY_LATE .65, UNKNOWN .25, UNKNOWN_AT_GREETING .004, UNKNOWN_AT_ENVELOPE .02, UNKNOWN_AFTER_DATA .5, GREYLISTING .08"),
                            ONE,
                            NO,
                            YES,
                            NO),
                    new Signature(
                            CONTENT_AT_MANY,
                            Cause.CONTENT,
                            symptoms(
                                    "CONTENT .8, POLICY_LATE .65, UNKNOWN .25, UNKNOWN_AT_GREETING .004, UNKNOWN_AT_ENVELOPE .02, UNKNOWN_AFTER_DATA .5, GREYLISTING .08"),
                            MANY,
                            NO,
                            YES,
                            NO),
                    new Signature(
                            BAD_LIST,
                            Cause.NO_SUCH_USER,
                            symptoms("ADDRESSES .95"),
                            ANY,
                            NO,
                            YES,
                            NO),
                    new Signature(
                            AUTHENTICATION_BROKEN,
                            Cause.AUTH,
                            symptoms("AUTHENTICATION .95"),
                            ANY,
                            NO,
                            EITHER,
                            NO),
                    new Signature(
                            GREYLISTING,
                            Cause.GREYLIST,
                            symptoms("GREYLISTING .95"),
                            ONE,
                            NO,
                            NO,
                            NO),
                    new Signature(TLS_BROKEN, Cause.TLS, symptoms("TLS .95"), ONE, NO, NO, EITHER),
                    new Signature(
                            MAILBOXES,
                            Cause.MAILBOX_FULL,
                            symptoms("MAILBOXES .95"),
                            ANY,
                            NO,
                            EITHER,
                            NO),
                    new Signature(
                            UNEXPLAINED,
                            Cause.OTHER_TEMPORARY,
                            symptoms(
                                    "UNKNOWN .05, UNKNOWN_AT_GREETING .05, UNKNOWN_AT_ENVELOPE .05, UNKNOWN_AFTER_DATA .05, SENDING .05"),
                            ANY,
                            EITHER,
                            EITHER,
                            EITHER));

    /// `RATE .65, UNKNOWN .25`
    private static Map<Symptom, Double> symptoms(String shares) {
        var map = new EnumMap<Symptom, Double>(Symptom.class);
        for (var share : shares.split(", ")) {
            int blank = share.indexOf(' ');
            map.put(
                    Symptom.valueOf(share.substring(0, blank)),
                    Double.valueOf(share.substring(blank + 1)));
        }
        return map;
    }

    /// How well it explains refusals of this mixture in a scope of this shape; only ratios mean anything.
    double fit(double[] mixture, Shape shape, double rate) {
        double said = UNLIKELY;
        for (var symptom : likely.entrySet()) {
            said += mixture[symptom.getKey().ordinal()] * symptom.getValue();
        }
        return said
                * (spans.contains(shape.span()) ? SPAN_FITS : SPAN_FITS_NOT)
                * (shape.tellsSources() ? fit(source, shape.source()) : untold(source))
                * (shape.tellsStreams() ? ofStream(mixture, shape) : untold(stream))
                * fit(host, shape.host())
                * (diagnosis == PROVIDER_OUTAGE && rate < .5 ? .4 : 1);
    }

    /// A receiver that says so may limit one stream, by its DKIM domain; then the scope names it.
    private double ofStream(double[] mixture, Shape shape) {
        double said = diagnosis == RATE_CUT && shape.stream() ? mixture[Symptom.RATE.ordinal()] : 0;
        return (1 - said) * fit(stream, shape.stream()) + said * EITHER_WAY;
    }

    /// Where a dimension cannot be seen, what does not need it is a little likelier.
    private static double untold(Named wanted) {
        return wanted == YES ? UNTOLD : EITHER_WAY;
    }

    private static double fit(Named wanted, boolean named) {
        return switch (wanted) {
            case YES -> named ? FITS : FITS_NOT;
            case NO -> named ? FITS_NOT : FITS;
            case EITHER -> EITHER_WAY;
        };
    }
}
