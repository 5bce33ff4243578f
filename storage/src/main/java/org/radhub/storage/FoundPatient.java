package org.radhub.storage;

/**
 * A patient of whom a search found studies.
 *
 * @param newest of the studies that were found, by study date and time
 * @param studies how many were found
 * @param series of these studies
 * @param instances of these studies
 */
public record FoundPatient(Key key, Study newest, int studies, int series, int instances) {

    /**
     * Who the patient is: identity is per issuer, and where none is named, per hospital.
     *
     * @param site empty where an issuer is named
     */
    public record Key(String id, String issuer, String site) {}
}
