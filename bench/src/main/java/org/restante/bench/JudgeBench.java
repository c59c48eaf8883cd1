package org.restante.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.restante.app.knowledge.Knowledge;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Verdict;

/// How long one verdict takes: remembered (other ids and numbers in a text judged before) and judged afresh.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JudgeBench {
    private static final String[] REPLIES = {
        "421 4.7.0 [TSS04] Messages from 203.0.113.%d temporarily deferred due to unexpected volume or user complaints - 4.16.55.1",
        "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address. 421 4.7.28 %d.71 - gsmtp",
        "451 4.7.650 The mail server [203.0.113.%d] has been temporarily rate limited due to IP reputation. (S775)",
        "550 5.1.1 <user%d@example.org>: Recipient address rejected: User unknown in relay recipient table",
        "450 4.7.1 <user%d@example.org>: Recipient address rejected: Greylisted for 5 minutes",
        "452 4.2.2 Mailbox full %d",
        "554 5.7.1 Service unavailable; Client host [203.0.113.%d] blocked using zen.spamhaus.org",
    };

    @Param({"remembered", "afresh"})
    private String way = "remembered";

    private Judge judge;
    private byte[][] texts;
    private int next;

    @Setup
    public void texts() {
        var rules = Knowledge.shipped().rules();
        judge = way.equals("afresh") ? Judge.forgetful(rules) : new Judge(rules);
        texts = new byte[7 * 143][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = REPLIES[i % REPLIES.length].formatted(i % 250).getBytes(StandardCharsets.UTF_8);
        }
    }

    @Benchmark
    public Verdict verdict() {
        var text = texts[next++ % texts.length];
        return judge.judge(text, 0, text.length, null, null, null);
    }
}
