package org.restante.app.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.app.api.SubmissionWish.RecipientWish;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.mail.mime.NamedMailbox;

/// Whom a message that was asked for is for. What is wrong with one recipient is that recipient's alone.
final class WishedRecipients {
    private final SubmissionWish wish;
    private final Faults faults;

    /// Of one request.
    private final int most;

    private final Map<String, String> common;
    private final List<NamedMailbox> to;
    private final List<NamedMailbox> cc;
    private final List<Addressed> all = new ArrayList<>();

    WishedRecipients(SubmissionWish wish, int most, Faults faults) {
        this.wish = wish;
        this.most = most;
        this.faults = faults;
        common = values("substitutions", wish.substitutions());
        to = mailboxes("to", wish.to());
        cc = mailboxes("cc", wish.cc());
        gather(mailboxes("bcc", wish.bcc()));
    }

    /// In the order given.
    List<Addressed> all() {
        return all;
    }

    List<NamedMailbox> cc() {
        return cc;
    }

    /// Whether any of them has something of its own to be filled in, so that each gets a message of its own.
    boolean areEachTheirOwn() {
        return wish.substitutions() != null
                || wish.recipients() != null
                        && wish.recipients().stream()
                                .anyMatch(one -> one != null && one.substitutions() != null);
    }

    /// Whom `To` shows. Recipients that no field names are shown when there is one alone, and else not to each other.
    List<NamedMailbox> shownTo() {
        return !to.isEmpty() || !cc.isEmpty() || all.size() != 1 ? to : all.getFirst().named();
    }

    /// The address of a field; null, and told, when it is none.
    static @Nullable NamedMailbox mailbox(String field, String text, Faults faults) {
        var mailbox = NamedMailbox.of(text);
        if (mailbox.isEmpty()) {
            faults.add(
                    field,
                    NamedMailbox.hasControls(text)
                            ? "holds a line break or another control character"
                            : "is no address: '" + Faults.shortened(text) + "'");
        }
        return mailbox.orElse(null);
    }

    /// The addresses of a field, as far as they are some.
    List<NamedMailbox> mailboxes(String field, @Nullable List<@Nullable String> texts) {
        var found = new ArrayList<NamedMailbox>();
        for (int i = 0; texts != null && i < Math.min(texts.size(), most + 1); i++) {
            var at = field + "[" + i + "]";
            var text = texts.get(i);
            if (text == null) {
                faults.add(at, "is null; an address would be right");
                continue;
            }
            var mailbox = mailbox(at, text, faults);
            if (mailbox != null) {
                found.add(mailbox);
            }
        }
        return found;
    }

    private void gather(List<NamedMailbox> bcc) {
        var wishes = new ArrayList<@Nullable RecipientWish>();
        if (wish.recipients() != null) {
            wishes.addAll(
                    wish.recipients().subList(0, Math.min(wish.recipients().size(), most + 1)));
        } else {
            for (var list : List.of(to, cc)) {
                list.forEach(one ->
                        wishes.add(
                                new RecipientWish(
                                        one.mailbox().toString(), one.name(), null, null)));
            }
        }
        bcc.forEach(one -> wishes.add(RecipientWish.of(one.mailbox().toString())));
        if (wishes.isEmpty() && isNobodyNamed()) {
            faults.add("recipients", "is empty; [\"ann@example.org\"] would be right");
        }
        if (wishes.size() > most) {
            faults.add("recipients", "are more than " + most + "; send the rest apart");
            return;
        }
        for (int i = 0; i < wishes.size(); i++) {
            all.add(addressed("recipients[" + i + "]", wishes.get(i)));
        }
    }

    private boolean isNobodyNamed() {
        return isEmpty(wish.to()) && isEmpty(wish.cc()) && isEmpty(wish.bcc());
    }

    private static boolean isEmpty(@Nullable List<String> texts) {
        return texts == null || texts.isEmpty();
    }

    private Addressed addressed(String at, @Nullable RecipientWish one) {
        if (one == null || one.address() == null) {
            faults.add(at + ".address", "is missing");
            return new Addressed("", null, "", new Placeholders(Map.of()), "5.1.3 no address");
        }
        var name = one.name() == null ? "" : one.name();
        if (NamedMailbox.hasControls(name) || NamedMailbox.hasControls(one.address())) {
            faults.add(at, "holds a line break or another control character");
        }
        var own = new LinkedHashMap<>(common);
        own.putAll(values(at + ".substitutions", one.substitutions()));
        var placeholders = new Placeholders(own);
        var mailbox = NamedMailbox.of(one.address());
        var notify = notify(at + ".notify", one.notices());
        if (mailbox.isEmpty()) {
            return new Addressed(
                    Faults.shortened(one.address()),
                    null,
                    name,
                    placeholders,
                    "5.1.3 That is no address");
        }
        var address = mailbox.get();
        var recipient =
                new Recipient(
                        address.mailbox(),
                        notify.orElse(Notify.UNSAID),
                        notify.isPresent(),
                        Optional.empty());
        return new Addressed(
                address.mailbox().toString(),
                recipient,
                name.isEmpty() ? address.name() : name,
                placeholders,
                null);
    }

    private Optional<Set<Notify>> notify(String at, @Nullable List<String> words) {
        if (words == null) {
            return Optional.empty();
        }
        var read = Notify.read(String.join(",", words).toUpperCase(Locale.ROOT));
        if (read.isEmpty()) {
            faults.add(at, "is ['never'], or a list of 'success', 'failure', 'delay'");
        }
        return read;
    }

    private Map<String, String> values(String at, @Nullable Map<String, @Nullable Object> given) {
        var values = new LinkedHashMap<String, String>();
        if (given == null) {
            return values;
        }
        given.forEach((name, value) -> {
            if (!name.matches("[\\w.-]{1,64}")) {
                faults.add(
                        at + "." + Faults.shortened(name),
                        "is no name for {{…}}; letters, digits, _ . and - would be right");
            } else if (value instanceof String
                    || value instanceof Number
                    || value instanceof Boolean) {
                values.put(name, String.valueOf(value));
            } else {
                faults.add(at + "." + name, "is no text, number or truth value");
            }
        });
        return values;
    }
}
