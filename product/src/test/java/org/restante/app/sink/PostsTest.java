package org.restante.app.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.simulation.ScenarioException;

/// Which receivers stand where.
final class PostsTest {
    private static final String FIRST = "127.0.10.1:2625";

    private static List<String> places(Post post) {
        return post.addresses().stream().map(Post::written).toList();
    }

    private static List<Post> flavours(String... wanted) throws Exception {
        return Posts.of(Optional.empty(), List.of(wanted), List.of(), FIRST, 1);
    }

    @Test
    void withoutAWishFourProvidersStandInTheirOwnNetworks() throws Exception {
        assertThat(flavours())
                .extracting(Post::route)
                .containsExactly(
                        "gmail.test=127.0.10.1:2625",
                        "microsoft.test=127.0.11.1:2625",
                        "yahoo.test=127.0.12.1:2625",
                        "orange.test=127.0.13.1:2625");
    }

    @Test
    void hostsFollowTheFirst() throws Exception {
        assertThat(places(flavours("gmx=127.0.1.1:2600").getFirst()))
                .containsExactly("127.0.1.1:2600", "127.0.1.2:2600");
    }

    @Test
    void whereThereIsOneAddressThereIsOneHost() throws Exception {
        assertThat(places(flavours("gmail=192.0.2.7:25").getFirst()))
                .containsExactly("192.0.2.7:25");
    }

    @Test
    void aScenariosReceiversAllStand() throws Exception {
        var posts =
                Posts.of(Optional.of("mixed-collateral"), List.of(), List.of("[::1]:9"), FIRST, 1);

        assertThat(posts).hasSize(26);
        assertThat(posts.get(5).route()).isEqualTo("good-1.test=127.0.15.1:2625");
        assertThat(posts.getLast().route()).isEqualTo("unlimited.test=[0:0:0:0:0:0:0:1]:9");
    }

    @Test
    void aFileOfReceiversAloneIsEnough(@TempDir Path folder) throws Exception {
        var file = folder.resolve("mine.toml");
        Files.writeString(
                file,
                """
                [[receiver]]
                name = "Mine & Yours"
                hosts = 1
                """);
        assertThat(Posts.of(Optional.of(file.toString()), List.of(), List.of(), FIRST, 1))
                .singleElement()
                .satisfies(post -> {
                    assertThat(post.domain()).isEqualTo("mine-yours.test");
                    assertThat(post.addresses())
                            .containsExactly(new InetSocketAddress("127.0.10.1", 2625));
                });
    }

    @Test
    void aBadFileIsToldByLineAndKey(@TempDir Path folder) throws Exception {
        var file = folder.resolve("mine.toml");
        Files.writeString(file, "[[receiver]]\nname = \"x\"\nflavour = \"gmial\"\n");

        assertThatThrownBy(() ->
                        Posts.of(Optional.of(file.toString()), List.of(), List.of(), FIRST, 1))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith(file + ":3: flavour: is \"gmial\"; right would be: one of");

        Files.writeString(file, "[[receiver]]\nname = \"x\"\n[[recever]]\n");
        assertThatThrownBy(() ->
                        Posts.of(Optional.of(file.toString()), List.of(), List.of(), FIRST, 1))
                .hasMessageStartingWith(file + ":3: recever: is not a key here");
    }

    @Test
    void whatCannotBeIsToldWithWhatWouldBeRight() {
        assertThatThrownBy(() -> flavours("gmial"))
                .hasMessage(
                        "--flavour: 'gmial' is not known; one of gmail, microsoft, yahoo, orange, gmx, comcast, greylist, bad-host");
        assertThatThrownBy(() -> flavours("gmail=2625"))
                .hasMessage("--flavour: '2625' is no ADDRESS:PORT; 127.0.1.1:2625 would be right");
        assertThatThrownBy(() -> flavours("gmail", "gmail"))
                .hasMessage("two receivers are called 'gmail'; each needs a name of its own");
        assertThatThrownBy(() -> flavours("gmail=127.0.1.1:25", "yahoo=127.0.1.2:25"))
                .hasMessage(
                        "127.0.1.2:25 is wanted for two receivers; yahoo needs another address or port");
        assertThatThrownBy(() -> Posts.of(Optional.of("nowhere"), List.of(), List.of(), FIRST, 1))
                .hasMessageStartingWith("--scenario: 'nowhere' is neither a file nor a scenario");
        assertThatThrownBy(() ->
                        Posts.of(
                                Optional.empty(),
                                List.of("gmail", "yahoo"),
                                List.of(),
                                "192.0.2.1:25",
                                1))
                .hasMessageStartingWith("--listen: 192.0.2.1 is one address; for several");
    }
}
