/** The bundled web viewer, OHIF: its files, its settings, and what a browser may let it do. */
package org.radhub.viewer.ohif;
