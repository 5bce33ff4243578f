/** A small made-up region to try the hub with. */
package org.radhub.app.demo;
