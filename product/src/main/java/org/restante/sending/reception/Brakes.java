package org.restante.sending.reception;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What holds clients back: failed log-ins, recipients an hour and a day, and what becomes of their mail. The door for SMTP and HTTP
/// alike. Safe for several threads.
public final class Brakes {
    private static final Logger LOG = LoggerFactory.getLogger(Brakes.class);
    private static final String RECIPIENTS = "reception.recipients/";
    private static final String STOPPED = "reception.stopped/";
    private static final String BRAKE = "bounce brake";
    private static final String STOP = "stop client ";
    private static final String TENANT = " tenant ";
    private static final String NEW_TENANTS = " new tenants";

    /// New tenants are judged together by so many times the recipients of one: one bad tenant, stopped at its own measure, is too little of
    /// them to stop the others.
    private static final int NEW_TENANTS_SCALE = 10;

    private final LoginBrake logins;
    private final LoginTurns turns;
    private final BounceBrake bounces;
    private final Keepsakes keepsakes;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();

    /// Reads what was kept before a restart.
    ///
    /// @param ticker a monotonic clock in nanoseconds
    public Brakes(
            LoginBrakeSettings logins,
            BounceBrakeSettings bounces,
            Keepsakes keepsakes,
            InstantSource clock,
            LongSupplier ticker) {
        this.logins = new LoginBrake(logins);
        turns = new LoginTurns(this.logins, LoginTurns.AT_ONCE, LoginTurns.PATIENCE, ticker);
        this.bounces = new BounceBrake(bounces);
        this.keepsakes = keepsakes;
        this.clock = clock;
        this.ticker = ticker;
        long now = ticker.getAsLong();
        keepsakes
                .all(RECIPIENTS)
                .forEach((name, kept) ->
                        allowances.put(
                                name.substring(RECIPIENTS.length()),
                                Allowance.of(kept, now, clock.millis())));
        keepsakes
                .all(STOPPED)
                .forEach((name, kept) ->
                        BounceBrake.Stop.of(new String(kept, StandardCharsets.US_ASCII))
                                .ifPresent(stop ->
                                        this.bounces.restore(
                                                name.substring(STOPPED.length()), stop)));
    }

    /// The usual brakes, which forget at a restart.
    public static Brakes usual(InstantSource clock, LongSupplier ticker) {
        return new Brakes(
                LoginBrakeSettings.defaults(),
                BounceBrakeSettings.defaults(),
                Keepsakes.NONE,
                clock,
                ticker);
    }

    LoginBrake logins() {
        return logins;
    }

    LoginTurns turns() {
        return turns;
    }

    /// Whether the client may have one more recipient; counts it.
    public boolean allows(Client client) {
        if (client.recipientsPerHour().isEmpty() && client.recipientsPerDay().isEmpty()) {
            return true;
        }
        return allowances
                .computeIfAbsent(client.name(), ignored -> new Allowance())
                .take(client.recipientsPerHour(), client.recipientsPerDay(), ticker.getAsLong());
    }

    /// A message came to nothing: its recipients do not count.
    public void giveBack(Client client, int recipients) {
        var allowance = allowances.get(client.name());
        if (allowance != null && recipients > 0) {
            allowance.giveBack(recipients, ticker.getAsLong());
        }
    }

    /// Writes down what was counted since the last time.
    public void save() {
        allowances.forEach((name, allowance) -> {
            if (allowance.isChanged()) {
                keepsakes.keep(
                        RECIPIENTS + name, allowance.toBytes(ticker.getAsLong(), clock.millis()));
            }
        });
    }

    /// A recipient of the client's mail came to an end. Each tenant of a client answers for its own mail, and the new ones among them also
    /// for each other's: a client that names a tenant anew for each few messages would never be judged.
    ///
    /// @param tenant the mail is of; empty for none
    /// @param isBad unknown to its receiver, or refused as spam
    public void came(String client, Optional<String> tenant, boolean isBad) {
        var sender = sender(client, tenant);
        if (tenant.isPresent() && isNew(sender)) {
            came(client + NEW_TENANTS, NEW_TENANTS_SCALE, isBad);
        }
        came(sender, 1, isBad);
    }

    /// Whether too little is known of the sender to judge it alone.
    private boolean isNew(String sender) {
        return bounces.stop(sender, clock.instant()).isEmpty() && bounces.isNew(sender);
    }

    private static String sender(String client, Optional<String> tenant) {
        return tenant.map(name -> client + TENANT + name).orElse(client);
    }

    private void came(String client, int scale, boolean isBad) {
        var stop = bounces.came(client, scale, isBad, clock.instant());
        if (stop.isPresent()) {
            var why = why(stop.get());
            LOG.warn("{} is stopped until {}: {}", client, stop.get().until(), why);
            keepsakes.keep(
                    STOPPED + client,
                    stop.get().text().getBytes(StandardCharsets.US_ASCII),
                    STOP + client + " until " + stop.get().until(),
                    BRAKE,
                    why);
        }
    }

    /// Whether an act on record is a stop for what became of a client's mail.
    public static boolean isBounceBrake(@Nullable String act, @Nullable String actor) {
        return BRAKE.equals(actor) && act != null && act.startsWith(STOP);
    }

    private static String why(BounceBrake.Stop stop) {
        return stop.bad()
                + " of its last "
                + stop.seen()
                + " recipients were unknown or refused it as spam";
    }

    /// Why the client may not begin a message now; empty when it may, or when its mail must say first which tenant it is of.
    public Optional<String> objection(Client client) {
        return client.mayNameTenants() ? Optional.empty() : objection(client, client.tenant());
    }

    /// Why the client's mail of that tenant is not taken now; empty when it is.
    ///
    /// @param tenant empty for none
    public Optional<String> objection(Client client, Optional<String> tenant) {
        var sender = sender(client.name(), tenant);
        return bounces.stop(sender, clock.instant())
                .map(stop -> sender + " is stopped until " + stop.until() + ": " + why(stop))
                .or(() ->
                        tenant.isPresent() && isNew(sender)
                                ? objectionToNewTenants(client)
                                : Optional.empty());
    }

    private Optional<String> objectionToNewTenants(Client client) {
        return bounces.stop(client.name() + NEW_TENANTS, clock.instant())
                .map(stop ->
                        "mail of tenants that are new to "
                                + client.name()
                                + " is not taken until "
                                + stop.until()
                                + ": "
                                + why(stop));
    }

    /// The same for a message whose tenant is known.
    ///
    /// @throws Refused while it is not taken
    void require(Client client, Optional<String> tenant) throws Refused {
        var stop = objection(client, tenant);
        if (stop.isPresent()) {
            throw new Refused(Reply.read("450 4.7.1 " + stop.get()));
        }
    }

    /// Clients that are stopped, and why; with their tenant where it is one tenant's mail.
    public Map<String, Stopped> stopped() {
        var all = new TreeMap<String, Stopped>();
        bounces.stops(clock.instant())
                .forEach((name, stop) -> all.put(name, new Stopped(stop.until(), why(stop))));
        return all;
    }

    /// A client that is stopped.
    public record Stopped(Instant until, String why) {}

    /// Lets a client send again, and counts anew; false when it was not stopped.
    ///
    /// @param actor who says so
    public boolean release(String client, String actor, String reason) {
        boolean was = bounces.release(client);
        if (was) {
            keepsakes.keep(STOPPED + client, null, "release client " + client, actor, reason);
        }
        return was;
    }
}
