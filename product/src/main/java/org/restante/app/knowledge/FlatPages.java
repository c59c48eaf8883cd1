package org.restante.app.knowledge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.reference.CodeClass;
import org.restante.meaning.reference.CodePage;
import org.restante.meaning.reference.CodeReference;
import org.restante.meaning.reference.Heading;
import org.restante.meaning.reference.Member;
import org.restante.meaning.reference.Nature;
import org.restante.meaning.reference.Origin;
import org.restante.meaning.reference.Question;
import org.restante.meaning.reference.Severity;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Word;

/// The pages as bytes: mark, count, then each heading with the offset of its body, then the bodies. Opening reads the
/// headings; a body is read when somebody asks for it. Made and read by the same build, so it has no versions.
final class FlatPages {
    private static final int MARK = 0x52435031;

    private FlatPages() {}

    static byte[] write(List<CodePage> pages) {
        var bodies = new ByteArrayOutputStream();
        var all = new ByteArrayOutputStream();
        try (var body = new DataOutputStream(bodies);
                var out = new DataOutputStream(all)) {
            out.writeInt(MARK);
            out.writeInt(pages.size());
            for (var page : pages) {
                writeHeading(out, page.heading());
                out.writeInt(bodies.size());
                writeBody(body, page);
                body.flush();
            }
            bodies.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    static CodeReference open(byte[] flat) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(flat));
        if (in.readInt() != MARK) {
            throw new IOException("not a code reference");
        }
        int count = in.readInt();
        var headings = new ArrayList<Heading>(count);
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            headings.add(readHeading(in));
            offsets[i] = in.readInt();
        }
        int start = flat.length - in.available();
        return new CodeReference(
                headings, place -> readBody(flat, start + offsets[place], headings.get(place)));
    }

    private static void writeHeading(DataOutputStream out, Heading heading) throws IOException {
        write(out, heading.code());
        writeOptional(out, heading.provider());
        write(out, heading.title());
        write(out, heading.statuses());
        write(out, heading.tokens());
        write(out, heading.signs());
    }

    private static Heading readHeading(DataInputStream in) throws IOException {
        return new Heading(
                read(in), readOptional(in), read(in), readList(in), readList(in), readList(in));
    }

    private static void writeBody(DataOutputStream out, CodePage page) throws IOException {
        writeNature(out, page.nature());
        write(out, page.meaning());
        write(out, page.causes());
        write(out, page.now());
        write(out, page.lasts());
        write(out, page.log());
        write(out, page.questions().stream().flatMap(q -> List.of(q.q(), q.a()).stream()).toList());
        write(
                out,
                page.members().stream()
                        .flatMap(m -> List.of(m.code(), m.meaning(), m.now()).stream())
                        .toList());
        writeOptional(out, page.conflict());
        writeOptional(out, page.link());
        write(out, page.related());
        write(out, page.origins().stream().flatMap(o -> List.of(o.of(), o.at()).stream()).toList());
    }

    private static CodePage readBody(byte[] flat, int offset, Heading heading) {
        try (var in =
                new DataInputStream(new ByteArrayInputStream(flat, offset, flat.length - offset))) {
            return new CodePage(
                    heading,
                    readNature(in),
                    read(in),
                    readList(in),
                    readList(in),
                    read(in),
                    read(in),
                    questions(readList(in)),
                    members(readList(in)),
                    readOptional(in),
                    readOptional(in),
                    readList(in),
                    origins(readList(in)));
        } catch (IOException e) {
            throw new UncheckedIOException("page " + heading.id() + " is damaged", e);
        }
    }

    private static void writeNature(DataOutputStream out, Nature nature) throws IOException {
        write(out, nature.codeClass().word());
        write(out, nature.severity().word());
        write(out, nature.category());
        writeOptional(out, nature.cause() == null ? null : nature.cause().word());
        writeOptional(out, nature.scope() == null ? null : nature.scope().word());
        write(out, nature.next().stream().map(NextStep::word).toList());
        writeOptional(out, nature.why());
    }

    private static Nature readNature(DataInputStream in) throws IOException {
        var codeClass = word(CodeClass.class, read(in));
        var severity = word(Severity.class, read(in));
        var category = read(in);
        var cause = readOptional(in);
        var scope = readOptional(in);
        var next = readList(in).stream().map(step -> word(NextStep.class, step)).toList();
        return new Nature(
                codeClass,
                severity,
                category,
                cause == null ? null : word(Cause.class, cause),
                scope == null ? null : word(Scope.class, scope),
                next,
                readOptional(in));
    }

    private static <E extends Enum<E> & Word> E word(Class<E> type, String word) {
        return Word.of(type, word).orElseThrow();
    }

    private static List<Question> questions(List<String> flat) {
        var questions = new ArrayList<Question>();
        for (int i = 0; i < flat.size(); i += 2) {
            questions.add(new Question(flat.get(i), flat.get(i + 1)));
        }
        return questions;
    }

    private static List<Member> members(List<String> flat) {
        var members = new ArrayList<Member>();
        for (int i = 0; i < flat.size(); i += 3) {
            members.add(new Member(flat.get(i), flat.get(i + 1), flat.get(i + 2)));
        }
        return members;
    }

    private static List<Origin> origins(List<String> flat) {
        var origins = new ArrayList<Origin>();
        for (int i = 0; i < flat.size(); i += 2) {
            origins.add(new Origin(flat.get(i), flat.get(i + 1)));
        }
        return origins;
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String read(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void writeOptional(DataOutputStream out, @Nullable String text)
            throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            write(out, text);
        }
    }

    private static @Nullable String readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? read(in) : null;
    }

    private static void write(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (var text : texts) {
            write(out, text);
        }
    }

    private static List<String> readList(DataInputStream in) throws IOException {
        int count = in.readInt();
        var texts = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            texts.add(read(in));
        }
        return texts;
    }
}
