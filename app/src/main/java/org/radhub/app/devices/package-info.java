/** What administrators change of devices, each change on the trail. */
package org.radhub.app.devices;
