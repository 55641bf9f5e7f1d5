package dev.dango.engine.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Shake128Test {

    @Test
    void hashesAsTheStandardSays() {
        assertThat(HexFormat.of().formatHex(Shake128.hash(new byte[0], 16)))
                .isEqualTo("7f9c2ba4e88f827d616045507605853e");
    }

    @Test
    void idsAreThoseOfDlt() {
        assertThat(Shake128.base64("PARENT_t__c_0".getBytes(UTF_8), 10))
                .isEqualTo("VFu+VVoBU6+XGQ");
        assertThat(Shake128.base64("{\"u\":2}".getBytes(UTF_8), 15))
                .isEqualTo("nuRRiwH+SGK0m4EwVZym");
    }

    @Test
    void longInputsFillSeveralBlocks() {
        // 200 bytes of 0xa3: the vector of the Keccak team for SHAKE128
        byte[] data = new byte[200];
        java.util.Arrays.fill(data, (byte) 0xa3);
        assertThat(HexFormat.of().formatHex(Shake128.hash(data, 16)))
                .isEqualTo("131ab8d2b594946b9c81333f9bb6e0ce");
    }
}
