package dev.keyward.embedded.material;

import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The engine's own Ed25519 verifier. No vector is left out. */
@ExtendWith(VectorTally.Extension.class)
class Ed25519WycheproofTest {

  @Test
  void verify_publicKeyOfAVector_agrees(VectorTally tally) throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read("ed25519_test.json"))
                .run(
                    (group, vector) ->
                        EdwardsMaterial.verifyUnproven(
                            (Ed25519PublicKeyParameters)
                                PublicKeyFactory.createKey(group.fields().bytes("publicKeyDer")),
                            new Ed25519Signer(),
                            vector.fields().bytes("msg"),
                            vector.fields().bytes("sig"))))
        .assertCounts(88, 63, 0, 0);
  }
}
