package org.radhub.router.association;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which SOP classes are storage (PS3.4 B.5), private and yet unknown ones included. */
public final class SopClasses {
    public static final String IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2";
    /** Transfer syntaxes that the hub reads and writes itself. */
    static final Set<String> LITTLE_ENDIAN = Set.of(IMPLICIT_VR_LITTLE_ENDIAN, "1.2.840.10008.1.2.1");

    private static final String VERIFICATION = "1.2.840.10008.1.1";
    private static final int LONGEST_UID = 64;
    /** Leading zeros are forbidden (PS3.5 9.1) and seen in the field. */
    private static final Pattern UID = Pattern.compile("[0-9]+(?:\\.[0-9]+)+");

    /** SOP classes of other services, and the trees that hold no others. A tree ends with a dot. */
    private static final List<String> OTHER_SERVICES = List.of(
            "1.2.840.10008.1.3.10", // Media Storage Directory
            "1.2.840.10008.1.9", // Basic Study Content Notification
            "1.2.840.10008.1.20.", // Storage Commitment
            "1.2.840.10008.1.40", // Procedural Event Logging
            "1.2.840.10008.1.42", // Substance Administration Logging
            "1.2.840.10008.3.1.2.", // detached management, MPPS
            "1.2.840.10008.4.2", // Storage Service Class
            "1.2.840.10008.5.1.1.1", // Basic Film Session
            "1.2.840.10008.5.1.1.2", // Basic Film Box
            "1.2.840.10008.5.1.1.4", // Basic Image Boxes
            "1.2.840.10008.5.1.1.4.",
            "1.2.840.10008.5.1.1.9", // Print Management
            "1.2.840.10008.5.1.1.9.",
            "1.2.840.10008.5.1.1.14",
            "1.2.840.10008.5.1.1.15",
            "1.2.840.10008.5.1.1.16",
            "1.2.840.10008.5.1.1.16.",
            "1.2.840.10008.5.1.1.17",
            "1.2.840.10008.5.1.1.17.",
            "1.2.840.10008.5.1.1.18",
            "1.2.840.10008.5.1.1.18.",
            "1.2.840.10008.5.1.1.22",
            "1.2.840.10008.5.1.1.23",
            "1.2.840.10008.5.1.1.24",
            "1.2.840.10008.5.1.1.24.",
            "1.2.840.10008.5.1.1.25",
            "1.2.840.10008.5.1.1.26",
            "1.2.840.10008.5.1.1.31",
            "1.2.840.10008.5.1.1.32",
            "1.2.840.10008.5.1.1.33", // Media Creation Management
            "1.2.840.10008.5.1.1.40", // Display System
            "1.2.840.10008.5.1.1.40.",
            "1.2.840.10008.5.1.4.1.1.201.2", // Inventory query, retrieve, creation, repository query
            "1.2.840.10008.5.1.4.1.1.201.3",
            "1.2.840.10008.5.1.4.1.1.201.4",
            "1.2.840.10008.5.1.4.1.1.201.5",
            "1.2.840.10008.5.1.4.1.1.201.6",
            "1.2.840.10008.5.1.4.1.2.", // Query/Retrieve
            "1.2.840.10008.5.1.4.31", // Modality Worklist
            "1.2.840.10008.5.1.4.32", // General Purpose Worklist
            "1.2.840.10008.5.1.4.32.",
            "1.2.840.10008.5.1.4.33", // Instance Availability Notification
            "1.2.840.10008.5.1.4.34.4", // Unified Procedure Step and RT conventional machine verification
            "1.2.840.10008.5.1.4.34.4.",
            "1.2.840.10008.5.1.4.34.5",
            "1.2.840.10008.5.1.4.34.5.",
            "1.2.840.10008.5.1.4.34.6",
            "1.2.840.10008.5.1.4.34.6.",
            "1.2.840.10008.5.1.4.34.8",
            "1.2.840.10008.5.1.4.34.9",
            "1.2.840.10008.5.1.4.37.", // Relevant Patient Information Query
            "1.2.840.10008.5.1.4.38.2", // Hanging Protocol query and retrieve
            "1.2.840.10008.5.1.4.38.3",
            "1.2.840.10008.5.1.4.38.4",
            "1.2.840.10008.5.1.4.39.2", // Color Palette query and retrieve
            "1.2.840.10008.5.1.4.39.3",
            "1.2.840.10008.5.1.4.39.4",
            "1.2.840.10008.5.1.4.41", // Product Characteristics, Substance Approval Query
            "1.2.840.10008.5.1.4.42",
            "1.2.840.10008.5.1.4.43.2", // Implant Template query and retrieve
            "1.2.840.10008.5.1.4.43.3",
            "1.2.840.10008.5.1.4.43.4",
            "1.2.840.10008.5.1.4.44.2",
            "1.2.840.10008.5.1.4.44.3",
            "1.2.840.10008.5.1.4.44.4",
            "1.2.840.10008.5.1.4.45.2",
            "1.2.840.10008.5.1.4.45.3",
            "1.2.840.10008.5.1.4.45.4",
            "1.2.840.10008.10."); // real-time communication

    private SopClasses() {}

    static boolean isVerification(String uid) {
        return uid.equals(VERIFICATION);
    }

    /** Whether instances of it may be sent by C-STORE, as far as is known. */
    static boolean isStorage(String uid) {
        return isUid(uid)
                && !isVerification(uid)
                && OTHER_SERVICES.stream()
                        .noneMatch(other -> other.endsWith(".") ? uid.startsWith(other) : uid.equals(other));
    }

    /** PS3.5 9.1, leading zeros let pass. */
    public static boolean isUid(String text) {
        return text.length() <= LONGEST_UID && UID.matcher(text).matches();
    }
}
