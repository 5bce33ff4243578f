/** DICOMweb (PS3.18) and WADO-URI: searching studies, and handing out their metadata, instances and frames. */
package org.radhub.viewer.dicomweb;
