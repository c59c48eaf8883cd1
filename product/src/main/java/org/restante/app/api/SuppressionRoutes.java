package org.restante.app.api;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.mail.message.Mailbox;
import org.restante.sending.queue.By;
import org.restante.sending.queue.SuppressionDesk;
import org.restante.sending.suppression.Origin;
import org.restante.sending.suppression.Suppressed;
import org.restante.sending.suppression.Suppression;

/// Who is not mailed: seeing, putting on and taking off. A token of one tenant has to do with that tenant's entries alone.
public final class SuppressionRoutes implements Endpoint.Group {
    private static final int MOST = 10_000;
    private static final int MOST_SHOWN = 1000;

    private final SuppressionDesk desk;
    private final InstantSource clock;

    public SuppressionRoutes(SuppressionDesk desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
    }

    /// An entry as it is written; of what is asked for only the recipient must be there.
    public record Entry(
            @Nullable String recipient,
            @Nullable String tenant,
            @Nullable String origin,
            @Nullable String reason,
            @Nullable String since,
            @Nullable String until) {
        static Entry of(Suppression one) {
            return new Entry(
                    one.who().recipient(),
                    one.who().tenant().orElse(null),
                    one.origin().word(),
                    one.reason(),
                    one.since().toString(),
                    one.until().map(Instant::toString).orElse(null));
        }
    }

    /// @param next the cursor to go on with; null when this was all
    /// @param size entries of the whole list; for a token of one tenant, of that tenant's own
    public record Entries(List<Entry> entries, @Nullable String next, int size) {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    /// @param actor who acts, heeded from beside the server alone
    /// @param reason why, for the record
    public record Wish(
            @Nullable List<Entry> entries, @Nullable String actor, @Nullable String reason) {}

    /// @param added who was not on the list
    /// @param changed who was
    public record Added(int added, int changed) {}

