/** Manifests that tell Weasis which images to fetch, and how. */
package org.radhub.viewer.weasis;
