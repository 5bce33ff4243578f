package org.radhub.storage;

/**
 * The patient as the study says, decoded. Empty strings where the study says nothing.
 *
 * @param id (0010,0020), unique only together with issuer, or where that is empty with the sending site
 * @param issuer (0010,0021)
 * @param name (0010,0010) with its component groups, as in {@code Zhang^Wei=张^伟}
 * @param birthDate (0010,0030), as sent
 * @param sex (0010,0040), as sent
 */
public record Patient(String id, String issuer, String name, String birthDate, String sex) {

    /** The name as a person reads it: the ideographic group where there is one, with carets as spaces. */
    public String displayName() {
        var groups = name.split("=", -1);
        var group = groups.length > 1 && !groups[1].isBlank() ? groups[1] : groups[0];
        return group.replace('^', ' ').strip().replaceAll(" +", " ");
    }
}
