/** What administrators do for devices beside writing them down. */
package org.radhub.app.devices;
