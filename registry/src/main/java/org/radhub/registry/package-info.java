/** Who there is: sites, devices, people, their roles and credentials, and the grants that let them see a study. */
package org.radhub.registry;
