/**
 * The requestor's side of the DICOM upper layer, on dcm4che's code line: the hub calls peers that a person has registered. The library
 * watches neither a peer that stops reading nor one that answers slowly; {@link org.radhub.router.requestor.Watchman} does. Nothing
 * else in the module may use the library.
 */
package org.radhub.router.requestor;
