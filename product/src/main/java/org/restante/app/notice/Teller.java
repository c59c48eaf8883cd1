package org.restante.app.notice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.restante.app.duty.Case;
import org.restante.app.duty.Casebook;
import org.restante.app.hooks.Hooks;
import org.restante.app.hooks.Letter;
import org.restante.app.hooks.Payload;
import org.restante.app.notice.Notice.Kind;
import org.restante.insight.incident.IncidentScope;
import org.restante.insight.response.Recommendation;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Submission.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One `[[notify]]` at work: what its book says is told, by hook and by mail, and remembered. One thread's.
final class Teller {
    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
    private static final Duration TRIED_FOR = Duration.ofHours(24);
    private static final Duration MAIL_AGAIN_AFTER = Duration.ofMinutes(1);
    private static final int MOST_UNSENT = 50;

    /// What a teller needs of the server.
    ///
    /// @param server as it names itself
    /// @param asks what the response table asks for
    /// @param covers whether mail to a domain would leave by a lane that an incident covers
    record Means(
            String server,
            Casebook casebook,
            Function<Case, Recommendation> asks,
            Hooks hooks,
            Optional<NoticeMail> mail,
            BiPredicate<IncidentScope, Domain> covers) {}

    private final Means means;
    private final NoticeFile file;
    private final NoticeBook book;
    private final List<NoticeState.Unsent> unsent;
    private NoticeSettings settings;
    private Instant toldOfCap = Instant.MIN;
    private Instant mailed = Instant.MIN;

    Teller(NoticeSettings settings, Means means, Path folder) throws IOException {
        this.settings = settings;
        this.means = means;
        file = new NoticeFile(folder, settings.name());
        var state = file.read();
        book = new NoticeBook(state);
        unsent = new ArrayList<>(state.unsent());
    }

    /// @throws IOException when it cannot be remembered; what was told may be told again then
    void look(NoticeSettings now, Instant at) throws IOException {
        settings = now;
        sendAgain(at);
        boolean changed = false;
        for (var step : book.steps(means.casebook().list(null), settings, at)) {
            var notice = step.notice();
            if (notice != null) {
                tell(notice, at);
            }
            book.take(step, at);
            changed = true;
            if (notice != null) {
                save();
                changed = false;
            }
        }
        if (changed) {
            save();
        }
        if (book.told().size() >= settings.perHour()
                && toldOfCap.isBefore(at.minus(Duration.ofHours(1)))) {
            toldOfCap = at;
            LOG.warn(
                    "notify {}: {} notices in an hour; more wait",
                    settings.name(),
                    settings.perHour());
        }
    }

    private void save() throws IOException {
        file.write(new NoticeState(book.stories(), book.told(), unsent));
    }

    private void tell(Notice notice, Instant now) {
        var text =
                new NoticeText(
                        notice, means.asks().apply(notice.one()), means.server(), settings, now);
        var told = new ArrayList<String>();
        for (var name : settings.hooks()) {
            if (post(name, notice, text, now)) {
                told.add("webhook " + name);
            }
        }
        for (var to : settings.mail()) {
            if (isInTheWay(notice, to)) {
                LOG.warn(
                        "notify {}: {} is not told of incident {} by mail while it is open: the mail would leave by a lane that it covers",
                        settings.name(),
                        to,
                        notice.one().id());
                continue;
            }
            told.add(to.toString());
            mail(
                    new NoticeState.Unsent(
                            idFor(notice, to), to.toString(), text.subject(), text.body(), now),
                    now);
        }
        remember(notice, told);
    }

    private boolean isInTheWay(Notice notice, Mailbox to) {
        return notice.kind() != Kind.CLOSED
                && to.host() instanceof Domain domain
                && means.covers().test(notice.one().incident().scope(), domain);
    }

    private static UUID idFor(Notice notice, Mailbox to) {
        return UUID.nameUUIDFromBytes((notice.id() + " " + to).getBytes(StandardCharsets.UTF_8));
    }

    private boolean post(String name, Notice notice, NoticeText text, Instant now) {
        var hook = means.hooks().find(name);
        if (hook.isEmpty()) {
            LOG.error("notify {}: webhook {} does not run", settings.name(), name);
            return false;
        }
        var body =
                Payload.of(hook.get().settings().kind(), "notice", now, text.line(), text.data());
        try {
            hook.get().post(Letter.fresh(notice.id().toString(), "notice", body, now));
        } catch (IOException e) {
            LOG.error(
                    "notify {}: webhook {}: a notice is not kept: {}",
                    settings.name(),
                    name,
                    e.toString());
        }
        return true;
    }

    private void sendAgain(Instant now) throws IOException {
        var again = List.copyOf(unsent);
        if (again.isEmpty() || mailed.isAfter(now.minus(MAIL_AGAIN_AFTER))) {
            return;
        }
        mailed = now;
        unsent.clear();
        again.forEach(one -> mail(one, now));
        if (!unsent.equals(again)) {
            save();
        }
    }

    /// What cannot be taken now is kept and tried again for a day.
    private void mail(NoticeState.Unsent one, Instant now) {
        var to = Mailbox.of(one.to());
        if (to.isEmpty() || means.mail().isEmpty()) {
            return;
        }
        try {
            means.mail()
                    .get()
                    .send(
                            one.id(),
                            settings.from().orElseGet(this::ourselves),
                            settings.returnPath(),
                            to.get(),
                            one.subject(),
                            one.text(),
                            one.since());
        } catch (Refused e) {
            if (e.reply().code().orElse(0) >= 500) {
                LOG.error(
                        "notify {}: mail to {} is refused: {}",
                        settings.name(),
                        one.to(),
                        e.getMessage());
            } else {
                keep(one, now, String.valueOf(e.getMessage()));
            }
        } catch (IOException e) {
            keep(one, now, e.toString());
        }
    }

    private void keep(NoticeState.Unsent one, Instant now, String why) {
        boolean isOld = one.since().isBefore(now.minus(TRIED_FOR));
        LOG.warn("notify {}: mail to {} is not taken: {}", settings.name(), one.to(), why);
        if (!isOld && unsent.size() < MOST_UNSENT) {
            unsent.add(one);
        }
    }

    private Mailbox ourselves() {
        return Mailbox.of("restante@" + means.server())
                .orElseThrow(() ->
                        new IllegalStateException(
                                "the server's name is no domain: " + means.server()));
    }

    private void remember(Notice notice, List<String> told) {
        var words =
                "that it "
                        + notice.kind().words()
                        + ", "
                        + (told.isEmpty()
                                ? "nobody by " + settings.name()
                                : String.join(", ", told));
        LOG.info("incident {}: told {}", notice.one().id(), words);
        try {
            means.casebook().told(notice.one().id(), words);
        } catch (IOException e) {
            LOG.warn("incident {}: {}", notice.one().id(), e.getMessage());
        }
    }
}
