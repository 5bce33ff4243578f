/** Links that open a study, and what of the same patient came before, in a viewer. */
package org.radhub.viewer.links;
