package org.restante.record.logs;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class PostfixReaderCasesTest {
    @TestFactory
    Stream<DynamicTest> linesOfPostfixAreReadAsWritten() {
        return LogCases.tests("postfix.cases", PostfixReader::new);
    }
}
