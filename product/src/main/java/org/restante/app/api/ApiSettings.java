package org.restante.app.api;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Where the server listens for HTTP, and what a request may cost.
///
/// @param tls empty for plain HTTP, for this machine or behind a proxy that ends TLS
/// @param connections at once; further ones wait to be accepted
/// @param headerOctets of one request
/// @param bodyOctets of one request
/// @param bodiesOctets memory that the bodies of all requests may take together, with what is made of them
/// @param header how long a request's header may take
/// @param body how long its body may take, or its answer
/// @param idle how long a connection may say nothing
/// @param requestsPerSecond of a token that has no number of its own
/// @param failuresPerMinute wrong tokens from one address that are answered 401; further ones 429
public record ApiSettings(
        InetSocketAddress address,
        Optional<SSLContext> tls,
        int connections,
        int headerOctets,
        int bodyOctets,
        long bodiesOctets,
        Duration header,
        Duration body,
        Duration idle,
        int requestsPerSecond,
        int failuresPerMinute) {
    public ApiSettings {
        if (connections < 1 || headerOctets < 1024 || bodyOctets < 1024) {
            throw new IllegalArgumentException("too little for any request");
        }
        if (header.toMillis() < 1 || body.toMillis() < 1 || idle.toMillis() < 1) {
            throw new IllegalArgumentException("no time for any request");
        }
    }

    /// 4,096 connections are some 100 MB at worst; 40 MiB are a message of the largest size SMTP takes by default, less its base64, and cover
    /// nearly all mail; a quarter of the heap for bodies leaves the rest to the mail; a body of that size takes a minute at 5 Mbit/s.
    public static ApiSettings at(InetSocketAddress address) {
        return new ApiSettings(
                address,
                Optional.empty(),
                4096,
                16 << 10,
                40 << 20,
                Runtime.getRuntime().maxMemory() / 4,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                1000,
                30);
    }

    /// The same, spoken under TLS.
    public ApiSettings secured(SSLContext context) {
        return new ApiSettings(
                address,
                Optional.of(context),
                connections,
                headerOctets,
                bodyOctets,
                bodiesOctets,
                header,
                body,
                idle,
                requestsPerSecond,
                failuresPerMinute);
    }
}
