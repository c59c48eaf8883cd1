package org.restante.insight.incident;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Mailing.Refusal;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// The noise of [RootCauseTraffic], in which one of the customers who share our sources is refused: the checks of its domain fail, its content
/// displeases, or its name has come into disrepute, at one receiver or at all.
final class OneSenderTraffic implements Traffic {
    private static final List<String> DOMAINS = List.of("gmail.com", "hotmail.com", "yahoo.com");

    private final Traffic noise;
    private final SplittableRandom chance;
    private final Senders senders;
    private final @Nullable String domain;
    private final double share;
    private final Refusal refusal;
    private final Truth truth;
    private final boolean isPlanted;

    OneSenderTraffic(long seed, Traffic noise, Senders senders, boolean isPlanted, long start) {
        this.noise = noise;
        this.senders = senders;
        this.isPlanted = isPlanted;
        chance = new SplittableRandom(seed * 31 + 5);
        domain = chance.nextInt(3) == 0 ? null : DOMAINS.get(chance.nextInt(DOMAINS.size()));
        share = .4 + .55 * chance.nextDouble();
        int kind = chance.nextInt(3);
        refusal = refusal(kind);
        long onset = start + 120 + chance.nextInt(120);
        var name = Senders.name(1 + chance.nextInt(Math.min(6, senders.count())));
        truth =
                new Truth(
                        refusal.meant().word() + " of one sender",
                        onset,
                        onset + 60 + chance.nextInt(60),
                        domain == null ? Set.of() : Set.of(Clerk.party(null, domain)),
                        null,
                        null,
                        null,
                        name,
                        false,
                        diagnoses(kind, domain == null));
    }

    private static Refusal refusal(int kind) {
        return switch (kind) {
            case 0 ->
                    Refusal.reply(
                            Stage.CONTENT,
                            "550 5.7.26 This message fails to pass SPF and DKIM checks of its sender",
                            Cause.AUTH);
            case 1 ->
                    Refusal.reply(
                            Stage.CONTENT, "554 5.7.1 Message rejected as spam", Cause.CONTENT);
            default ->
                    Refusal.reply(
                            Stage.CONTENT,
                            "421 4.7.0 The reputation of the sending domain is too low",
                            Cause.REPUTATION);
        };
    }

    private static Set<Diagnosis> diagnoses(int kind, boolean isMany) {
        return switch (kind) {
            case 0 -> EnumSet.of(Diagnosis.AUTHENTICATION_BROKEN);
            case 1 -> EnumSet.of(isMany ? Diagnosis.CONTENT_AT_MANY : Diagnosis.CONTENT_AT_ONE);
            default ->
                    EnumSet.of(
                            isMany ? Diagnosis.SENDER_BLOCKED_AT_MANY : Diagnosis.SENDER_BLOCKED);
        };
    }

    @Override
    public void minute(long minute, Consumer<Mailing> to) {
        boolean isOn = isPlanted && minute >= truth.onset() && minute < truth.end();
        noise.minute(minute, mailing -> to.accept(isOn ? met(mailing) : mailing));
    }

    private Mailing met(Mailing m) {
        boolean isMet =
                m.refusal() == null
                        && String.valueOf(truth.sender()).equals(senders.of(m))
                        && (domain == null || domain.equals(m.domain()))
                        && chance.nextDouble() < share;
        return isMet
                ? new Mailing(
                        m.minute(),
                        m.domain(),
                        m.mxHost(),
                        m.source(),
                        m.stream(),
                        m.message(),
                        refusal)
                : m;
    }

    @Override
    public List<Truth> truths() {
        return isPlanted ? List.of(truth) : List.of();
    }

    @Override
    public int parties() {
        return noise.parties();
    }
}
