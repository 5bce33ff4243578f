/** Who looks, at which studies, by which token; and the line in the trail before anything is shown. */
package org.radhub.viewer.access;
