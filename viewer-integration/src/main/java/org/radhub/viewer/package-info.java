/** Looking at studies: DICOMweb, the bundled web viewer, Weasis launch links and manifests, and the tokens that open them. */
package org.radhub.viewer;
