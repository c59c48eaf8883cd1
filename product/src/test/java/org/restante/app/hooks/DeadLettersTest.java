package org.restante.app.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadLettersTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir private Path folder;

    private DeadLetters open(int most, long octets) throws Exception {
        return new DeadLetters(folder.resolve("shop.dead"), most, octets);
    }

    private static Letter letter(int number) {
        return Letter.fresh("m" + number, "bounced", "{\"text\":\"ä\\n\"}", NOON)
                .failed("400", NOON);
    }

    @Test
    void theOldestMakeRoom() throws Exception {
        var dead = open(10, 1 << 20);
        for (int i = 0; i < 25; i++) {
            dead.add(letter(i));
            assertThat(dead.count()).isLessThanOrEqualTo(10);
        }
        assertThat(dead.all()).last().isEqualTo(letter(24));
        assertThat(dead.all()).hasSize(dead.count()).hasSizeGreaterThan(7);
    }

    @Test
    void theFileDoesNotGrowBeyondItsBound() throws Exception {
        var dead = open(1000, 4_000);
        for (int i = 0; i < 100; i++) {
            dead.add(letter(i));
            assertThat(Files.size(folder.resolve("shop.dead"))).isLessThanOrEqualTo(4_000);
        }
        assertThat(dead.all()).last().isEqualTo(letter(99));
    }

    @Test
    void aLineThatWasCutByACrashIsLeftOutAndTheNextIsWhole() throws Exception {
        var dead = open(10, 1 << 20);
        dead.add(letter(1));
        Files.writeString(
                folder.resolve("shop.dead"), "{\"id\":\"m2\",\"ty", StandardOpenOption.APPEND);

        var again = open(10, 1 << 20);
        again.add(letter(3));

        assertThat(again.all()).containsExactly(letter(1), letter(3));
    }

    @Test
    void aDiskThatIsFullInTheMiddleOfALineCostsThatLetterAlone() throws Exception {
        var isFull = new AtomicBoolean();
        var file = folder.resolve("shop.dead");
        var dead =
                new DeadLetters(
                        file,
                        10,
                        1 << 20,
                        (channel, line) -> {
                            if (isFull.get()) {
                                channel.write(line.limit(line.limit() / 2));
                                throw new IOException("No space left on device");
                            }
                            channel.write(line);
                        });
        dead.add(letter(1));
        long whole = Files.size(file);
        isFull.set(true);
        assertThatThrownBy(() -> dead.add(letter(2))).isInstanceOf(IOException.class);
        assertThat(Files.size(file)).isEqualTo(whole);

        isFull.set(false);
        dead.add(letter(3));
        assertThat(dead.all()).containsExactly(letter(1), letter(3));
        assertThat(dead.count()).isEqualTo(2);
    }

    @Test
    void halfALineThatAnotherTroubleLeftDoesNotSpoilTheNext() throws Exception {
        var dead = open(10, 1 << 20);
        dead.add(letter(1));
        Files.writeString(folder.resolve("shop.dead"), "{\"id\":", StandardOpenOption.APPEND);
        dead.add(letter(3));

        assertThat(dead.all()).containsExactly(letter(1), letter(3));
    }

    @Test
    void whatDiesTwiceIsThereOnce() throws Exception {
        var dead = open(10, 1 << 20);
        dead.add(letter(1));
        dead.add(letter(2));
        var again = letter(1).failed("404", NOON);
        dead.add(again);

        assertThat(dead.all()).containsExactly(letter(2), again);
        assertThat(dead.count()).isEqualTo(2);
    }

    @Test
    void thoseMeantAreTakenOut() throws Exception {
        var dead = open(10, 1 << 20);
        dead.add(letter(1));
        dead.add(letter(2));
        dead.remove(one -> one.id().equals("m1"));

        assertThat(open(10, 1 << 20).all()).containsExactly(letter(2));
    }
}
