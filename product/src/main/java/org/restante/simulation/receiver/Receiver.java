package org.restante.simulation.receiver;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.restante.mail.smtp.Stage;

/// One receiving site with limits that its clients do not know. Moments are nanoseconds on any clock that does not go back; chance is
/// drawn from the generator it was given. Not for several threads at once: whoever shares it guards it.
public final class Receiver {
    private static final String TOGETHER = "";

    private record Triple(String source, String reversePath, String recipient) {}

    /// A refusal whose words are always the same.
    private record Saying(Check check, Stage stage, String source) {}

    private final ReceiverModel model;
    private final RandomGenerator chance;
    private final Map<String, Tracked> sources = new LinkedHashMap<>();
    private final Map<Triple, Long> triples = new HashMap<>();
    private final Map<Saying, Answer> sayings = new HashMap<>();

    public Receiver(ReceiverModel model, RandomGenerator chance) {
        this.model = model;
        this.chance = chance;
    }

    public ReceiverModel model() {
        return model;
    }

    /// A client has connected. The answer is the visit's greeting; a visit that was refused is over.
    ///
    /// @param source the client's address as text
    /// @param host the number of the MX host, from 0
    public Visit connected(String source, int host, long now) {
        var tracked = tracked(source, now);
        return new Visit(this, tracked, source, greeting(tracked, source, host, now));
    }

    private Answer greeting(Tracked tracked, String source, int host, long now) {
        if (isOut(now)) {
            return Answer.silence(Check.OUTAGE, Stage.CONNECT);
        }
        var fault = model.weather().fault(host, now);
        if (fault != null && chance.nextDouble() < fault.share()) {
            return fault.answers()
                    ? refusal(Check.HOST_FAULT, Stage.GREETING, source, "")
                    : Answer.silence(Check.HOST_FAULT, Stage.CONNECT);
        }
        var check = tracked.opens(now);
        return check == Check.TAKEN
                ? Answer.taken(Stage.GREETING)
                : refusal(check, Stage.GREETING, source, "");
    }

    Tracked tracked(String source, long now) {
        return sources.computeIfAbsent(
                model.countsTogether() ? TOGETHER : source, _ -> new Tracked(model, now));
    }

    boolean isOut(long now) {
        return model.weather().outUntil(now) > now;
    }

    Answer refusal(Check check, Stage stage, String source, String recipient) {
        return recipient.isEmpty()
                ? sayings.computeIfAbsent(
                        new Saying(check, stage, source), _ -> said(check, stage, source, ""))
                : said(check, stage, source, recipient);
    }

    /// At the greeting a server that does not want to talk says 421 (RFC 5321 §3.8), whatever it would say later.
    private Answer said(Check check, Stage stage, String source, String recipient) {
        var words = check == Check.CONTENT ? borrowed() : check;
        var text = model.flavour().text(words, model.opaque(), source, recipient);
        boolean greets = stage == Stage.GREETING && text.startsWith("45");
        return Answer.refusal(check, stage, greets ? "421" + text.substring(3) : text);
    }

    private Check borrowed() {
        var check = model.offended();
        if (check == null) {
            throw new IllegalStateException("content offends nobody at " + model.name());
        }
        return check;
    }

    boolean chanceOf(double share) {
        return share > 0 && chance.nextDouble() < share;
    }

    boolean take(Tracked tracked, long now) {
        return tracked.take(now, chance);
    }

    /// Whether a triple is put off; if so, or if it passes for the first time, that is remembered.
    boolean greylists(
            Tracked tracked, String source, String reversePath, String recipient, long now) {
        var greylist = model.greylist();
        if (greylist == null || tracked.isTrusted(greylist)) {
            return false;
        }
        var triple = new Triple(source, reversePath, recipient);
        var first = triples.get(triple);
        if (first == null || now - first > greylist.window().toNanos()) {
            triples.put(triple, now);
            return true;
        }
        return now - first < greylist.delay().toNanos();
    }

    // What only a clairvoyant sees.

    /// When a connection from the source would be let in, as far as boxes, connects a minute and outages go; now when at once.
    public long mayConnectAt(String source, long now) {
        return Math.max(tracked(source, now).mayOpenAt(now), model.weather().outUntil(now));
    }

    /// When a message from the source would pass on a connection that stands, as far as the limit, boxes and outages go, if nothing
    /// else is sent; now when at once.
    ///
    /// @param kept messages a second to be kept free for others
    public long mayTakeAt(String source, double kept, long now) {
        var tracked = tracked(source, now);
        long due = tracked.isBoxed(now) ? tracked.boxedUntil() : tracked.next(now, kept);
        return Math.max(due, model.weather().outUntil(now));
    }

    /// Whether this host fails now.
    public boolean isFaulty(int host, long now) {
        return model.weather().fault(host, now) != null;
    }

    /// The mean over its sources of the lowest standing each ever had; 1 when none came.
    public double leastStanding() {
        return sources.values().stream().mapToDouble(Tracked::leastStanding).average().orElse(1);
    }

    /// How many boxes it has put sources into.
    public int boxes() {
        return sources.values().stream().mapToInt(Tracked::boxes).sum();
    }
}
