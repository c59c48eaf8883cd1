package org.restante.meaning.verdict;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The words with digits, the numbers and the host names that some rule looks for. Masking leaves these as they are; all others
/// differ from reply to reply and say nothing.
final class Kept {
    /// Top-level names by which a dotted word is taken for a host name.
    private static final List<String> TOP_NAMES =
            List.of(
                    "com",
                    "net",
                    "org",
                    "info",
                    "biz",
                    "edu",
                    "gov",
                    "mil",
                    "name",
                    "mobi",
                    "test",
                    "example",
                    "invalid",
                    "local",
                    "localhost",
                    "lan",
                    "email",
                    "cloud",
                    "online",
                    "site",
                    "shop",
                    "xyz",
                    "top",
                    "club",
                    "live",
                    "app",
                    "dev",
                    "arpa",
                    "pro",
                    "tech",
                    "store",
                    "internal",
                    "int");

    /// Labels by which the zones of block lists are known.
    private static final List<String> LIST_LABELS =
            List.of(
                    "dnsbl",
                    "rbl",
                    "dnsrbl",
                    "bl",
                    "cbl",
                    "xbl",
                    "sbl",
                    "pbl",
                    "psbl",
                    "rhsbl",
                    "spamhaus",
                    "spamcop",
                    "sorbs",
                    "blocklist",
                    "blacklist",
                    "blacklists",
                    "blocklists",
                    "uceprotect",
                    "njabl",
                    "spfbl",
                    "mailspike",
                    "hostkarma",
                    "invaluement",
                    "senderscore",
                    "abuseat",
                    "surbl",
                    "uribl",
                    "barracudacentral",
                    "drbl",
                    "dnswl");

    private final ByteWords lists = new ByteWords(LIST_LABELS);
    private final ByteWords numbers;
    private final ByteWords hosts;
    private final ByteWords topNames = new ByteWords(TOP_NAMES);
    private final byte[][][] beginnings = new byte[128][][];

    Kept(Collection<String> numbers, Collection<String> hosts, Collection<String> beginnings) {
        this.numbers = new ByteWords(numbers);
        this.hosts = new ByteWords(hosts);
        var byFirst = new ArrayList<List<byte[]>>();
        for (int i = 0; i < 128; i++) {
            byFirst.add(new ArrayList<>());
        }
        for (var beginning : beginnings) {
            byFirst.get(beginning.charAt(0) & 127).add(beginning.getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < 128; i++) {
            this.beginnings[i] = byFirst.get(i).toArray(new byte[0][]);
        }
    }

    boolean number(byte[] in, int from, int to) {
        return numbers.holds(in, from, to);
    }

    /// Whether the lower-case word begins like one whose digits matter.
    boolean word(byte[] in, int from, int to) {
        if (in[from] < 0) {
            return false;
        }
        for (byte[] beginning : beginnings[in[from]]) {
            if (to - from >= beginning.length
                    && to - from <= beginning.length + 12
                    && starts(in, from, beginning)) {
                return true;
            }
        }
        return false;
    }

    private static boolean starts(byte[] in, int from, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (in[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /// Where the part of a host name begins that some rule looks for, or that is a block list's; -1 when none does.
    int hostFrom(byte[] in, int from, int to) {
        int label = from;
        for (int at = from; at < to; at++) {
            if (at == label && hosts.holds(in, at, to)) {
                return at;
            }
            if (in[at] == '.') {
                if (lists.holds(in, label, at)) {
                    return label;
                }
                label = at + 1;
            }
        }
        return -1;
    }

    boolean topName(byte[] in, int from, int to) {
        if (to - from < 2) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (in[i] < 'a' || in[i] > 'z') {
                return false;
            }
        }
        return to - from == 2 || topNames.holds(in, from, to);
    }
}
