/**
 * Data sets as they are sent: what is allowed to be kept, what the index needs of them, their texts, and their DICOM JSON. Everything here
 * is bounded, whatever the bytes claim. The only package of storage that knows the DICOM library, for its character sets and its dictionary.
 */
package org.radhub.storage.dataset;
