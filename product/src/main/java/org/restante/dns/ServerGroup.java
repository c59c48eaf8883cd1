package org.restante.dns;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;

/// Several servers as one: asks the one that answered last, and the next when it is silent or cannot tell. Truncated responses
/// are asked for again over TCP by the library.
final class ServerGroup implements Resolver {
    private final List<SimpleResolver> servers;
    private final int tries;
    private final AtomicInteger preferred = new AtomicInteger();

    /// @param tries how many questions one question may become
    ServerGroup(List<SimpleResolver> servers, int tries) {
        this.servers = List.copyOf(servers);
        this.tries = tries;
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        var outcome = new CompletableFuture<Message>();
        attempt(query, executor, 0, preferred.get(), outcome);
        return outcome;
    }

    private void attempt(
            Message query,
            Executor executor,
            int done,
            int which,
            CompletableFuture<Message> outcome) {
        servers.get(which)
                .sendAsync(query, executor)
                .whenComplete((response, trouble) -> {
                    if (done + 1 < tries && isNoAnswer(response, trouble)) {
                        int next = (which + 1) % servers.size();
                        preferred.compareAndSet(which, next);
                        attempt(query, executor, done + 1, next, outcome);
                    } else if (trouble == null) {
                        outcome.complete(response);
                    } else {
                        outcome.completeExceptionally(plain(trouble));
                    }
                });
    }

    private static boolean isNoAnswer(@Nullable Message response, @Nullable Throwable trouble) {
        return trouble != null
                || response == null
                || response.getRcode() == Rcode.SERVFAIL
                || response.getRcode() == Rcode.REFUSED;
    }

    private static Throwable plain(Throwable trouble) {
        return trouble instanceof CompletionException && trouble.getCause() != null
                ? trouble.getCause()
                : trouble;
    }

    @Override
    public void setPort(int port) {
        servers.forEach(server -> server.setPort(port));
    }

    @Override
    public void setTCP(boolean tcp) {
        servers.forEach(server -> server.setTCP(tcp));
    }

    @Override
    public void setIgnoreTruncation(boolean ignore) {
        servers.forEach(server -> server.setIgnoreTruncation(ignore));
    }

    @Override
    public void setEDNS(int version, int payload, int flags, List<EDNSOption> options) {
        servers.forEach(server -> server.setEDNS(version, payload, flags, options));
    }

    @Override
    public void setTSIGKey(@Nullable TSIG key) {
        servers.forEach(server -> server.setTSIGKey(key));
    }

    @Override
    public void setTimeout(Duration timeout) {
        servers.forEach(server -> server.setTimeout(timeout));
    }
}
