package org.restante.sending.spool;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Something handed to the spool that will be on disk soon.
public final class Commit {
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    Commit() {}

    void succeed() {
        done.complete(true);
    }

    void fail(SpoolException reason) {
        done.completeExceptionally(reason);
    }

    /// Whether it is decided, either way.
    public boolean isDecided() {
        return done.isDone();
    }

    void ifFailed(Runnable then) {
        done.whenComplete((_, failure) -> {
            if (failure != null) {
                then.run();
            }
        });
    }

    /// Does this once it is decided, either way; at once where it is. It must be short: the disk waits for it.
    public void then(Runnable next) {
        done.whenComplete((_, _) -> next.run());
    }

    /// Whether it is on disk.
    public boolean isDurable() {
        return done.isDone() && !done.isCompletedExceptionally();
    }

    /// Waits until it is on disk. A caller who is interrupted does not know what became of it.
    public void await() throws SpoolException, InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            var cause = (SpoolException) Objects.requireNonNull(e.getCause());
            throw new SpoolException(cause.reason(), String.valueOf(cause.getMessage()), cause);
        }
    }
}
