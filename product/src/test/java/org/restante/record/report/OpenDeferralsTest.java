package org.restante.record.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OpenDeferralsTest {
    private record Waiting(long queue, long since, int reply) {}

    private final Random chance = new Random(5);
    private final OpenDeferrals deferrals = new OpenDeferrals();
    private final Map<Long, Waiting> expected = new HashMap<>();

    private void defer(long message, long queue, long time, int reply) {
        int slot = deferrals.slot(message);
        if (slot < 0) {
            deferrals.add(message, queue, time, time, 3, reply, null);
            expected.put(message, new Waiting(queue, time, reply));
        } else {
            deferrals.again(slot, time, 3, reply, null);
            var before = expected.get(message);
            expected.put(message, new Waiting(before.queue, before.since, reply));
        }
    }

    private void assertSame() {
        assertThat(deferrals.size()).isEqualTo(expected.size());
        expected.forEach((message, waiting) -> {
            int slot = deferrals.slot(message);
            assertThat(slot).isNotNegative();
            assertThat(deferrals.since(slot)).isEqualTo(waiting.since);
            assertThat(deferrals.reply(slot)).isEqualTo(waiting.reply);
            assertThat(deferrals.combination(slot)).isEqualTo(3);
        });
        Set<Integer> seen = new HashSet<>();
        deferrals.forEach(seen::add);
        assertThat(seen).hasSize(expected.size());
    }

    private List<Long> messagesOf(long queue) {
        var found = new ArrayList<Long>();
        for (int slot = deferrals.slotOfQueue(queue);
                slot >= 0;
                slot = deferrals.slotOfQueue(queue)) {
            int at = slot;
            var message =
                    expected.keySet().stream().filter(m -> deferrals.slot(m) == at).findFirst();
            found.add(message.orElseThrow());
            deferrals.remove(slot);
            expected.remove(message.orElseThrow());
        }
        return found;
    }

    @Test
    void recipientsAreFoundUntilTheyAreRemovedHoweverManyComeAndGo() {
        for (int i = 0; i < 30_000; i++) {
            long message = 1 + chance.nextInt(6000);
            if (chance.nextInt(3) == 0 && expected.containsKey(message)) {
                deferrals.remove(deferrals.slot(message));
                expected.remove(message);
            } else {
                defer(message, 1 + message / 3, i, chance.nextInt(9));
            }
            if (i % 10_000 == 0) {
                assertSame();
            }
        }
        assertSame();
        assertThat(deferrals.slot(7001)).isNegative();
    }

    @Test
    void allRecipientsOfAQueueIdAreFoundThoughItIsFirstAskedForLate() {
        for (int i = 1; i <= 3000; i++) {
            defer(i, 1 + i % 1000, i, 0);
        }

        assertThat(messagesOf(17)).containsExactlyInAnyOrder(16L, 1016L, 2016L);

        for (int i = 3001; i <= 6000; i++) {
            defer(i, 1 + i % 1000, i, 0);
        }
        deferrals.remove(deferrals.slot(4017));
        expected.remove(4017L);
        assertThat(messagesOf(18)).containsExactlyInAnyOrder(17L, 1017L, 2017L, 3017L, 5017L);
        assertSame();
    }

    @Test
    void whatWasDeferredWithoutAQueueIdBelongsToNone() {
        defer(5, 0, 1, 0);

        assertThat(deferrals.slotOfQueue(0)).isNegative();
        assertThat(deferrals.slotOfQueue(5)).isNegative();
    }
}
