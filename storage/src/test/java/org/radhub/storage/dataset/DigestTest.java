package org.radhub.storage.dataset;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTest {
    private static final byte[] CHECK = "123456789".getBytes(US_ASCII);
    private static final String SHA_256 = "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225";

    @Test
    void is_the_length_and_the_two_checksums_of_their_catalogue() {
        assertThat(of(Digest.begin(), CHECK)).isEqualTo("9-cbf43926-e3069283");
    }

    @Test
    void bytes_are_known_again_by_the_digest_of_this_version_and_of_earlier_ones() {
        assertThat(of(Digest.like("9-cbf43926-e3069283"), CHECK)).isEqualTo("9-cbf43926-e3069283");
        assertThat(of(Digest.like(SHA_256), CHECK)).isEqualTo(SHA_256);
    }

    @Test
    void it_does_not_matter_in_which_pieces_they_come() {
        var digest = Digest.begin();
        digest.update(CHECK, 0, 4);
        digest.update(CHECK, 4, 0);
        digest.update(CHECK, 4, 5);
        assertThat(digest.value()).isEqualTo(of(Digest.begin(), CHECK));
    }

    @Test
    void any_flipped_bit_is_noticed() {
        for (int bit = 0; bit < 8 * CHECK.length; bit++) {
            var changed = CHECK.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(of(Digest.begin(), changed)).isNotEqualTo(of(Digest.begin(), CHECK));
        }
    }

    private static String of(Digest digest, byte[] bytes) {
        digest.update(bytes, 0, bytes.length);
        return digest.value();
    }
}
