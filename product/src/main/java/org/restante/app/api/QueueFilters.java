package org.restante.app.api;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Word;
import org.restante.sending.queue.Act;
import org.restante.sending.queue.Control;
import org.restante.sending.queue.Facet;
import org.restante.sending.queue.Filter;
import org.restante.sending.queue.OrderJson;
import org.restante.sending.queue.QueuedRecipient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which mail and which lanes a request means. What is none of a closed set is refused: it would concern nothing.
final class QueueFilters {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BOUND = Duration.ofSeconds(1);

    static final List<String> CAUSES = Arrays.stream(Cause.values()).map(Word::word).toList();

    private final Control control;
    private final KnownNames names;
    private final MeantSites sites;

    QueueFilters(Control control, KnownNames names, MeantSites sites) {
        this.control = control;
        this.names = names;
        this.sites = sites;
    }

    /// The filter of a query: each facet as often as it has values.
    Filter of(Call call) throws Problem, IOException {
        var mail = JSON.createObjectNode();
        for (var facet : Facet.values()) {
            var any = call.queries(facet.word());
            if (!any.isEmpty()) {
                var list = mail.putArray(facet.word());
                any.forEach(list::add);
            }
        }
        for (var age : List.of("older_than_s", "younger_than_s")) {
            if (call.query(age).isPresent()) {
                mail.put(age, call.number(age, 0, 0, Integer.MAX_VALUE));
            }
        }
        try {
            return of(call, OrderJson.filterOf(mail));
        } catch (IllegalArgumentException e) {
            throw Problem.of(ProblemKind.INVALID, String.valueOf(e.getMessage()));
        }
    }

    /// The mail that a filter means: no further than the caller's tenant, its sites by the names that lanes have.
    ///
    /// @throws Problem where a value is none that mail can have
    Filter of(Call call, Filter written) throws Problem, IOException {
        require(written);
        return within(call, sites.in(written, call));
    }

    /// The same of an act, and of the lanes it names.
    ///
    /// @throws Problem where it names a source, site, pool or provider there is not
    Act of(Call call, Act act) throws Problem, IOException {
        var mail = act.mailMeant();
        if (mail.isPresent()) {
            return act.with(of(call, mail.get()));
        }
        switch (act) {
            case Act.Pause(var reach, var until) -> require(reach);
            case Act.Limit(var reach, var connections, var rate, var until) -> require(reach);
            case Act.Hold _,
                    Act.Release _,
                    Act.Retry _,
                    Act.Remove _,
                    Act.Bounce _,
                    Act.Move _ -> {}
        }
        return sites.in(act, call);
    }

    /// @throws Problem where an object has a key that means nothing here
    static void requireKeys(String before, JsonNode object, List<String> keys) throws Problem {
        for (var key : object.propertyNames()) {
            if (!keys.contains(key)) {
                throw Problem.field(
                        before + Faults.shortened(key),
                        "is not known; " + KnownNames.right(key, keys));
            }
        }
    }

    /// No further than the caller's tenant.
    private static Filter within(Call call, Filter mail) {
        return call.token()
                .client()
                .tenant()
                .map(tenant -> mail.with(Facet.TENANT, tenant))
                .orElse(mail);
    }

    private void require(Act.Reach reach) throws Problem {
        if (reach.source().isPresent()) {
            names.requireSource("source", reach.source().get());
        }
        if (reach.provider().isPresent()) {
            names.requireProvider("provider", reach.provider().get());
        }
    }

    private void require(Filter mail) throws Problem, IOException {
        for (var facet : mail.values().entrySet()) {
            for (var value : facet.getValue()) {
                require(facet.getKey(), value);
            }
        }
    }

    private void require(Facet facet, String value) throws Problem, IOException {
        switch (facet) {
            case STATE ->
                    KnownNames.require(
                            facet.word(),
                            value,
                            Stream.of(QueuedRecipient.State.values())
                                    .map(QueuedRecipient.State::word)
                                    .toList());
            case CAUSE -> requireCause(facet.word(), value);
            case PROVIDER -> names.requireProvider(facet.word(), value);
            case POOL -> requireOrFiled(facet, value, names.pools().get());
            case SOURCE -> requireOrFiled(facet, value, names.sources().get());
            case DOMAIN,
                    SITE,
                    STREAM,
                    TENANT,
                    CAMPAIGN,
                    SENDER_DOMAIN,
                    MESSAGE,
                    RECIPIENT,
                    EXPORT -> {}
        }
    }

    static void requireCause(String field, String word) throws Problem {
        KnownNames.require(field, word, CAUSES);
    }

    /// Mail may wait under a name that was taken out of the settings.
    private void requireOrFiled(Facet facet, String value, List<String> names)
            throws Problem, IOException {
        if (names.stream().anyMatch(value::equalsIgnoreCase)) {
            return;
        }
        var filed = control.count(Filter.ALL.with(facet, value), null, null, BOUND);
        if (filed.recipients() == 0 && filed.next() == null) {
            throw Problem.field(facet.word(), KnownNames.objection(value, names));
        }
    }
}
