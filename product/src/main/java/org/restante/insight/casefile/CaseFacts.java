package org.restante.insight.casefile;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is known of a case beside the incident itself. Every field may be missing; none is guessed.
///
/// @param receiverHost the MX host that refused, as the log names it
/// @param receiverAddress its address
/// @param sourceAddress the address the mail came from
/// @param sourceName what the sending server calls that source
/// @param named addresses that the receiver's texts name, most frequent first: evidence, and no source
/// @param ptr the name the source's address resolves to, as a check found it
/// @param ehlo the name the source gave
/// @param envelopeSender the one sender of what was refused; null where there are several
/// @param senderDomain the one domain of the senders of what was refused; null where there are several
/// @param tenant whose mail it is, where the log tells
/// @param recipientDomains the domains concerned, most refusals first
/// @param reply the exact text of the most frequent refusal
/// @param minimumPauseHours what a rule behind the replies demands, 0 for nothing
/// @param historyOf the id of the message that the history is of; null where it is the lane's
/// @param history attempts at one message or lane, in order
/// @param messageIds of some refused messages
/// @param queueIds of some refused messages
/// @param authentication results of checks or of the receiver's own header
/// @param changes what was changed on our side, and when
/// @param receiverChanges what was changed at the receiver, as far as it shows
public record CaseFacts(
        @Nullable String receiverHost,
        @Nullable String receiverAddress,
        @Nullable String sourceAddress,
        @Nullable String sourceName,
        List<Named> named,
        @Nullable String ptr,
        @Nullable String ehlo,
        @Nullable String envelopeSender,
        @Nullable String senderDomain,
        @Nullable String tenant,
        List<String> recipientDomains,
        @Nullable String reply,
        int minimumPauseHours,
        @Nullable Instant first,
        @Nullable Instant last,
        @Nullable String historyOf,
        List<Try> history,
        List<String> messageIds,
        List<String> queueIds,
        List<Check> authentication,
        List<Change> changes,
        List<Change> receiverChanges) {
    public CaseFacts {
        named = List.copyOf(named);
        recipientDomains = List.copyOf(recipientDomains);
        history = List.copyOf(history);
        messageIds = List.copyOf(messageIds);
        queueIds = List.copyOf(queueIds);
        authentication = List.copyOf(authentication);
        changes = List.copyOf(changes);
        receiverChanges = List.copyOf(receiverChanges);
    }

    /// An address in the receiver's texts.
    ///
    /// @param refusals in so many of the incident's; 0 where that is not known
    public record Named(String address, long refusals) {}

    /// One attempt and what came of it.
    public record Try(Instant at, String outcome) {}

    /// A check and its result: `SPF`, `pass`.
    public record Check(String name, String result) {}

    /// Something that was changed, and when.
    ///
    /// @param what with who did it and why
    /// @param told what a stranger may read of it; null where it is no business of theirs: orders, names of people, reasons of ours
    public record Change(Instant at, String what, @Nullable String told) {}

    /// The senders' domain where it says more than the one sender does.
    @Nullable String senderDomainAlone() {
        return envelopeSender == null ? senderDomain : null;
    }

    /// The changes that a stranger may read of and that name the source or the sender of the refused mail: other names are other customers'.
    ///
    /// @param source as evidence and letter name it
    List<Change> changesToTell(@Nullable String source) {
        var names =
                Stream.of(source, ptr, ehlo, senderDomain)
                        .filter(name -> name != null && !name.isEmpty())
                        .toList();
        return changes.stream()
                .filter(change -> {
                    var told = change.told();
                    return told != null && names.stream().anyMatch(told::contains);
                })
                .toList();
    }

    /// Nothing known but the domains and a reply.
    public static CaseFacts of(List<String> recipientDomains, @Nullable String reply) {
        return new Facts().domains(recipientDomains).reply(reply).done();
    }

    /// Collects facts one by one.
    public static final class Facts {
        private @Nullable String receiverHost;
        private @Nullable String receiverAddress;
        private @Nullable String sourceAddress;
        private @Nullable String sourceName;
        private List<Named> named = List.of();
        private @Nullable String ptr;
        private @Nullable String ehlo;
        private @Nullable String envelopeSender;
        private @Nullable String senderDomain;
        private @Nullable String tenant;
        private List<String> recipientDomains = List.of();
        private @Nullable String reply;
        private int minimumPauseHours;
        private @Nullable Instant first;
        private @Nullable Instant last;
        private @Nullable String historyOf;
        private List<Try> history = List.of();
        private List<String> messageIds = List.of();
        private List<String> queueIds = List.of();
        private List<Check> authentication = List.of();
        private List<Change> changes = List.of();
        private List<Change> receiverChanges = List.of();

        public Facts receiver(@Nullable String host, @Nullable String address) {
            receiverHost = host;
            receiverAddress = address;
            return this;
        }

        public Facts source(
                @Nullable String address, @Nullable String ptrName, @Nullable String ehloName) {
            sourceAddress = address;
            ptr = ptrName;
            ehlo = ehloName;
            return this;
        }

        public Facts sourceName(@Nullable String name) {
            sourceName = name;
            return this;
        }

        public Facts named(List<Named> addresses) {
            named = addresses;
            return this;
        }

        public Facts tenant(@Nullable String word) {
            tenant = word;
            return this;
        }

        public Facts envelopeSender(@Nullable String mailbox) {
            envelopeSender = mailbox;
            return this;
        }

        public Facts senderDomain(@Nullable String domain) {
            senderDomain = domain;
            return this;
        }

        public Facts domains(List<String> domains) {
            recipientDomains = domains;
            return this;
        }

        public Facts reply(@Nullable String text) {
            reply = text;
            return this;
        }

        public Facts minimumPauseHours(int hours) {
            minimumPauseHours = hours;
            return this;
        }

        public Facts seen(@Nullable Instant from, @Nullable Instant to) {
            first = from;
            last = to;
            return this;
        }

        public Facts historyOf(@Nullable String id) {
            historyOf = id;
            return this;
        }

        public Facts history(List<Try> tries) {
            history = tries;
            return this;
        }

        public Facts messages(List<String> ids, List<String> queued) {
            messageIds = ids;
            queueIds = queued;
            return this;
        }

        public Facts authentication(List<Check> checks) {
            authentication = checks;
            return this;
        }

        public Facts changes(List<Change> made) {
            changes = made;
            return this;
        }

        public Facts receiverChanges(List<Change> made) {
            receiverChanges = made;
            return this;
        }

        public CaseFacts done() {
            return new CaseFacts(
                    receiverHost,
                    receiverAddress,
                    sourceAddress,
                    sourceName,
                    named,
                    ptr,
                    ehlo,
                    envelopeSender,
                    senderDomain,
                    tenant,
                    recipientDomains,
                    reply,
                    minimumPauseHours,
                    first,
                    last,
                    historyOf,
                    history,
                    messageIds,
                    queueIds,
                    authentication,
                    changes,
                    receiverChanges);
        }
    }
}
