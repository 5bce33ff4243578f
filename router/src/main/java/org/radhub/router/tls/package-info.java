/**
 * TLS on the DICOM network as PS3.15 B.12 has it, for calls in both directions: who the hub is and whom it trusts, as the files say now, and
 * which versions and suites are spoken.
 */
package org.radhub.router.tls;
