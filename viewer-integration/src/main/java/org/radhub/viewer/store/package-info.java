/** Store Transaction (STOW-RS, PS3.18 10.5): studies that come over the web take the same way in as those that come over DICOM. */
package org.radhub.viewer.store;
