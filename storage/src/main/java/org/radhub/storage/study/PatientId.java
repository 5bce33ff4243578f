package org.radhub.storage.study;

import java.util.List;
import org.radhub.storage.dataset.Header;

/**
 * Patient ID (0010,0020) with its Issuer (0010,0021), which mean somebody only together. Devices of one hospital may say the issuer or leave
 * it out: an empty one is not said, and so is an empty ID.
 */
record PatientId(String id, String issuer) {
    static PatientId of(Header header) {
        return new PatientId(header.patientId(), header.issuer());
    }

    /** Whether they are of two patients; false where one of them does not say enough. */
    boolean isAnother(PatientId other) {
        boolean bothSay = !id.isEmpty() && !other.id.isEmpty();
        boolean bothIssued = !issuer.isEmpty() && !other.issuer.isEmpty();
        return bothSay && (!id.equals(other.id) || bothIssued && !issuer.equals(other.issuer));
    }

    /** With what these instances add: the first ID if there is none, and an issuer of this ID, never that of another. */
    PatientId completedBy(List<KeptInstance> kept) {
        var said = kept.stream().map(one -> of(one.header())).toList();
        if (id.isEmpty()) {
            var first = said.stream().filter(one -> !one.id.isEmpty()).findFirst();
            return first.map(one -> one.issuedAsIn(said)).orElse(this);
        }
        return issuedAsIn(said);
    }

    private PatientId issuedAsIn(List<PatientId> said) {
        return issuer.isEmpty()
                ? said.stream()
                        .filter(one -> one.id.equals(id) && !one.issuer.isEmpty())
                        .findFirst()
                        .orElse(this)
                : this;
    }
}
