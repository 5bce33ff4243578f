/**
 * The spool and its packs. A pack is a plain POSIX tar of Part 10 files of one series, {@code <series UID>/<SOP instance UID>.dcm}; what a
 * DICOM file cannot say of its arrival stands before each in a pax header. Nothing here knows the database.
 */
package org.radhub.storage.pack;
