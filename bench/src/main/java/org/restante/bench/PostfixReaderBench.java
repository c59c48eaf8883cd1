package org.restante.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.restante.record.logs.LogContext;
import org.restante.record.logs.PostfixReader;

/// Lines of a Postfix log read a second, without counting.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PostfixReaderBench {
    private static final byte[][] LINES = {
        line("smtpd[1]: connect from app1.example[10.0.0.1]"),
        line("cleanup[2]: 4F1A2B3C4D: message-id=<1@app1.example>"),
        line("qmgr[3]: 4F1A2B3C4D: from=<news@example.org>, size=4711, nrcpt=1 (queue active)"),
        line(
                "smtp[4]: 4F1A2B3C4D: to=<u@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=0.7, delays=0/0/0.3/0.4,"
                        + " dsn=4.7.0, status=deferred (host mx.example.com[192.0.2.1] said: 421 4.7.0 Try again later"
                        + " (in reply to MAIL FROM command))"),
        line("qmgr[3]: 4F1A2B3C4D: removed"),
    };

    private final PostfixReader reader =
            new PostfixReader(new LogContext(ZoneOffset.UTC, Instant.parse("2026-11-20T12:00:00Z"), new byte[0]));

    private static byte[] line(String message) {
        return ("Nov 20 09:00:01 out1 postfix/" + message).getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    @OperationsPerInvocation(5)
    public void lines(Blackhole hole) {
        for (var line : LINES) {
            hole.consume(reader.read(line, 0, line.length, row -> hole.consume(row.time)));
        }
    }
}
