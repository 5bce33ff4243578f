/** The DICOM network: the listener, and the calls that it refused. */
package org.radhub.router;
