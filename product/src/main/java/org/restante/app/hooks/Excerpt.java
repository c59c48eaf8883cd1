package org.restante.app.hooks;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/// The first octets of an answer as one line; what comes behind them is not read.
final class Excerpt implements BodySubscriber<String> {
    private static final int MOST = 300;

    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private @Nullable Subscription subscription;

    @Override
    public CompletionStage<String> getBody() {
        return text;
    }

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
        begun.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        for (var piece : pieces) {
            var octets = new byte[Math.min(piece.remaining(), MOST - read.size())];
            piece.get(octets);
            read.writeBytes(octets);
        }
        var open = subscription;
        if (open != null && read.size() < MOST) {
            open.request(1);
        } else if (open != null) {
            open.cancel();
            onComplete();
        }
    }

    @Override
    public void onError(Throwable trouble) {
        text.completeExceptionally(trouble);
    }

    @Override
    public void onComplete() {
        text.complete(
                read.toString(StandardCharsets.UTF_8)
                        .replaceAll("\\p{Cntrl}+", " ")
                        .replaceAll("\\s+", " ")
                        .strip());
    }
}