    /// @param removed who was on the list
    public record Removed(int removed) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/suppressions", Scope.READ, this::list),
                Endpoint.post("/api/v1/suppressions", Scope.OPERATE, this::add),
                Endpoint.post("/api/v1/suppressions/remove", Scope.OPERATE, this::remove));
    }

    private Answer list(Call call) throws Problem, IOException {
        var own = call.token().client().tenant();
        var tenant = own.or(() -> call.query("tenant"));
        var recipient = call.query("recipient");
        if (recipient.isPresent()) {
            return Answer.ok(concerning(recipient.get(), tenant, own.isPresent()));
        }
        var domain = call.query("domain").map(text -> text.toLowerCase(Locale.ROOT));
        var origin = call.query("origin");
        if (origin.isPresent() && Origin.of(origin.get()).isEmpty()) {
            throw Problem.field("origin", "is '" + origin.get() + "'; " + origins());
        }
        int most = call.number("limit", 100, 1, MOST_SHOWN);
        var page =
                desk.page(
                        one ->
                                tenant.filter(who -> !one.who().tenant().equals(Optional.of(who)))
                                                .isEmpty()
                                        && origin.filter(word -> !one.origin().word().equals(word))
                                                .isEmpty()
                                        && domain.filter(where -> !isIn(one.who(), where))
                                                .isEmpty(),
                        cursor(call),
                        most);
        return Answer.ok(
                new Entries(
                        page.entries().stream().map(Entry::of).toList(),
                        page.next().map(String::valueOf).orElse(null),
                        size(own)));
    }

    private static boolean isIn(Suppressed who, String domain) {
        var recipient = who.recipient();
        return recipient.substring(recipient.lastIndexOf('@') + 1).equals(domain);
    }

    private static long cursor(Call call) throws Problem {
        var text = call.query("cursor");
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.get().matches("\\d{1,15}")) {
            throw Problem.field("cursor", "is none of ours");
        }
        return Long.parseLong(text.get());
    }

    /// All that keeps mail for an address back, whoever's tenant it is of; of a domain its own entry.
    private Entries concerning(String recipient, Optional<String> tenant, boolean onlyTheirs)
            throws Problem, IOException {
        var mailbox = Mailbox.of(recipient);
        var found = new ArrayList<Suppression>();
        if (mailbox.isPresent()) {
            found.addAll(desk.of(mailbox.get(), tenant));
        } else {
            var who =
                    Suppressed.of(recipient, tenant)
                            .orElseThrow(() -> Problem.field("recipient", noRecipient(recipient)));
            desk.entry(who).ifPresent(found::add);
        }
        found.removeIf(one -> onlyTheirs && one.who().tenant().isEmpty());
        int size = onlyTheirs ? size(tenant) : size(Optional.empty());
        return new Entries(found.stream().map(Entry::of).toList(), null, size);
    }

    /// Of the whole list, or of a tenant's own.
    private int size(Optional<String> own) {
        return own.map(desk::size).orElseGet(desk::size);
    }

    private Answer add(Call call) throws Problem, IOException {
        var wish = call.json(Wish.class);
        var faults = new ArrayList<Problem.Fault>();
        var all = new ArrayList<Suppression>();
        var given = entries(wish);
        for (int i = 0; i < given.size(); i++) {
            entry(call, "entries[" + i + "].", given.get(i), faults).ifPresent(all::add);
        }
        if (!faults.isEmpty()) {
            throw Problem.fields(faults);
        }
        var change = desk.add(all, by(call, wish));
        return Answer.ok(new Added(change.added(), change.changed()));
    }

    private Answer remove(Call call) throws Problem, IOException {
        var wish = call.json(Wish.class);
        var faults = new ArrayList<Problem.Fault>();
        var all = new ArrayList<Suppressed>();
        var given = entries(wish);
        for (int i = 0; i < given.size(); i++) {
            who(call, "entries[" + i + "].", given.get(i), faults).ifPresent(all::add);
        }
        if (!faults.isEmpty()) {
            throw Problem.fields(faults);
        }
        return Answer.ok(new Removed(desk.remove(all, by(call, wish))));
    }

    private static List<Entry> entries(Wish wish) throws Problem {
        var entries = wish.entries();
        if (entries == null || entries.isEmpty() || entries.size() > MOST) {
            throw Problem.field(
                    "entries",
                    "1 to " + MOST + " of them would be right; the rest in further requests");
        }
        return entries;
    }

    private Optional<Suppression> entry(
            Call call, String at, Entry given, List<Problem.Fault> faults) {
        var who = who(call, at, given, faults);
        var origin =
                given.origin() == null ? Optional.of(Origin.OPERATOR) : Origin.of(given.origin());
        if (origin.isEmpty()) {
            faults.add(new Problem.Fault(at + "origin", "is none; " + origins()));
        }
        var since = time(at + "since", given.since(), faults).orElse(clock.instant());
        var until = time(at + "until", given.until(), faults);
        if (until.isPresent() && !until.get().isAfter(clock.instant())) {
            faults.add(
                    new Problem.Fault(
                            at + "until",
                            "is '" + given.until() + "', which is over; a time to come is right"));
        }
        return who.isEmpty() || origin.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Suppression(
                                who.get(),
                                origin.get(),
                                given.reason() == null ? "" : given.reason(),
                                since,
                                until));
    }

    private static Optional<Suppressed> who(
            Call call, String at, Entry given, List<Problem.Fault> faults) {
        var own = call.token().client().tenant();
        var said = Optional.ofNullable(given.tenant()).filter(text -> !text.isBlank());
        if (own.isPresent() && said.isPresent() && !said.equals(own)) {
            faults.add(
                    new Problem.Fault(
                            at + "tenant", "is another's; this token is " + own.get() + "'s"));
        }
        var recipient = given.recipient() == null ? "" : given.recipient();
        var who = Suppressed.of(recipient, own.or(() -> said));
        if (who.isEmpty()) {
            faults.add(new Problem.Fault(at + "recipient", noRecipient(recipient)));
        }
        return who;
    }

    private static Optional<Instant> time(
            String field, @Nullable String text, List<Problem.Fault> faults) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            faults.add(
                    new Problem.Fault(
                            field, "is '" + text + "'; 2027-01-31T12:00:00Z would be right"));
            return Optional.empty();
        }
    }

    private static String noRecipient(String text) {
        return "is '" + text + "'; an address, or a domain for all of it, would be right";
    }

    private static String origins() {
        var words = new ArrayList<String>();
        for (var origin : Origin.values()) {
            words.add(origin.word());
        }
        return "one of " + String.join(", ", words) + " would be right";
    }

    private static By by(Call call, Wish wish) {
        var actor = Optional.ofNullable(wish.actor()).filter(text -> !text.isBlank());
        return QueueRoutes.by(
                call, actor, Optional.ofNullable(wish.reason()).filter(text -> !text.isBlank()));
    }
}
