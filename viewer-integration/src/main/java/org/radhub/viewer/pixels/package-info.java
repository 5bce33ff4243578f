/** Decompresses frames, draws them as pictures, and writes them uncompressed. The one place here that knows a DICOM or an image library. */
package org.radhub.viewer.pixels;
