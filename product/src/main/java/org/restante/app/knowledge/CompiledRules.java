package org.restante.app.knowledge;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.provider.Limits;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Fallback;
import org.restante.meaning.verdict.Grammar;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Rule;
import org.restante.meaning.verdict.RuleSet;
import org.restante.meaning.verdict.Scope;

/// The flat form of the rules: what the TOML files say, in the order in which it is read. Written and read by the same build,
/// so it carries no version but its magic number.
final class CompiledRules {
    private static final int MAGIC = 0x52_53_4B_34;

    private CompiledRules() {}

    /// Writes one item.
    private interface Writer<T> {
        void write(DataOutputStream out, T item) throws IOException;
    }

    /// Reads one item.
    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static void write(RuleFiles.Read read, OutputStream stream) throws IOException {
        var out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        writeList(out, read.sets(), CompiledRules::writeSet);
        writeList(out, read.fallbacks(), CompiledRules::writeFallback);
        writeList(out, read.grammar().senses(), CompiledRules::writeSense);
        writeList(out, read.grammar().sentences(), CompiledRules::writeSentence);
        out.flush();
    }

    static RuleFiles.Read read(InputStream stream) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(stream.readAllBytes()));
        if (in.readInt() != MAGIC) {
            throw new IOException("knowledge.bin is not of this build; build the product anew");
        }
        return new RuleFiles.Read(
                readList(in, CompiledRules::readSet),
                readList(in, CompiledRules::readFallback),
                new Grammar(
                        readList(in, CompiledRules::readSense),
                        readList(in, CompiledRules::readSentence)));
    }

    private static void writeSet(DataOutputStream out, RuleSet set) throws IOException {
        writeProvider(out, set.provider());
        writeList(out, set.keep(), CompiledRules::writeText);
        writeList(out, set.rules(), CompiledRules::writeRule);
    }

    private static RuleSet readSet(DataInputStream in) throws IOException {
        return new RuleSet(
                readProvider(in),
                readList(in, CompiledRules::readText),
                readList(in, CompiledRules::readRule));
    }

    private static void writeProvider(DataOutputStream out, Provider provider) throws IOException {
        writeText(out, provider.word());
        writeText(out, provider.name());
        out.writeByte(provider.kind().ordinal());
        writeList(out, provider.mx(), CompiledRules::writeText);
        writeList(out, provider.domains(), CompiledRules::writeText);
        writeList(out, provider.signs(), CompiledRules::writeText);
        var limits = provider.limits();
        writeNumber(out, limits.connections());
        writeNumber(out, limits.messagesPerConnection());
        writeNumber(out, limits.recipientsPerMessage());
        writeNumber(out, limits.messagesPerHour());
        writeOptional(out, limits.origin());
        writeOptional(out, provider.postmaster());
        writeOptional(out, provider.form());
    }

    private static Provider readProvider(DataInputStream in) throws IOException {
        return new Provider(
                readText(in),
                readText(in),
                Provider.Kind.values()[in.readByte()],
                readList(in, CompiledRules::readText),
                readList(in, CompiledRules::readText),
                readList(in, CompiledRules::readText),
                new Limits(
                        readNumber(in),
                        readNumber(in),
                        readNumber(in),
                        readNumber(in),
                        readOptional(in)),
                readOptional(in),
                readOptional(in));
    }

    private static void writeRule(DataOutputStream out, Rule rule) throws IOException {
        writeText(out, rule.provider());
        writeText(out, rule.name());
        writeList(out, rule.clauses(), CompiledRules::writeClause);
        writeWord(out, rule.stage());
        writeWord(out, rule.cause());
        writeWord(out, rule.scope());
        writeWord(out, rule.permanence());
        writeList(out, rule.next(), CompiledRules::writeWord);
        out.writeLong(rule.minimumPause() == null ? -1 : rule.minimumPause().toSeconds());
        out.writeBoolean(rule.anywhere());
        writeText(out, rule.explanation());
        writeText(out, rule.sample());
        writeText(out, rule.origin());
        writeWord(out, rule.trust());
    }

    private static Rule readRule(DataInputStream in) throws IOException {
        return new Rule(
                readText(in),
                readText(in),
                readList(in, CompiledRules::readClause),
                readWord(in, Stage.values()),
                some(readWord(in, Cause.values())),
                some(readWord(in, Scope.values())),
                readWord(in, Permanence.values()),
                readList(in, stream -> some(readWord(stream, NextStep.values()))),
                readSpan(in),
                in.readBoolean(),
                readText(in),
                readText(in),
                readText(in),
                some(readWord(in, Rule.Trust.values())));
    }

    private static void writeClause(DataOutputStream out, Rule.Clause clause) throws IOException {
        writeText(out, clause.match());
        writeList(out, clause.literals(), CompiledRules::writeText);
        writeList(out, clause.besides(), CompiledRules::writeText);
        writeList(out, clause.unless(), CompiledRules::writeText);
    }

    private static Rule.Clause readClause(DataInputStream in) throws IOException {
        var match = readText(in);
        var literals = readList(in, CompiledRules::readText);
        var besides = readList(in, CompiledRules::readText);
        return new Rule.Clause(match, literals, besides, readList(in, CompiledRules::readText));
    }

    private static void writeFallback(DataOutputStream out, Fallback fallback) throws IOException {
        writeText(out, fallback.key());
        writeWord(out, fallback.cause());
        writeWord(out, fallback.scope());
        writeList(out, fallback.next(), CompiledRules::writeWord);
        writeText(out, fallback.explanation());
    }

    private static Fallback readFallback(DataInputStream in) throws IOException {
        return new Fallback(
                readText(in),
                some(readWord(in, Cause.values())),
                some(readWord(in, Scope.values())),
                readList(in, stream -> some(readWord(stream, NextStep.values()))),
                readText(in));
    }

    private static void writeSense(DataOutputStream out, Grammar.Sense sense) throws IOException {
        writeText(out, sense.name());
        writeList(out, sense.any(), CompiledRules::writeText);
        writeList(out, sense.none(), CompiledRules::writeText);
    }

    private static Grammar.Sense readSense(DataInputStream in) throws IOException {
        return new Grammar.Sense(
                readText(in),
                readList(in, CompiledRules::readText),
                readList(in, CompiledRules::readText));
    }

    private static void writeSentence(DataOutputStream out, Grammar.Sentence sentence)
            throws IOException {
        writeFallback(out, sentence.meaning());
        writeWord(out, sentence.signalled());
        writeList(
                out,
                sentence.says(),
                (stream, one) -> writeList(stream, one, CompiledRules::writeText));
        writeList(out, sentence.unless(), CompiledRules::writeText);
        out.writeByte(sentence.within());
        out.writeBoolean(sentence.sure());
        writeText(out, sentence.sample());
    }

    private static Grammar.Sentence readSentence(DataInputStream in) throws IOException {
        return new Grammar.Sentence(
                readFallback(in),
                readWord(in, Permanence.values()),
                readList(in, stream -> readList(stream, CompiledRules::readText)),
                readList(in, CompiledRules::readText),
                in.readByte(),
                in.readBoolean(),
                readText(in));
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static <T> T some(@Nullable T value) throws IOException {
        if (value == null) {
            throw new IOException("knowledge.bin is broken; build the product anew");
        }
        return value;
    }

    private static @Nullable Duration readSpan(DataInputStream in) throws IOException {
        long seconds = in.readLong();
        return seconds < 0 ? null : Duration.ofSeconds(seconds);
    }

    private static <T> void writeList(DataOutputStream out, List<T> items, Writer<? super T> writer)
            throws IOException {
        out.writeInt(items.size());
        for (var item : items) {
            writer.write(out, item);
        }
    }

    private static <T> List<T> readList(DataInputStream in, Reader<T> reader) throws IOException {
        int size = in.readInt();
        var items = new ArrayList<T>(size);
        for (int i = 0; i < size; i++) {
            items.add(reader.read(in));
        }
        return items;
    }

    private static void writeWord(DataOutputStream out, @Nullable Enum<?> word) throws IOException {
        out.writeByte(word == null ? -1 : word.ordinal());
    }

    private static <E> @Nullable E readWord(DataInputStream in, E[] words) throws IOException {
        int ordinal = in.readByte();
        return ordinal < 0 ? null : words[ordinal];
    }

    private static void writeNumber(DataOutputStream out, @Nullable Integer number)
            throws IOException {
        out.writeInt(number == null ? -1 : number);
    }

    private static @Nullable Integer readNumber(DataInputStream in) throws IOException {
        int number = in.readInt();
        return number < 0 ? null : number;
    }

    private static void writeOptional(DataOutputStream out, @Nullable String text)
            throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            writeText(out, text);
        }
    }

    private static @Nullable String readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? readText(in) : null;
    }
}
